"""Plain statements, for what every person's request asks and writes: both databases take them as they stand.

The ORM works a statement out anew each time, which takes longer than to run it. Values of new rows go through the
model's own fields, so that each database gets what the ORM would have written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def select(statement: str, *given: Any) -> list[tuple[Any, ...]]:
    """The rows of a question. Moments and keys among the `given` are told as the database keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_told(one) for one in given])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def read(model: type[M], statement: str, *given: Any) -> list[M]:
    """As `select`, each row as one of the model: ask for all of its columns, its fields read them."""
    return list(model._default_manager.raw(statement, [_told(one) for one in given]))


def insert(*rows: models.Model) -> None:
    """Writes rows of one model, in their order. IntegrityError as any insert."""
    if rows:
        _run(rows, "")


def change(statement: str, *given: Any) -> int:
    """How many rows an UPDATE found: what was still as its conditions say."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_told(one) for one in given])
        return int(cursor.rowcount)


def insert_unless(row: models.Model, *taken: str, where: str = "") -> bool:
    """Writes the row unless another has the same in the columns `taken`; whether it did. No savepoint is needed.

    `where`: the condition of the index that makes them unique, where it has one.
    """
    partly = f" WHERE {where}" if where else ""
    return bool(_run([row], f" ON CONFLICT ({', '.join(taken)}){partly} DO NOTHING"))


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def _run(rows: Sequence[models.Model], behind: str) -> int:
    own = rows[0]._meta.auto_field  # the database counts it, unless the key is another row's
    fields = _fields(type(rows[0]))
    given = [field.get_db_prep_save(field.pre_save(row, True), connection) for row in rows for field in fields]
    statement = _statement(type(rows[0]), len(rows), behind, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        made = cursor.fetchall() if own else cursor.rowcount
    if not own:
        return int(made)
    for row, (number,) in zip(rows, made, strict=False):
        row.pk, row._state.adding, row._state.db = number, False, connection.alias
    return len(made)


@lru_cache(maxsize=64)
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in model._meta.concrete_fields if field is not model._meta.auto_field)


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], count: int, behind: str, vendor: str) -> str:
    """`vendor`: each database quotes in its own way."""
    quoted, own = connection.ops.quote_name, model._meta.auto_field
    names = ", ".join(quoted(str(field.column)) for field in _fields(model))
    marks = ", ".join([f"({', '.join(['%s'] * len(_fields(model)))})"] * count)
    told = f" RETURNING {quoted(str(own.column))}" if own else ""
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES {marks}{behind}{told}"  # noqa: S608
