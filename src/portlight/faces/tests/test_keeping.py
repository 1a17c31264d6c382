from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.faces import keeping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def never_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping.random, "randrange", lambda most: 1)


def test_an_entry_is_written_in_one_statement_and_takes_the_place_of_the_earlier() -> None:
    for value in (b"first", {"second": [1, "ä"]}):
        with CaptureQueriesContext(connection) as asked:
            cache.set("one", value, 60)
        assert len(asked) == 1
        assert cache.get("one") == value


@pytest.mark.parametrize(("timeout", "there"), [(60, True), (None, True), (-1, False), (0, False)])
def test_an_entry_is_gone_after_its_time(timeout: Any, there: bool) -> None:
    cache.set("one", "kept", timeout)
    assert (cache.get("one") == "kept") is there


def test_what_django_adds_and_deletes_is_the_same_table() -> None:
    cache.set("one", "kept", 60)
    assert not cache.add("one", "other", 60)
    assert cache.delete("one")
    assert cache.add("one", "other", 60)
    assert cache.get("one") == "other"


def test_now_and_then_what_is_over_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caches["default"], "_max_entries", 3)
    for number in range(5):
        cache.set(f"over{number}", number, -timedelta(hours=1).total_seconds())
    monkeypatch.setattr(keeping.random, "randrange", lambda most: 0)
    cache.set("now", "kept", 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] == 1
