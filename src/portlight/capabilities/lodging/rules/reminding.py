"""When somebody who has entered is reminded to declare where she lives."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from portlight.delivery.rules import is_quiet

TERM = timedelta(hours=24)  # of LAW 39(2). It runs from moving in, and nobody moves in before she has entered
LATEST = timedelta(days=7)  # after entry: a later word helps nobody
_LAST_HOUR = timedelta(hours=1)  # before quiet hours begin


class Span(NamedTuple):
    """Entered after `since` and not after `until`."""

    since: datetime
    until: datetime


def told_now(at: datetime, *, after: timedelta, quiet: tuple[time, time] | None, zone: tzinfo) -> Span | None:
    """Whose reminder is due at this moment: `after` entry and before 24 hours are over. None in quiet hours.

    In the last hour before quiet hours begin those are told as well whose 24 hours end in them: later is too late.
    """
    until = at - after
    if quiet is not None:
        begins, ends = quiet
        wall = at.astimezone(zone)
        if is_quiet(wall.time(), begins, ends):
            return None
        if begins != ends and (begin := _next(wall, begins)) - wall <= _LAST_HOUR:
            until = max(until, _next(begin, ends) - TERM)
    return Span(at - TERM, until)


def told_late(at: datetime, *, grace: timedelta, quiet: tuple[time, time] | None, zone: tzinfo) -> Span | None:
    """Who hears once more, that late is better than never: 24 hours and the grace are over, and no week. None in quiet
    hours."""
    if quiet is not None and is_quiet(at.astimezone(zone).time(), *quiet):
        return None
    return Span(at - LATEST, at - TERM - grace)


def _next(wall: datetime, hour: time) -> datetime:
    found = datetime.combine(wall.date(), hour, wall.tzinfo)
    return found if found > wall else datetime.combine(wall.date() + timedelta(days=1), hour, wall.tzinfo)
