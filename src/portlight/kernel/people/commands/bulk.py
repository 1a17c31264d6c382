"""Writing many rows at once: COPY on PostgreSQL, one prepared statement on SQLite. The one place that knows both.

A person with one sealed address costs 65 µs this way and 125 µs through the ORM; 170,000 have half a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection


def reserve(table: str, count: int) -> Sequence[int]:
    """`count` fresh keys of `table`, for rows that others must point to before they are written. In a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + 1 + count)


def put(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes the rows. Values are UUID, datetime, date, str, int, bytes or None. IntegrityError as any insert."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            told = [[_TOLD.get(type(value), _same)(value) for value in row] for row in rows]
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', told)  # noqa: S608


def _same(value: Any) -> Any:
    return value


# How SQLite keeps what Django's fields would write.
_TOLD: dict[type, Callable[[Any], Any]] = {
    UUID: lambda value: value.hex,
    datetime: lambda value: connection.ops.adapt_datetimefield_value(value),
    date: lambda value: value.isoformat(),
}
