"""The grammar of a cell, one small language per type of input. A cell that is not in it raises at once.

number   empty · 30 · < 30 · <= 30 · > 30 · >= 30 · [1..30] · (1..30] · [1..30) · (1..30) · 1, 2, >= 90 · not(…)
date     as number, with date("2020-02-27") in the place of a number
code     empty · "a" · "a", "b" · not("a", "b")
boolean  empty · true · false
codes    empty · "a", "b" (any of them) · not("a", "b") (none of them) · all("a", "b")
null     of an optional input: null, also in a list, and not(null). Any other cell but the empty one fails on null.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["any", "spans", "members", "any-of", "none-of", "all-of"]
Bound = int | float | None

_NUMBER = r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?"
_DATE = r"date\(\s*\"\d{4}-\d{2}-\d{2}\"\s*\)"
_NOT = re.compile(r"not\s*\((.*)\)\Z", re.DOTALL)
_ALL = re.compile(r"all\s*\((.*)\)\Z", re.DOTALL)
_CODE = re.compile(r"\"([a-z0-9][a-z0-9-]{0,63}|[A-Z0-9]{1,8})\"\Z", re.ASCII)
LONGEST = 2000


class Unreadable(ValueError):
    """Not a cell of this grammar."""


@dataclass(frozen=True)
class Span:
    """From `low` to `high`; an end that is open does not belong to it, None has no end. Dates are ordinals."""

    low: Bound
    high: Bound
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Any) -> bool:
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return bool(above and below)


@dataclass(frozen=True)
class Cell:
    """A cell that was read. `negated` turns its meaning over, for every value but null."""

    text: str
    kind: Kind
    spans: tuple[Span, ...] = ()
    members: frozenset[str | bool] = frozenset()
    null: bool = False  # whether null is named in it
    negated: bool = False

    def holds(self, value: Any) -> bool:
        """Whether a value of the input's type meets it. Dates as ordinals, lists as frozensets, null as None."""
        if self.kind == "any":
            return True
        if value is None:
            return self.null != self.negated if self.null else False
        return self._named(value) != self.negated

    def _named(self, value: Any) -> bool:
        if self.kind == "spans":
            return any(value in span for span in self.spans)
        if self.kind == "members":
            return value in self.members
        if self.kind == "any-of":
            return not self.members.isdisjoint(value)
        if self.kind == "none-of":
            return self.members.isdisjoint(value)
        return bool(self.members <= value)


def read(text: str, type_: str, *, codes: tuple[str, ...] = (), optional: bool = False) -> Cell:
    """The cell of an input of this type. Unreadable with what is wrong: nothing is skipped and nothing guessed."""
    if len(text) > LONGEST:
        raise Unreadable("too long")
    told = text.strip()
    if not told:
        return Cell("", "any")
    if type_ == "codes":
        return _of_list(told, codes, optional)
    inner, negated = told, False
    if found := _NOT.match(told):
        inner, negated = found[1], True
    parts = [part.strip() for part in _split(inner)]
    named = [part for part in parts if part != "null"]
    null = len(named) < len(parts)
    if null and not optional:
        raise Unreadable("null, but the input is never empty")
    if type_ in ("number", "date"):
        spans = tuple(_span(part, type_) for part in named)
        return Cell(told, "spans", spans=spans, null=null, negated=negated)
    members = frozenset(_member(part, type_, codes) for part in named)
    return Cell(told, "members", members=members, null=null, negated=negated)


def _of_list(told: str, codes: tuple[str, ...], optional: bool) -> Cell:
    if told in ("null", "not(null)"):
        if not optional:
            raise Unreadable("null, but the input is never empty")
        return Cell(told, "any-of", null=True, negated=told != "null")
    for pattern, kind in ((_NOT, "none-of"), (_ALL, "all-of")):
        if found := pattern.match(told):
            return Cell(told, kind, members=_codes(found[1], codes))  # type: ignore[arg-type]
    return Cell(told, "any-of", members=_codes(told, codes))


def _codes(told: str, codes: tuple[str, ...]) -> frozenset[str | bool]:
    return frozenset(_member(part.strip(), "code", codes) for part in _split(told))


def _split(told: str) -> list[str]:
    """At commas. No quoted text of this grammar holds one, so no quote needs looking into."""
    return told.split(",")


def _member(part: str, type_: str, codes: tuple[str, ...]) -> str | bool:
    if type_ == "boolean":
        if part not in ("true", "false"):
            raise Unreadable(f"{part!r} is neither true nor false")
        return part == "true"
    found = _CODE.match(part)
    if not found:
        raise Unreadable(f"{part!r} is no code in quotes")
    if found[1] not in codes:
        raise Unreadable(f"{found[1]!r} is none of the input's codes")
    return found[1]


def _span(part: str, type_: str) -> Span:
    value = _DATE if type_ == "date" else _NUMBER
    if found := re.fullmatch(rf"(<=|>=|<|>|==)?\s*({value})", part, re.ASCII):
        sign, at = found[1], bound(found[2])
        if sign in (None, "=="):
            return Span(at, at)
        return Span(None, at, high_open=sign == "<") if sign[0] == "<" else Span(at, None, low_open=sign == ">")
    if found := re.fullmatch(rf"([\[(])\s*({value})\s*\.\.\s*({value})\s*([\])])", part, re.ASCII):
        span = Span(bound(found[2]), bound(found[3]), found[1] == "(", found[4] == ")")
        if span.low > span.high or (span.low == span.high and (span.low_open or span.high_open)):  # type: ignore[operator]
            raise Unreadable(f"{part!r} holds nothing")
        return span
    raise Unreadable(f"{part!r} is no comparison and no range")


def bound(told: str) -> int | float:
    """A number, or a date's ordinal. Unreadable for a day that no calendar has."""
    if told.startswith("date"):
        try:
            return date.fromisoformat(told[told.index('"') + 1 : told.rindex('"')]).toordinal()
        except ValueError:
            raise Unreadable(f"{told!r} is no day") from None
    return float(told) if "." in told else int(told)
