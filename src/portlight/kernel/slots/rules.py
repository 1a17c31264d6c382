"""Bookable times worked out from patterns, and how many places of each are free for whom. Values only.

Nothing is generated ahead of time: a time exists because a pattern says so when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple

from portlight.toolkit.workdays import DAY, Calendar, working_days_after

Lane = Literal["ordinary", "urgent", "green"]
LANES: tuple[Lane, ...] = ("ordinary", "urgent", "green")
Way = Literal["ordinary", "urgent", "none"]
WAKING = range(8, 21)  # hours of the office's zone: a reminder is no alarm
LONGEST_HORIZON = 120  # working days
MOST_PEOPLE = 6  # who come together under one booking: a family, not a bus


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Which times of a service are bookable at a place, from `since` until before `until`.

    `days` are ISO weekdays (Monday 1); empty: the working days of the office's calendar. `closes` 00:00 is midnight at
    the end of the day. Of `capacity` places at each time, `urgent` and `green` are kept for these lanes; the green ones
    fall to everybody `green_hours` before the time begins. A day can be booked `horizon` working days ahead; with
    `releases`, its ordinary times are dealt out over these hours of the day on which it opens. A place that becomes
    free is held `hold_minutes` for the first who waits.
    """

    service: str
    place: str
    name: str
    opens: time
    closes: time
    minutes: int
    capacity: int
    since: date
    until: date | None = None
    days: frozenset[int] = frozenset()
    urgent: int = 0
    green: int = 0
    green_hours: int = 0
    hold_minutes: int = 120
    horizon: int = 10
    releases: tuple[time, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Change:
    """What differs from the patterns: a span that is closed, or a day on which a pattern opens although it would not.

    `service` and `name` empty: all of the place.
    """

    place: str
    begins_at: datetime
    ends_at: datetime
    opens: bool = False
    service: str = ""
    name: str = ""

    def meets(self, pattern: Pattern) -> bool:
        return (
            self.place == pattern.place
            and self.service in ("", pattern.service)
            and self.name in ("", pattern.name)
        )  # fmt: skip


class Slot(NamedTuple):
    """One bookable time. `turn` is its place among the times of its day, closed ones counted: a closure moves none."""

    starts_at: datetime
    ends_at: datetime
    turn: int


class Counts(NamedTuple):
    """How many places are taken, by lane."""

    ordinary: int = 0
    urgent: int = 0
    green: int = 0


class Limit(NamedTuple):
    """What one lane may take: a place is free while `counts` and the kept places that are not taken yet stay below
    `capacity`, and fewer than `most` are taken by the green lane. The statement that takes asks the same."""

    capacity: int
    urgent: int
    green: int
    most: int


class Shares(NamedTuple):
    """How many of a pattern's places there are in an emergency, in per cent: `urgent` of those kept for the urgent
    lane, `ordinary` of all the others."""

    ordinary: int = 100
    urgent: int = 100


def shared(pattern: Pattern, shares: Shares) -> Pattern:
    """The pattern with so many of its places. Rounded down, as half of three for distance is one; yet one place stays
    while there is any share, as half of one would close the hall."""
    if shares == Shares():
        return pattern
    others = _part(pattern.capacity - pattern.urgent, shares.ordinary)
    urgent = _part(pattern.urgent, shares.urgent)
    green = min(others, pattern.green * shares.ordinary // 100)
    return replace(pattern, capacity=others + urgent, urgent=urgent, green=green)


def fault(pattern: Pattern) -> tuple[str, str] | None:
    """What is wrong with a pattern, as a refusal's code and the field; None when nothing is."""
    wrong = (
        (not 5 <= pattern.minutes <= 480, "slots.minutes-odd", "minutes"),
        (not _spans(pattern) >= timedelta(minutes=pattern.minutes), "slots.hours-odd", "closes"),
        (not 1 <= pattern.capacity <= 1000, "slots.capacity-odd", "capacity"),
        (pattern.urgent + pattern.green > pattern.capacity, "slots.shares-too-large", "urgent"),
        (not 5 <= pattern.hold_minutes <= 2880, "slots.hold-odd", "hold_minutes"),
        (not 1 <= pattern.horizon <= LONGEST_HORIZON, "slots.horizon-odd", "horizon"),
        (pattern.until is not None and pattern.until <= pattern.since, "slots.ends-before", "until"),
    )
    return next(((code, field) for found, code, field in wrong if found), None)


def party_fault(people: int) -> bool:
    """Whether so many cannot come under one booking."""
    return not 1 <= people <= MOST_PEOPLE


def meet(one: Pattern, other: Pattern) -> bool:
    """Whether two patterns of a service at a place would offer the same moment twice. Working days may be any day."""
    days = not one.days or not other.days or bool(one.days & other.days)
    hours = one.opens < _end(other) and other.opens < _end(one)
    apart = (one.until is not None and one.until <= other.since) or (
        other.until is not None and other.until <= one.since
    )
    return days and hours and not apart


def slots_of(
    patterns: Sequence[Pattern], changes: Sequence[Change], day: date, *, calendar: Calendar, zone: tzinfo
) -> Iterator[tuple[Pattern, Slot]]:
    """The times of `day`, pattern by pattern, in the order of their beginnings. Hours are those of `zone`."""
    for pattern in patterns:
        own = [change for change in changes if change.meets(pattern)]
        if not pattern.since <= day or (pattern.until is not None and day >= pattern.until):
            continue
        noon = datetime.combine(day, time(12), zone)
        extra = any(change.opens and change.begins_at <= noon < change.ends_at for change in own)
        if not extra and not (day.isoweekday() in pattern.days if pattern.days else calendar.works(day)):
            continue
        closed = [change for change in own if not change.opens]
        for slot in _whole_day(pattern, day, zone):
            if not any(one.begins_at < slot.ends_at and slot.starts_at < one.ends_at for one in closed):
                yield pattern, slot


def opens_at(pattern: Pattern, slot: Slot, lane: Lane, *, calendar: Calendar, zone: tzinfo) -> datetime:
    """From when on a time can be booked: the day on which its own day becomes the last of the horizon.

    Ordinary times are dealt out over the release hours by turns, so that each hour brings some of the whole day. The
    kept lanes see the day from its beginning.
    """
    day = opening_day(slot.starts_at.astimezone(zone).date(), pattern.horizon, calendar)
    hours = pattern.releases if lane == "ordinary" and pattern.releases else (time.min,)
    return datetime.combine(day, hours[slot.turn % len(hours)], zone)


def opening_day(day: date, horizon: int, calendar: Calendar) -> date:
    """The first day from which `day` is at most `horizon` working days ahead; a working day."""
    found, left = calendar.next_working(day), horizon
    while left:
        found -= DAY
        left -= calendar.works(found)
    return found


def last_day(patterns: Sequence[Pattern], today: date, calendar: Calendar) -> date:
    """The last day any of the patterns can be booked for; today when there are none."""
    return max((working_days_after(today, one.horizon, calendar) for one in patterns), default=today)


def fallen(pattern: Pattern, starts_at: datetime, at: datetime) -> bool:
    """Whether what was kept for the green lane has fallen to everybody."""
    return at >= starts_at - timedelta(hours=pattern.green_hours)


def limit(pattern: Pattern, lane: Lane, starts_at: datetime, at: datetime) -> Limit:
    """What `lane` may take of a time, at `at`: urgent takes ordinary places too, and nobody takes what is kept for
    another, until the green share has fallen to everybody."""
    everybodys = fallen(pattern, starts_at, at)
    green = 0 if everybodys or lane == "green" else pattern.green
    most = pattern.green if lane == "green" and not everybodys else pattern.capacity
    return Limit(pattern.capacity, 0 if lane == "urgent" else pattern.urgent, green, most)


def free(within: Limit, taken: Counts, lane: Lane) -> int:
    """How many places that lane may still take; never below nothing, however many a wider pattern had given away."""
    kept = max(0, within.urgent - taken.urgent) + max(0, within.green - taken.green)
    left = within.capacity - sum(taken) - kept
    return max(0, min(left, within.most - taken.green) if lane == "green" else left)


def way_for(last_lawful: date | None, *, ordinary: date | None, urgent: date | None) -> Way:
    """Which lane keeps somebody lawful whose stay ends with `last_lawful` (None: it does not end).

    `none`: neither does. Then the filing is recorded and a supervisor sees it; the person is never told to come later
    as if that were in time.
    """
    if ordinary is not None and (last_lawful is None or ordinary <= last_lawful):
        return "ordinary"
    if urgent is not None and last_lawful is not None and urgent <= last_lawful:
        return "urgent"
    return "none"


def _part(places: int, share: int) -> int:
    return max(1, places * share // 100) if places and share else 0


def _whole_day(pattern: Pattern, day: date, zone: tzinfo) -> Iterator[Slot]:
    """Stepped in absolute time: when clocks are put forward there are fewer times, and none twice when put back."""
    begins = datetime.combine(day, pattern.opens, zone).astimezone(UTC)
    midnight = pattern.closes == time.min
    ends = datetime.combine(day + DAY if midnight else day, pattern.closes, zone).astimezone(UTC)
    step, turn = timedelta(minutes=pattern.minutes), 0
    while begins + step <= ends:
        yield Slot(begins, begins + step, turn)
        begins, turn = begins + step, turn + 1


def _end(pattern: Pattern) -> time:
    return time.max if pattern.closes == time.min else pattern.closes


def _spans(pattern: Pattern) -> timedelta:
    day = date.min
    end = datetime.combine(day + DAY if pattern.closes == time.min else day, pattern.closes)
    return end - datetime.combine(day, pattern.opens)
