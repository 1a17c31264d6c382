from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

INSERT = (
    "INSERT INTO timeline_event (id, at, kind, about, by_kind, by_key, input_hash, result, facts, seal)"
    " VALUES (9, '2026-02-01 00:00:00', 'a.b', 'x', 'machine', 't', '', '', '{}', NULL)"
)
pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM timeline_event",
        "UPDATE timeline_event SET kind = 'c.d'",
        "UPDATE timeline_event SET seal = 'x', facts = '{\"n\": 1}'",
        "UPDATE timeline_event SET id = 10, seal = 'x'",
        "INSERT INTO timeline_event (id, at, kind, about, by_kind, by_key, input_hash, result, facts, seal)"
        " VALUES (11, '2026-02-01 00:00:00', 'a.b', 'x', 'machine', 't', '', '', '{}', 'forged')",
    ],
)
def test_the_database_itself_refuses_to_change_the_timeline(sql: str) -> None:
    run(INSERT)
    with pytest.raises(IntegrityError):
        run(sql)


def test_a_seal_is_set_once() -> None:
    run(INSERT)
    run("UPDATE timeline_event SET seal = 'first'")
    for again in ("'second'", "NULL"):
        with pytest.raises(IntegrityError):
            run(f"UPDATE timeline_event SET seal = {again}")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE is SQLite's")
def test_replacing_is_deleting() -> None:
    run(INSERT)
    with pytest.raises(IntegrityError):
        run(INSERT.replace("INSERT", "INSERT OR REPLACE", 1))


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_emptying_is_deleting() -> None:
    with pytest.raises(IntegrityError):
        run("TRUNCATE timeline_event")
