"""One place of one time: taken and given back by one conditional statement each. Nothing is locked, nothing is read
first: of a thousand who want the last place, one finds its conditions still true."""

from __future__ import annotations

from datetime import datetime

from portlight.kernel.slots.models import Taken
from portlight.kernel.slots.rules import LANES, Counts, Lane, Limit, Pattern, free, limit
from portlight.toolkit.statements import change, insert_unless

# The conditions are `rules.free` of the lane, as SQL.
_TAKE = """
UPDATE slots_taken SET ordinary = ordinary + %s, urgent = urgent + %s, green = green + %s
WHERE service = %s AND place = %s AND starts_at = %s AND green < %s
  AND ordinary + urgent + green
    + CASE WHEN urgent < %s THEN %s - urgent ELSE 0 END + CASE WHEN green < %s THEN %s - green ELSE 0 END < %s
"""
_GIVE_BACK = """
UPDATE slots_taken SET ordinary = ordinary - %s, urgent = urgent - %s, green = green - %s
WHERE service = %s AND place = %s AND starts_at = %s AND ordinary >= %s AND urgent >= %s AND green >= %s
"""


def take(pattern: Pattern, lane: Lane, starts_at: datetime, *, at: datetime) -> bool:
    """Takes one place for `lane`, or none: whether it did."""
    where = (pattern.service, pattern.place, starts_at)
    within = limit(pattern, lane, starts_at, at)
    if _taken(within, lane, where):
        return True
    if free(within, Counts(), lane) and _first(pattern, lane, starts_at):
        return True
    return _taken(within, lane, where)  # another was the first, a moment ago


def give_back(service: str, place: str, lane: str, starts_at: datetime) -> None:
    """The place is free again."""
    one = _one(lane)
    change(_GIVE_BACK, *one, service, place, starts_at, *one)


def _first(pattern: Pattern, lane: Lane, starts_at: datetime) -> bool:
    """The row of a time is made with its first place taken."""
    row = Taken(service=pattern.service, place=pattern.place, starts_at=starts_at, **{lane: 1})
    return insert_unless(row, "service", "place", "starts_at")


def _taken(within: Limit, lane: Lane, where: tuple[str, str, datetime]) -> bool:
    urgent, green = within.urgent, within.green
    return bool(change(_TAKE, *_one(lane), *where, within.most, urgent, urgent, green, green, within.capacity))


def _one(lane: str) -> tuple[int, ...]:
    return tuple(int(lane == one) for one in LANES)
