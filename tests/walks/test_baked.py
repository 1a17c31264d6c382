"""What stands on disk is read while the database is away: a notice, its list, what works today, the feed."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.walks.city import City, until

pytestmark = pytest.mark.walk


@contextmanager
def database_away(city: City) -> Iterator[None]:
    """The file and what belongs to it are elsewhere; nothing is stopped."""
    names = [city.folder / f"portlight.sqlite3{end}" for end in ("", "-wal", "-shm")]
    moved = [(name, name.rename(name.with_name(f"away-{name.name}"))) for name in names if name.exists()]
    assert moved
    try:
        yield
    finally:
        for name, away in reversed(moved):
            away.rename(name)


def ask(url: str, **headers: str) -> tuple[int, Any, bytes]:
    asked = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status, answer.headers, answer.read()
    except HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_baked_pages_are_read_while_the_database_is_away(city: City, new_page: Any, language: str) -> None:
    until((city.folder / "public" / language / "status" / "index.html").exists, why="the status page was not baked")
    number = next((city.folder / "public" / language / "notices").glob("n-*")).name
    pages = [f"/{language}/notices/{number}/", f"/{language}/notices/", f"/{language}/status/",
             f"/{language}/notices/feed.atom"]  # fmt: skip
    page = new_page(width=360)
    with database_away(city):
        for path in pages:
            status, headers, body = ask(city.url + path)
            assert status == 200, path
            assert headers["Cache-Control"] == "public, max-age=60"
            assert "Set-Cookie" not in headers
            assert body
            again, told, nothing = ask(city.url + path, If_None_Match=headers["ETag"])
            assert (again, told["ETag"], nothing) == (304, headers["ETag"], b"")
        for path in pages[:3]:
            answer = page.goto(city.url + path)
            assert answer.status == 200
            assert page.inner_text("h1").strip()
    assert ask(f"{city.url}/api/health")[0] == 200
