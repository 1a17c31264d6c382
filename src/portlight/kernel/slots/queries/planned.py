"""Venues, patterns and what differs from them, as the desk lists them; and who waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from portlight.kernel.slots.models import OFFERED, WAITING, Change, Pattern, Venue, Waiting
from portlight.kernel.slots.queries.bookings import may
from portlight.kernel.slots.queries.plans import pattern
from portlight.kernel.slots.rules import Pattern as Told
from portlight.toolkit.actor import Actor
from portlight.toolkit.one import one
from portlight.toolkit.pages import Page
from portlight.toolkit.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class VenueCard:
    code: str
    name: dict[str, str]
    address: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PatternCard:
    number: int
    key: int
    told: Told


@dataclass(frozen=True, kw_only=True)
class ChangeCard:
    key: int
    place: str
    service: str
    name: str
    opens: bool
    begins_at: datetime
    ends_at: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class WaitingCard:
    """`starts_at` and `held_until`: of the place that is held for her, None while she waits."""

    key: int
    service: str
    place: str
    lane: str
    who: str
    about: str
    not_after: date
    language: str
    contact: int | None
    people: int
    state: str
    starts_at: datetime | None
    held_until: datetime | None


def venues() -> tuple[VenueCard, ...]:
    rows = Venue.objects.order_by("code")
    return tuple(VenueCard(code=row.code, name=row.name, address=row.address) for row in rows)


def venue(code: str) -> VenueCard | None:
    return next((card for card in venues() if card.code == code), None)


def patterns(*, on: date) -> tuple[PatternCard, ...]:
    """Those in force on a day, or that begin later."""
    rows = (
        Pattern.objects.exclude(until__lte=on)
        .exclude(until__lte=F("since"))
        .order_by("place_id", "service", "name", "since")
    )
    return tuple(PatternCard(number=row.number, key=row.pk, told=pattern(row)) for row in rows)


def version(key: int) -> PatternCard | None:
    row = one(Pattern.objects.filter(pk=key))
    return None if row is None else PatternCard(number=row.number, key=row.pk, told=pattern(row))


def changes(*, at: datetime) -> tuple[ChangeCard, ...]:
    """What is closed or opened now or later, the soonest first."""
    rows = Change.objects.filter(lifted_at=None, ends_at__gt=at).order_by("begins_at", "id")
    return tuple(
        ChangeCard(
            key=row.pk, place=row.place_id, service=row.service, name=row.name, opens=row.opens,
            begins_at=row.begins_at, ends_at=row.ends_at, why=row.why,
        )
        for row in rows
    )  # fmt: skip


def waits(key: int, *, by: Actor) -> WaitingCard:
    """Refused: slots.unknown, also where it is somebody else's."""
    row = one(Waiting.objects.filter(pk=key))
    if row is None or not may(by, who=row.who, by_key=row.by_key):
        raise Refused("slots.unknown")
    return waiting_card(row)


def waits_of(who: str) -> tuple[WaitingCard, ...]:
    """What somebody waits for, or is offered."""
    rows = Waiting.objects.filter(who=who, state__in=(WAITING, OFFERED)).order_by("id")
    return tuple(waiting_card(row) for row in rows)


def waiting_at(place: str, *, after: int = 0, size: int = 50) -> Page[WaitingCard]:
    """Who waits at a place, or is offered one, in the order in which they asked."""
    rows = Waiting.objects.filter(place=place, state__in=(WAITING, OFFERED), pk__gt=after).order_by("id")
    return Page.of([waiting_card(row) for row in rows[: size + 1]], size=size, token=lambda one: str(one.key))


def offers_to_tell(at: datetime, *, most: int = 200) -> tuple[WaitingCard, ...]:
    """Who is to be told that a place is held for her, the one whose hold ends soonest first."""
    rows = Waiting.objects.filter(state=OFFERED, told_at=None, held_until__gt=at).order_by("held_until", "id")
    return tuple(waiting_card(row) for row in rows[:most])


def waiting_card(row: Waiting) -> WaitingCard:
    return WaitingCard(
        key=row.pk, service=row.service, place=row.place, lane=row.lane, who=row.who, about=row.about,
        not_after=row.not_after, language=row.language, contact=row.contact,
        people=row.people, state=row.state, starts_at=row.starts_at, held_until=row.held_until,
    )  # fmt: skip
