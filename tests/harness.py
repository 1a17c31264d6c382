"""What every test may ask for: a database that is put back, the cast, two at once, children of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests import databases


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Name of this process among pytest's workers: `gw0`, `gw1`, or `main`."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, worker: str, request: pytest.FixtureRequest
) -> Iterator[Any]:
    """This worker's database, migrated once. Takes the place of pytest-django's."""
    sync = "FULL" if request.config.getoption("markexpr").startswith("faults") else "OFF"
    own = databases.chosen(worker=worker, sync=sync)
    with django_db_blocker.unblock():
        own.make()
    yield own
    with django_db_blocker.unblock():
        own.drop()


@pytest.fixture(autouse=True)
def _no_language_left() -> Iterator[None]:
    """A page answers in its reader's language and leaves it active: the next test begins in none."""
    yield
    translation.deactivate()


@pytest.fixture
def fresh_db(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Any]:
    """A database in which the test really commits; the prepared one is put back afterwards.

    For two at once, children, and `on_commit`. Gives the database: `fresh_db.url` is what a child needs.
    """
    with django_db_blocker.unblock():
        yield django_db_setup
        django_db_setup.put_back()


@pytest.fixture
def transactional_db(fresh_db: Any) -> Any:
    """pytest-django's name for it (its `live_server` asks for this one)."""
    return fresh_db


@pytest.fixture
def child_env(fresh_db: Any, settings: Any) -> dict[str, str]:
    """The environment in which a child process (a worker, the front) meets this test's database, folder and keys."""
    return {**os.environ, "PORTLIGHT_DATABASE_URL": fresh_db.url, "PORTLIGHT_DATA": str(settings.DATA)}


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Any:
    """The five people of every test, made in this test's database. With `fresh_db` they are really committed."""
    commits = {"fresh_db", "transactional_db", "child_env", "live_server"}.intersection(request.fixturenames)
    request.getfixturevalue("fresh_db" if commits else "db")
    from tests import cast as people

    return people.make()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, worker: str) -> None:
    """Journals, beats and the spool are one office's: what one of pytest's workers leaves is not for another."""
    if worker != "main":
        settings.DATA = settings.DATA / worker
        settings.SPOOL = settings.DATA / "spool"
        settings.DATA.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def _no_papers_left(_own_folder: None, settings: Any) -> Iterator[None]:
    """Files outlive a database that is put back; sealed under one test's ring, no other opens them."""
    yield
    for folder in ("documents", "copies"):
        shutil.rmtree(settings.DATA / folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("django_db"):
            if mark.kwargs.get("transaction"):
                raise pytest.UsageError(f"{item.nodeid}: use the fixture fresh_db; the timeline refuses to be emptied")
