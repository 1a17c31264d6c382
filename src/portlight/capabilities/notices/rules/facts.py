"""What a text states that a machine can compare across languages: links, dates, times, telephones, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    LINK = "link"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    NUMBER = "number"


Value = tuple[int | None, ...] | str | Decimal


@dataclass(frozen=True)
class Fact:
    """`text` as it stands, for the reader of a finding; `values` what it may mean (24 h: a time, or a number)."""

    kind: Kind
    text: str
    values: tuple[tuple[Kind, Value], ...]

    def same_as(self, other: Fact) -> bool:
        return any(_equal(mine, theirs) for mine in self.values for theirs in other.values)


def _equal(mine: tuple[Kind, Value], theirs: tuple[Kind, Value]) -> bool:
    if mine[0] is not theirs[0]:
        return False
    if mine[0] is Kind.DATE:
        return _same_day(mine[1], theirs[1])
    return mine[1] == theirs[1]


def _same_day(mine: Value, theirs: Value) -> bool:
    """Two dates agree when every part that both state agrees: one language may leave the year to the reader."""
    assert isinstance(mine, tuple)  # noqa: S101 - values of DATE are (year, month, day)
    assert isinstance(theirs, tuple)  # noqa: S101
    return mine[1:] == theirs[1:] and (mine[0] is None or theirs[0] is None or mine[0] == theirs[0])
