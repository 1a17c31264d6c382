"""Working days and terms as Chinese law counts them. Values only: days come in, days go out.

What differs from Monday to Friday is published by the State Council year by year, as a rule in the autumn before:
holidays on weekdays, and weekends on which work is made up. Days of a year that is not published yet are counted by
the week alone and told as *provisional*: they are reckoned anew when the year is published.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from typing import Literal

# Days that differ from the week, 2004 to 2026: the State Council's yearly notices and, for the prolonged Spring
# Festival of 2020, the General Office's notice of 26 January 2020, as the package chinesecalendar 1.11 (MIT) lists
# them. Not compared with the notices themselves; whoever runs an office looks at the current year.
PUBLISHED = "workdays_2004_2026.csv"

Unit = Literal["hours", "days", "working-days", "months"]
DAY = timedelta(days=1)
_WEEKEND = 5  # Saturday, as `date.weekday` counts


@dataclass(frozen=True)
class Calendar:
    """`differs`: days that are not what their weekday says, and whether they are working days.

    `first` and `last` bound the years that are published; outside of them every answer is provisional.
    """

    first: date
    last: date
    differs: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        said = self.differs.get(day)
        return day.weekday() < _WEEKEND if said is None else said

    def provisional(self, day: date) -> bool:
        return not self.first <= day <= self.last and day not in self.differs

    def with_days(self, own: Mapping[date, bool]) -> Calendar:
        """The calendar with an office's own days: a city that closes, a hall that opens on a Sunday."""
        return replace(self, differs={**self.differs, **own})

    def next_working(self, day: date) -> date:
        """`day` itself, or the first working day after it."""
        while not self.works(day):
            day += DAY
        return day


@dataclass(frozen=True)
class Term:
    """So many of a unit. `at_liberty`: False while a person's liberty is restricted, when no end is put off."""

    amount: int
    unit: Unit
    at_liberty: bool = True

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"a term of {self.amount} {self.unit}")


@dataclass(frozen=True)
class End:
    """When a term is over: the moment from which on it is too late, the last day, and how sure that is."""

    until: datetime
    last_day: date
    provisional: bool
    put_off: bool  # its last day was no working day


@cache
def published() -> Calendar:
    """The calendar of the package."""
    text = files("portlight.toolkit.reference").joinpath(PUBLISHED).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    differs = {date.fromisoformat(row["day"]): row["working"] == "1" for row in rows}
    years = sorted({day.year for day in differs})
    return Calendar(date(years[0], 1, 1), date(years[-1], 12, 31), differs)


def end(term: Term, *, since: datetime, calendar: Calendar, zone: tzinfo) -> End:
    """When a term that began at `since` is over, by the law of the place `zone`.

    The hour or day in which it begins is not counted; a term of days, working days or months ends with its last day at
    24:00; if that is no working day it ends with the first working day after, but never while liberty is restricted
    (Ministry of Public Security, Order 125 as amended 2018, art. 35). Hours run through nights and holidays. A month
    ends on the day of the same number, or on its last day. ValueError for a moment without a zone.
    """
    if since.tzinfo is None:
        raise ValueError("a moment without a zone")
    local = since.astimezone(zone)
    if term.unit == "hours":
        return _hours(term, local, calendar)
    last = last_counted = _counted(term, local.date(), calendar)
    if term.at_liberty:
        last = calendar.next_working(last_counted)
    walked = [local.date() + DAY * step for step in range(1, (last - local.date()).days + 1)]
    seen = walked if term.unit == "working-days" else [day for day in walked if day >= last_counted]
    return End(_midnight_after(last, zone), last, any(map(calendar.provisional, seen)), last != last_counted)


def _hours(term: Term, local: datetime, calendar: Calendar) -> End:
    """Counted in absolute time: a clock that is put forward gives nobody less."""
    whole = local.replace(minute=0, second=0, microsecond=0)
    begins = whole if whole == local else whole + timedelta(hours=1)
    until = begins + timedelta(hours=term.amount)
    return End(until, (until - timedelta(microseconds=1)).date(), provisional=False, put_off=False)


def _counted(term: Term, begins: date, calendar: Calendar) -> date:
    if term.unit == "days":
        return begins + DAY * term.amount
    if term.unit == "months":
        return months_after(begins, term.amount)
    return working_days_after(begins, term.amount, calendar)


def working_days_after(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `day`, which is not counted itself."""
    while count:
        day += DAY
        count -= calendar.works(day)
    return day


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """How many working days lie after `after`, up to and including `until`; 0 when there are none."""
    return sum(calendar.works(after + DAY * step) for step in range(1, (until - after).days + 1))


def months_after(day: date, count: int) -> date:
    """The day of the same number `count` months on, or the last day of that month."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def received(at: datetime, *, cut_off: time | None, calendar: Calendar, zone: tzinfo) -> date:
    """The day on which something counts as received: after the published hour, or on a day off, the next working day.

    For promises and internal terms only. What the law lets a person do until 24:00 is done in time until 24:00.
    """
    local = at.astimezone(zone)
    late = cut_off is not None and local.time() >= cut_off
    return calendar.next_working(local.date() + DAY * late)


def latest(before: date, days: int) -> date:
    """The last day on which one may still apply who must apply `days` days before `before` (LAW 29, 32)."""
    return before - DAY * days


def _midnight_after(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day + DAY, time.min, zone)
