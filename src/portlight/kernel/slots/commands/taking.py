"""The places of one time: taken and given back by one conditional statement each. Nothing is locked, nothing is read
first: of a thousand who want the last place, one finds its conditions still true."""

from __future__ import annotations

from datetime import datetime

from portlight.kernel.slots.models import Taken
from portlight.kernel.slots.rules import LANES, Counts, Lane, Limit, Pattern, free, limit
from portlight.toolkit.statements import change, insert_unless

# The conditions are `rules.free` of the lane, as SQL.
_TAKE = """
UPDATE slots_taken SET ordinary = ordinary + %s, urgent = urgent + %s, green = green + %s
WHERE service = %s AND place = %s AND starts_at = %s AND green + %s <= %s
  AND ordinary + urgent + green
    + CASE WHEN urgent < %s THEN %s - urgent ELSE 0 END + CASE WHEN green < %s THEN %s - green ELSE 0 END + %s <= %s
"""
_GIVE_BACK = """
UPDATE slots_taken SET ordinary = ordinary - %s, urgent = urgent - %s, green = green - %s
WHERE service = %s AND place = %s AND starts_at = %s AND ordinary >= %s AND urgent >= %s AND green >= %s
"""


def take(pattern: Pattern, lane: Lane, starts_at: datetime, *, people: int = 1, at: datetime) -> bool:
    """Takes a place for each of `people`, or none at all: whether it did."""
    where = (pattern.service, pattern.place, starts_at)
    within = limit(pattern, lane, starts_at, at)
    if _taken(within, lane, people, where):
        return True
    if free(within, Counts(), lane) >= people and _first(pattern, lane, people, starts_at):
        return True
    return _taken(within, lane, people, where)  # another was the first, a moment ago


def give_back(service: str, place: str, lane: str, starts_at: datetime, *, people: int = 1) -> None:
    """The places are free again."""
    taken = _places(lane, people)
    change(_GIVE_BACK, *taken, service, place, starts_at, *taken)


def _first(pattern: Pattern, lane: Lane, people: int, starts_at: datetime) -> bool:
    """The row of a time is made with its first place taken."""
    row = Taken(service=pattern.service, place=pattern.place, starts_at=starts_at, **{lane: people})
    return insert_unless(row, "service", "place", "starts_at")


def _taken(within: Limit, lane: Lane, people: int, where: tuple[str, str, datetime]) -> bool:
    urgent, green = within.urgent, within.green
    kept = (urgent, urgent, green, green)
    return bool(change(_TAKE, *_places(lane, people), *where, people, within.most, *kept, people, within.capacity))


def _places(lane: str, people: int) -> tuple[int, ...]:
    return tuple(people * (lane == one) for one in LANES)
