"""Which times are free for whom. Five statements, however long the horizon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from portlight.kernel.slots.models import Taken
from portlight.kernel.slots.queries.plans import Plan, begin, office_day, plan
from portlight.kernel.slots.rules import (
    Counts,
    Lane,
    Pattern,
    Slot,
    Way,
    fallen,
    free,
    last_day,
    limit,
    opens_at,
    way_for,
)
from portlight.toolkit.workdays import DAY

_ASKED: tuple[Lane, ...] = ("ordinary", "urgent")


@dataclass(frozen=True, kw_only=True)
class TimeCard:
    """One bookable time. `free` is of the lane that was asked for; `on` is its day in the office's zone. `fallen`: what
    was kept of it for the green lane is everybody's now."""

    service: str
    place: str
    on: date
    starts_at: datetime
    ends_at: datetime
    free: int
    fallen: bool


@dataclass(frozen=True, kw_only=True)
class DayCard:
    """A day within the horizon: how many places are free, and the first time that has one."""

    on: date
    free: int
    first: datetime | None


@dataclass(frozen=True, kw_only=True)
class FirstTimes:
    """The first free ordinary time and the first urgent one, and which of them is in time.

    `way` none: neither is before the stay ends. Show both dates all the same, record the filing, and let a supervisor
    see it.
    """

    ordinary: TimeCard | None
    urgent: TimeCard | None
    way: Way


def days(service: str, place: str, lane: Lane = "ordinary", *, at: datetime) -> tuple[DayCard, ...]:
    """Each day on which the place offers the service at all, up to the end of the horizon, also where all is taken."""
    found: dict[date, list[TimeCard]] = {}
    for card in _Ahead(service, place, at=at).cards(lane):
        found.setdefault(card.on, []).append(card)
    return tuple(
        DayCard(
            on=on, free=sum(card.free for card in cards),
            first=min((card.starts_at for card in cards if card.free), default=None),
        )
        for on, cards in found.items()
    )  # fmt: skip


def times(service: str, place: str, lane: Lane = "ordinary", *, on: date, at: datetime) -> tuple[TimeCard, ...]:
    """The times of one day that can be booked now or are taken; those that begin before `at`, or open later, are not
    among them."""
    return tuple(_Ahead(service, place, at=at, only=on).cards(lane))


def first_free(
    service: str,
    lane: Lane = "ordinary",
    *,
    at: datetime,
    place: str = "",
    after: datetime | None = None,
    people: int = 1,
) -> TimeCard | None:
    """The earliest time with a free place for each of `people`, at one place or anywhere; `after`: beginning later
    than this."""
    return _first(_Ahead(service, place, at=at), lane, after, people)


def free_times(service: str, place: str, lane: Lane, *, at: datetime) -> tuple[TimeCard, ...]:
    """Every time within the horizon that has a free place, the earliest first."""
    return tuple(card for card in _Ahead(service, place, at=at).cards(lane) if card.free)


def first_times(
    service: str, *, last_lawful: date | None, at: datetime, place: str = "", people: int = 1
) -> FirstTimes:  # fmt: skip
    """For somebody whose stay ends with the day `last_lawful`: both dates, and the way that keeps her lawful."""
    ahead = _Ahead(service, place, at=at)
    ordinary, urgent = (_first(ahead, lane, people=people) for lane in _ASKED)
    on = [None if card is None else card.on for card in (ordinary, urgent)]
    way = way_for(last_lawful, ordinary=on[0], urgent=on[1])
    return FirstTimes(ordinary=ordinary, urgent=urgent, way=way)


class _Ahead:
    """The plan and the counts of all days from `at` to the end of the horizon, read once and asked for each lane."""

    def __init__(self, service: str, place: str, *, at: datetime, only: date | None = None) -> None:
        today = office_day(at)
        self.at = at
        self.plan: Plan = plan(service, place, since=only or today, until=only)
        self.first = only or today
        self.last = only or last_day(self.plan.patterns, today, self.plan.calendar)
        rows = Taken.objects.filter(
            service=service, starts_at__gte=begin(self.first, self.plan.zone),
            starts_at__lt=begin(self.last + DAY, self.plan.zone),
        )  # fmt: skip
        if place:
            rows = rows.filter(place=place)
        self.taken = {
            (where, starts): Counts(*counts)
            for where, starts, *counts in rows.values_list("place", "starts_at", "ordinary", "urgent", "green")
        }

    def cards(self, lane: Lane) -> Iterator[TimeCard]:
        """In the order of their beginnings, day by day; of times that can be booked at `at`."""
        for step in range((self.last - self.first).days + 1):
            on = self.first + DAY * step
            found = [one for one in self.plan.day(on) if self._open(*one, lane)]
            for pattern, slot in sorted(found, key=lambda one: one[1].starts_at):
                yield self._card(on, pattern, slot, lane)

    def _open(self, pattern: Pattern, slot: Slot, lane: Lane) -> bool:
        if slot.starts_at <= self.at:
            return False
        return opens_at(pattern, slot, lane, calendar=self.plan.calendar, zone=self.plan.zone) <= self.at

    def _card(self, on: date, pattern: Pattern, slot: Slot, lane: Lane) -> TimeCard:
        taken = self.taken.get((pattern.place, slot.starts_at), Counts())
        left = free(limit(pattern, lane, slot.starts_at, self.at), taken, lane)
        return TimeCard(
            service=pattern.service, place=pattern.place, on=on, starts_at=slot.starts_at, ends_at=slot.ends_at,
            free=left, fallen=fallen(pattern, slot.starts_at, self.at),
        )  # fmt: skip


def _first(ahead: _Ahead, lane: Lane, after: datetime | None = None, people: int = 1) -> TimeCard | None:
    cards = ahead.cards(lane)
    return next((card for card in cards if card.free >= people and (after is None or card.starts_at > after)), None)
