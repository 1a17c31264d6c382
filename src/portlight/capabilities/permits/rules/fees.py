"""What something costs, by item, nationality and day. Nothing is guessed: what has no source has no amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from portlight.toolkit.workdays import months_after

RESIDENCE_LENGTHS = ("residence-under-1", "residence-1-to-3", "residence-3-to-5")
Why = Literal["unsourced", "reciprocal", "nationality-not-told", "not-on-that-day"]


@dataclass(frozen=True, kw_only=True)
class Fee:
    """`fen`: hundredths of a yuan. `confidence`: high where several sources agree, medium where some differ."""

    item: str
    fen: int
    source: str
    confidence: Literal["high", "medium"]
    since: date


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """The counter tells it. `reason`: no source has it, the states charge one another, the nationality was not told,
    or no table is known for the day."""

    item: str
    reason: Why


@dataclass(frozen=True, kw_only=True)
class Row:
    """`reciprocal`: states that charge one another pay another amount. `until` is exclusive."""

    item: str
    fen: int
    reciprocal: bool
    since: date
    until: date | None
    source: str
    confidence: Literal["high", "medium"]


@dataclass(frozen=True, kw_only=True)
class Table:
    rows: tuple[Row, ...]
    reciprocal: frozenset[str]  # nationalities, alpha-3


def read(told: Mapping[str, Any]) -> Table:
    """The dated file as values. KeyError, TypeError or ValueError for anything else: it ships with the product."""
    rows = tuple(
        Row(
            item=one["item"], fen=int(one["fen"]), reciprocal=bool(one["reciprocal"]),
            since=date.fromisoformat(one["since"]), until=date.fromisoformat(one["until"]) if one["until"] else None,
            source=one["source"], confidence=one["confidence"],
        )
        for one in told["rows"]
    )  # fmt: skip
    return Table(rows=rows, reciprocal=frozenset(told["reciprocal"]))


def fee(table: Table, item: str, *, nationality: str, on: date) -> Fee | Unknown:
    """The amount in force on that day. `nationality`: alpha-3, or empty where it was not told."""
    rows = [row for row in table.rows if row.item == item]
    if not rows:
        return Unknown(item=item, reason="unsourced")
    row = next((one for one in rows if one.since <= on and (one.until is None or on < one.until)), None)
    if row is None:
        return Unknown(item=item, reason="not-on-that-day")
    if row.reciprocal and not nationality:
        return Unknown(item=item, reason="nationality-not-told")
    if row.reciprocal and nationality in table.reciprocal:
        return Unknown(item=item, reason="reciprocal")
    return Fee(item=item, fen=row.fen, source=row.source, confidence=row.confidence, since=row.since)


def item_of(items: Sequence[str], *, issued_on: date, until: date | None) -> str:
    """Which of a matter's items falls due: the only one, or for a residence permit the one of its length (under a
    year; one to under three; three to five: 财综[2004]60号). Empty where that is not known: the counter tells it."""
    if len(items) == 1:
        return items[0]
    if until is None or tuple(items) != RESIDENCE_LENGTHS:
        return ""
    years = next((years for years in (1, 3) if until < months_after(issued_on, 12 * years)), 5)
    return RESIDENCE_LENGTHS[(1, 3, 5).index(years)]
