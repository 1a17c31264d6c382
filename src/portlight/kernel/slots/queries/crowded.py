"""Times to which more people come than an emergency leaves places for: told to an officer, cancelled by nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from django.db.models import F

from portlight.kernel.emergencies.queries import spans
from portlight.kernel.slots.models import Taken
from portlight.kernel.slots.queries.plans import ORDINARY, URGENT, Spans, office_day, plain, shares_at
from portlight.kernel.slots.rules import shared
from portlight.toolkit.workdays import DAY

_PAGE = 500
AHEAD = DAY * 400  # no pattern reaches so far: 120 working days and the holidays between them


@dataclass(frozen=True, kw_only=True)
class CrowdedCard:
    """`taken` people come to a time with `places` for them; `before`: how many places there would be otherwise."""

    key: int
    service: str
    place: str
    starts_at: datetime
    taken: int
    before: int
    places: int


def crowded(*, at: datetime, most: int = 200) -> tuple[CrowdedCard, ...]:
    """What is ahead and crowded by what an emergency in force has set. One statement in ordinary times."""
    until = at + AHEAD
    found = spans(ORDINARY, URGENT, since=at, until=until)
    cards = crowded_by(found, (), since=at, until=until) if found else ()
    return tuple(sorted(islice(cards, most), key=lambda card: (card.starts_at, card.place, card.service)))


def crowded_by(
    then: Spans, now: Spans, *, since: datetime, until: datetime, after: int = 0
) -> Iterator[CrowdedCard]:  # fmt: skip
    """Times between the two moments, behind the key `after` and in the order of keys, that `then` leaves fewer places
    than `now` does, and fewer than are taken. Read page by page."""
    rows = Taken.objects.annotate(sum=F("ordinary") + F("urgent") + F("green")).filter(
        sum__gt=0, starts_at__gt=since, starts_at__lt=until
    )
    while page := list(rows.filter(pk__gt=after).order_by("pk")[:_PAGE]):
        after = page[-1].pk
        told = [card for group in _by_place(page) for card in _told(group, then, now)]
        yield from sorted(told, key=lambda card: card.key)


def _by_place(page: Sequence[Taken]) -> Iterator[list[Taken]]:
    """One plan is read for each service at each place, not for each time."""
    for _, group in groupby(sorted(page, key=_where), key=_where):
        yield list(group)


def _told(rows: Sequence[Taken], then: Spans, now: Spans) -> Iterator[CrowdedCard]:
    service, place = _where(rows[0])
    days = [office_day(row.starts_at) for row in rows]
    usual = plain(service, place, since=min(days), until=max(days))
    for row in rows:
        if (found := usual.at(row.starts_at)) is None:
            continue  # offered no more: `stranded`
        before, places = (shared(found[0], shares_at(of, row.starts_at)).capacity for of in (now, then))
        taken = row.ordinary + row.urgent + row.green
        if places < before and places < taken:
            yield CrowdedCard(
                key=row.pk, service=service, place=place, starts_at=row.starts_at, taken=taken, before=before,
                places=places,
            )  # fmt: skip


def _where(row: Taken) -> tuple[str, str]:
    return row.service, row.place
