"""The few places where the two databases differ, in one file. Everything else of the engine runs on both as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import repeat
from typing import Any, cast

from django.db import connection

from portlight.toolkit import statements

Column = tuple[str, Sequence[Any]]  # PostgreSQL type of an element, and the values


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def moment(at: datetime) -> Any:
    """`at` as a parameter of raw SQL."""
    return connection.ops.adapt_datetimefield_value(at)


def moments(many: Sequence[datetime]) -> list[Any]:
    """`moment` of each; the connection is looked up once."""
    return [*map(connection.ops.adapt_datetimefield_value, many)]


def read_moment(stored: Any) -> datetime:
    """A moment as raw SQL returned it."""
    if isinstance(stored, datetime):
        return stored
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def truth(value: bool) -> str:
    """A truth value as a literal."""
    return str(value).upper() if on_postgresql() else str(int(value))


def skip_locked() -> str:
    """Behind the SELECT of a claim: a second worker takes the next row instead of waiting for this one."""
    return " FOR UPDATE SKIP LOCKED" if on_postgresql() else ""


def alone(name: str) -> bool:
    """Whether no other transaction is at what `name` stands for; if so, none will be until this one ends.

    Never waits. SQLite has one writer, and BEGIN IMMEDIATE has made us that.
    """
    if not on_postgresql():
        return True
    return bool(select("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])[0][0])


def in_turn(name: str) -> None:
    """Wait until `alone` would be true, and be it until this transaction ends."""
    if on_postgresql():
        execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def values(rows: Sequence[Sequence[Any]], types: Sequence[str]) -> tuple[str, list[Any]]:
    """`VALUES (…), …` with its parameters; typed in the first row, so that PostgreSQL need not guess."""
    cast = "(" + ", ".join(f"CAST(%s AS {kind})" for kind in types) + ")"
    plain = "(" + ", ".join("%s" for _ in types) + ")"
    return "VALUES " + ", ".join([cast] + [plain] * (len(rows) - 1)), [value for row in rows for value in row]


def insert(table: str, columns: Mapping[str, Column], constants: Mapping[str, Any]) -> int:
    """Many rows at once, given by column, skipping those that are there; returns how many were new.

    PostgreSQL unpacks one array per column (three times as fast as a row per VALUES), SQLite repeats one prepared row.
    """
    names = ", ".join((*columns, *constants))
    with connection.cursor() as cursor:
        if on_postgresql():
            columns, constants = _fixed(columns, constants)
            names = ", ".join((*columns, *constants))
            arrays = ", ".join(f"%s::{kind}[]" for kind, _ in columns.values())
            picked = ", ".join(f"u.{name}" for name in columns)
            rest = "".join(f", {_typed(value)}" for value in constants.values())
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {picked}{rest} FROM unnest({arrays})"
                f" AS u ({', '.join(columns)}) ON CONFLICT DO NOTHING",
                [*constants.values(), *(list(given) for _, given in columns.values())],
            )
        else:
            marks = ", ".join("%s" for _ in range(len(columns) + len(constants)))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING",
                cast(
                    "Sequence[Sequence[Any]]",  # an iterator does as well
                    zip(*(given for _, given in columns.values()), *map(repeat, constants.values()), strict=False),
                ),
            )
        return int(cursor.rowcount)


def _fixed(columns: Mapping[str, Column], constants: Mapping[str, Any]) -> tuple[dict[str, Column], dict[str, Any]]:
    """Columns whose values are all the same travel once; the first column stays, to say how many rows there are."""
    same = {name for number, (name, (_, given)) in enumerate(columns.items()) if number and len(set(given)) == 1}
    left = {name: column for name, column in columns.items() if name not in same}
    return left, {**constants, **{name: columns[name][1][0] for name in same}}


def _typed(value: Any) -> str:
    if isinstance(value, datetime):
        return "%s::timestamptz"
    return "%s::bigint" if isinstance(value, int) else "%s::varchar"


def execute(statement: str, parameters: Sequence[Any] = ()) -> int:
    """Run one statement; the number of rows it touched."""
    return statements.change(statement, *parameters)


def select(statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    return statements.select(statement, *parameters)


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside is one picture of the database, whatever is written meanwhile. Reads only; never waits.

    Inside a transaction that is open already, it is what that transaction sees.
    """
    if connection.in_atomic_block:
        yield
        return
    execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if on_postgresql() else "BEGIN DEFERRED")
    try:
        yield
    finally:
        execute("ROLLBACK")


def marks(many: Sequence[Any]) -> str:
    """`%s, %s, …` for an IN; never empty, so that `IN ()` is never written."""
    return ", ".join("%s" for _ in many) or "NULL"


def among(column: str, many: Sequence[Any], kind: str) -> tuple[str, list[Any]]:
    """`column IN (…)` with its parameters. On PostgreSQL one array of `kind`: psycopg reads every mark of a statement
    anew each time, which for thousands of them took longer than the statement."""
    if on_postgresql():
        return f"{column} = ANY(%s::{kind}[])", [list(many)]
    return f"{column} IN ({marks(many)})", list(many)


@contextmanager
def page_table() -> Iterator[None]:
    """The session's scratch table `delivery_page`, empty: one page of an expansion before it is written down.

    Nothing vacuums a temporary table: on PostgreSQL rows that were only deleted are read again by every later page, and
    the expansion of a million took five times as long. There it is truncated.
    """
    execute(
        "CREATE TEMPORARY TABLE IF NOT EXISTS delivery_page (person_id bigint, rank smallint, channel varchar(16),"
        " address_id bigint, language varchar(12), wanted varchar(12), step smallint)"
    )
    execute("TRUNCATE delivery_page" if on_postgresql() else "DELETE FROM delivery_page")
    yield
