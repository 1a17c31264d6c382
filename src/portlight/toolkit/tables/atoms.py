"""An input's whole domain cut into the few pieces that its cells can tell apart; a cell is then a set of pieces.

A number between two neighbouring bounds is the same to every cell, so a bound and the gap beside it are one piece each.
That makes checks exact and deciding a look-up: sets of pieces are the bits of an integer.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portlight.toolkit.tables.cells import Cell, Span
from portlight.toolkit.tables.values import Input, WrongFacts

FIRST_DAY, LAST_DAY = date(1, 1, 1).toordinal(), date(9999, 12, 31).toordinal()


@dataclass(frozen=True)
class Domain:
    """`values[i]` stands for piece i (None for null); `find` gives the piece of a value that was typed."""

    values: tuple[Any, ...]
    find: Callable[[Any], int]

    def bits(self, cell: Cell) -> int:
        return sum(1 << at for at, value in enumerate(self.values) if cell.holds(value))

    @property
    def whole(self) -> int:
        return (1 << len(self.values)) - 1


def domain(asked: Input, cells: Sequence[Cell]) -> Domain:
    """Of any type but `codes`, whose pieces would be all its subsets: those are asked code by code (`checks`)."""
    if asked.type in ("number", "date"):
        return _ordered(asked, cells)
    known: list[Any] = [False, True] if asked.type == "boolean" else list(asked.codes)
    values = (*known, *((None,) if asked.optional else ()))
    return Domain(values, {value: at for at, value in enumerate(values)}.__getitem__)


def _ordered(asked: Input, cells: Sequence[Cell]) -> Domain:
    low, high = (FIRST_DAY, LAST_DAY) if asked.type == "date" else (asked.least, asked.most)
    told = {bound for cell in cells for span in cell.spans for bound in (span.low, span.high) if bound is not None}
    told.update(limit for limit in (low, high) if limit is not None)
    inside = Span(low, high)
    bounds = sorted(bound for bound in told if bound in inside)
    whole = asked.whole or asked.type == "date"
    found = list(_pieces(bounds, low, high, whole))
    places = {at: piece for piece, (at, _) in enumerate(found)}
    values = tuple(value for _, value in found)
    null = len(values)

    def find(value: Any) -> int:
        if value is None:
            return null
        at = bisect_left(bounds, value)
        return places[2 * at + 1 if at < len(bounds) and bounds[at] == value else 2 * at]

    return Domain((*values, None) if asked.optional else values, find)


def _pieces(bounds: list[Any], low: Any, high: Any, whole: bool) -> Iterator[tuple[int, Any]]:
    """(place, a value in it): a bound has an odd place, what lies before it the even one below."""
    if not bounds:
        yield 0, 0
        return
    for at, bound in enumerate(bounds):
        if at == 0:
            if low is None:
                yield 0, math.ceil(bound) - 1
        elif (between := _between(bounds[at - 1], bound, whole)) is not None:
            yield 2 * at, between
        if not whole or bound == int(bound):
            yield 2 * at + 1, bound
    if high is None:
        yield 2 * len(bounds), math.floor(bounds[-1]) + 1


def _between(low: Any, high: Any, whole: bool) -> Any:
    if math.floor(low) + 1 < high:
        return math.floor(low) + 1
    middle = (low + high) / 2
    return None if whole or not low < middle < high else middle


def typed(asked: Input, told: Any) -> Any:
    """A fact as the cells compare it. WrongFacts: empty, of another type, or none of what the input can be."""
    if told is None:
        if asked.optional:
            return None
        raise WrongFacts("empty", name=asked.name)
    value = _TYPED[asked.type](asked, told)
    if value is None:
        raise WrongFacts("wrong-type", name=asked.name)
    return value


def _number(asked: Input, told: Any) -> Any:
    if type(told) not in (int, float) or (type(told) is float and not math.isfinite(told)):
        return None
    if asked.whole and told != int(told):
        return None
    if (asked.least is not None and told < asked.least) or (asked.most is not None and told > asked.most):
        raise WrongFacts("outside", name=asked.name)
    return told


def _day(asked: Input, told: Any) -> Any:
    if type(told) is date:
        return told.toordinal()
    if type(told) is not str or len(told) != len("2026-11-25"):
        return None
    try:
        return date.fromisoformat(told).toordinal()
    except ValueError:
        return None


def _code(asked: Input, told: Any) -> Any:
    if type(told) is not str:
        return None
    if told not in asked.codes:
        raise WrongFacts("unknown-code", name=asked.name)
    return told


def _codes(asked: Input, told: Any) -> Any:
    if not isinstance(told, (list, tuple, set, frozenset)):
        return None
    return frozenset(_code(asked, one) if type(one) is str else _not_a_code(asked) for one in told)


def _not_a_code(asked: Input) -> str:
    raise WrongFacts("wrong-type", name=asked.name)


def _boolean(asked: Input, told: Any) -> Any:
    return told if type(told) is bool else None


_TYPED: dict[str, Callable[[Input, Any], Any]] = {
    "number": _number, "date": _day, "code": _code, "codes": _codes, "boolean": _boolean,
}  # fmt: skip
