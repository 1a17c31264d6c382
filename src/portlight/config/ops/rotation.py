"""A new key for what is sealed, while the office works: added, used from that moment on, and everything sealed anew.

Nothing is ever without a key that opens it: the new one is on the disk before it seals, and an old one leaves the ring
only when nothing is sealed with it. Each value is changed only if it is still the one that was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from portlight.config.ops.keys import check_ring
from portlight.delivery import spool
from portlight.faces.desk import sealing as accounts
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import machine
from portlight.toolkit.keys import Ring
from portlight.toolkit.nameplate import shelves
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import Column, columns, number_of, open_sealed, seal

_BY, _ABOUT = machine("console"), "office:keys"
_PAGE = 500


def sealed_by() -> Counter[int]:
    """How many values each key seals, by its number."""
    found = Counter(accounts.numbers())
    for column in columns():
        first = f"substr({column.name}, 1, 1)"
        statement = f"SELECT {first}, count(*) FROM {column.table} WHERE length({column.name}) > 0 GROUP BY 1"
        for byte, count in _select(statement):
            found[number_of(byte)] += count
    for shelf in shelves():
        found.update(shelf.numbers())
    return found


def rotate(*, at: datetime) -> int:
    """Add a key and make it the current one; returns its number. Refused as `keys.check_ring` does."""
    check_ring(at=at)
    ring: Ring = settings.KEYS
    number = ring.add()
    with transaction.atomic():
        record("keys.added", about=_ABOUT, by=_BY, at=at, facts={"number": number})
    return number


def reseal(*, at: datetime) -> Iterator[tuple[str, int]]:
    """Seal anew whatever another key than the current one seals; tells the place and the number, page by page."""
    check_ring(at=at)
    total = 0
    for column in columns():
        for count in _column(column):
            total += count
            yield f"{column.table}.{column.name}", count
    for shelf in shelves():
        for count in shelf.reseal():
            total += count
            yield shelf.name, count
    count = accounts.reseal()
    total += count
    yield accounts.PLACE, count
    with transaction.atomic():
        record("keys.resealed", about=_ABOUT, by=_BY, at=at, facts={"number": settings.KEYS.current, "values": total})


def drop(number: int, *, at: datetime) -> None:
    """Take a key out of the ring. Refused: ops.key-current, ops.key-unknown, ops.key-in-use."""
    ring: Ring = settings.KEYS
    if number not in ring.numbers:
        raise Refused("ops.key-unknown", number=number)
    if number == ring.current:
        raise Refused("ops.key-current", number=number)
    if count := sealed_by()[number] + sum(1 for _ in spool.waiting()):
        raise Refused("ops.key-in-use", number=number, count=count)
    with transaction.atomic():
        record("keys.dropped", about=_ABOUT, by=_BY, at=at, facts={"number": number})
        ring.drop(number)


def _column(column: Column) -> Iterator[int]:
    last: Any = None
    current = settings.KEYS.current
    while rows := _page(column, last):
        last = rows[-1][0]
        old = [row for row in rows if number_of(row[1]) != current]
        if old:
            with transaction.atomic():
                done = sum(_again(column, *row) for row in old)
            yield done


def _page(column: Column, last: Any) -> list[tuple[Any, ...]]:
    table, key, name, bound = column
    after, given = (f" AND {key} > %s", [last]) if last is not None else ("", [])
    return _select(
        f"SELECT {key}, {name}, {bound} FROM {table} WHERE length({name}) > 0{after} ORDER BY {key} LIMIT {_PAGE}",
        given,
    )


def _again(column: Column, key: Any, stored: Any, bound: Any) -> int:
    name = f"{column.table}.{column.name}"
    text = open_sealed(bytes(stored), column=name, seal=bound)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {column.table} SET {column.name} = %s WHERE {column.key} = %s AND {column.name} = %s",
            [seal(text, column=name, seal=bound), key, stored],
        )
        return int(cursor.rowcount)


def _select(statement: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
