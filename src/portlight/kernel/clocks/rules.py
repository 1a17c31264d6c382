"""What a clock is, and what is left of it. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from typing import Literal

from portlight.toolkit import workdays
from portlight.toolkit.workdays import Calendar, End, Term

Kind = Literal["legal", "promised", "internal"]


@dataclass(frozen=True, kw_only=True)
class Longer:
    """So much more time, and the article that gives it."""

    term: Term
    source: str


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """A declared period. `pauses`: ground → article; `extensions`: ground → how much longer.

    `then` is the kind of the work item asked for, about the clock's subject, when the clock lapses. ValueError for a
    legal clock that a published hour would shorten, or that would pause without an article.
    """

    name: str  # <room>.<what must be done>
    kind: Kind
    term: Term
    source: str  # law, version, article; of a promise, where it was published
    cut_off: time | None = None
    pauses: Mapping[str, str] = field(default_factory=dict)
    extensions: Mapping[str, Longer] = field(default_factory=dict)
    then: str = ""

    def __post_init__(self) -> None:
        if not self.source:
            raise ValueError(f"{self.name} has no source")
        if self.kind == "legal" and self.cut_off is not None:
            raise ValueError(f"{self.name}: what the law allows until midnight has no cut-off hour")
        if not all(self.pauses.values()) or not all(longer.source for longer in self.extensions.values()):
            raise ValueError(f"{self.name}: a ground without its article")
        if any(longer.term.unit != self.term.unit for longer in self.extensions.values()):
            raise ValueError(f"{self.name}: an extension in another unit")


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A term that was promised to somebody in particular, and where that stands."""

    term: Term
    source: str


def as_promised(rule: ClockRule, instead: Promised) -> ClockRule:
    """The rule with the term that was promised instead of its own; its cut-off hour and what follows stay.

    ValueError for a rule that is no promise: a term of the law is nobody's to give or to take.
    """
    if rule.kind != "promised":
        raise ValueError(f"{rule.name} is no promise: its term stands")
    return replace(rule, term=instead.term, source=instead.source)


def end_of(rule: ClockRule, *, since: datetime, calendar: Calendar, zone: tzinfo) -> End:
    """When it ends. Something received after the published hour, or on a day off, counts from the next working day."""
    return workdays.end(rule.term, since=counted_from(rule, since, calendar, zone), calendar=calendar, zone=zone)


def counted_from(rule: ClockRule, since: datetime, calendar: Calendar, zone: tzinfo) -> datetime:
    """The moment the term is counted from: `since`, or the beginning of the day it counts as received on."""
    if rule.kind == "legal":
        return since
    day = workdays.received(since, cut_off=rule.cut_off, calendar=calendar, zone=zone)
    if day == since.astimezone(zone).date():
        return since
    return datetime.combine(day, time.min, zone)


def left_of(term: Term, *, since: datetime, until: datetime, at: datetime, calendar: Calendar, zone: tzinfo) -> Term:
    """What is left at `at`: the day of the pause is not taken from anybody. At least one.

    Months that have begun are left as days. Hours are rounded up.
    """
    if term.unit == "hours":
        return Term(max(1, -int((at - until).total_seconds() // 3600)), "hours", term.at_liberty)
    begun, today = since.astimezone(zone).date(), at.astimezone(zone).date()
    if term.unit == "working-days":
        done = workdays.working_days_between(begun, _before(today), calendar)
        return Term(max(1, term.amount - done), "working-days", term.at_liberty)
    last = _before(until.astimezone(zone).date())
    counted = last if term.unit == "months" else min(last, begun + workdays.DAY * term.amount)
    return Term(max(1, (counted - today).days + 1), "days", term.at_liberty)


def _before(day: date) -> date:
    return day - workdays.DAY
