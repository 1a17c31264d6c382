"""Days on which an emergency leaves fewer places, or opens more: so many before, so many then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portlight.kernel.slots.queries.planned import patterns
from portlight.kernel.slots.queries.plans import Plan, Spans, plain, shares_at
from portlight.kernel.slots.rules import shared
from portlight.toolkit.workdays import DAY


@dataclass(frozen=True, kw_only=True)
class ResizedDay:
    """Of one service at one place. `before`, `places`: of all its times together."""

    on: date
    service: str
    place: str
    before: int
    places: int


def resized(then: Spans, now: Spans, *, since: date, until: date) -> Iterator[ResizedDay]:
    """From `since` to `until`, both included, by day, place and service: where `then` leaves another number of places
    than `now` does. Three statements for each service at each place."""
    where = sorted({(one.told.place, one.told.service) for one in patterns(on=since)})
    plans = {(place, service): plain(service, place, since=since, until=until) for place, service in where}
    for day in (since + DAY * n for n in range((until - since).days + 1)):
        for place, service in where:
            before, places = (_places(plans[place, service], day, of) for of in (now, then))
            if before != places:
                yield ResizedDay(on=day, service=service, place=place, before=before, places=places)


def _places(of: Plan, day: date, spans: Spans) -> int:
    return sum(shared(pattern, shares_at(spans, slot.starts_at)).capacity for pattern, slot in of.day(day))
