"""What a page shows of a running release is of one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from portlight.delivery import queries, sql
from portlight.delivery.tests import make
from portlight.delivery.tests.make import person


def _elsewhere(work: Callable[[], None]) -> None:
    """In a thread with a connection of its own, as a worker would; done when this returns."""

    def with_a_connection() -> None:
        try:
            work()
        finally:
            connections.close_all()

    other = threading.Thread(target=with_a_connection)
    other.start()
    other.join(timeout=20)
    assert not other.is_alive(), "the writer waits for a reader"


def test_the_figures_agree_though_a_worker_writes_between_two_of_them(
    fresh_db: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make.pigeons(monkeypatch, make.Pigeon("pigeon"))
    make.people(person("en", pigeon="a"), person("en", pigeon="b"))
    code = make.announce()
    read: list[str] = []

    def sends_after_the_first(execute: Any, statement: str, *rest: Any) -> Any:
        found = execute(statement, *rest)
        if "delivery_message" in statement and not read:
            read.append(statement)
            _elsewhere(lambda: make.run(tmp_path))
        return found

    with connection.execute_wrapper(sends_after_the_first):
        reach = queries.reach(code=code)
    assert read
    assert (reach.addressed, reach.messages, reach.by_language) == (0, 0, ())
    after = queries.reach(code=code)
    assert (after.addressed, after.messages) == (2, 2)


def test_one_moment_inside_a_transaction_is_that_transactions(db: object) -> None:
    with sql.one_moment():
        assert sql.select("SELECT 1") == [(1,)]
    assert connection.in_atomic_block
