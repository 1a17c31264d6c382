"""Times of the green lane that an institution may book, and which of its rows has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from portlight.capabilities.green_lanes.models import SIGNED, Agreement, Row
from portlight.capabilities.green_lanes.queries.agreements import AgreementCard, card_of
from portlight.capabilities.green_lanes.queries.batches import BatchCard
from portlight.capabilities.green_lanes.rules.hours import Hours, may_book
from portlight.kernel.slots import queries as slots
from portlight.kernel.slots.queries import BookingCard, TimeCard
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused

SERVICE = "permits"
ABOUT = "lane-row:"  # what a time is booked about: a row of a list
LANES = machine("lanes")  # books for institutions: a time is theirs, not the officer's who asked for it


@dataclass(frozen=True, kw_only=True)
class Offered:
    """Times of a day with a free place: `open` to the institution, or kept from it by hours (`kept`)."""

    open: tuple[TimeCard, ...] = ()
    kept: tuple[TimeCard, ...] = ()


def offered(agreed: AgreementCard, place: str, *, on: date, at: datetime) -> Offered:
    """What the green lane has free on a day at a place, for this institution."""
    free = [one for one in slots.times(SERVICE, place, "green", on=on, at=at) if one.free]
    others = reserved_by_others(agreed.organisation, on=on) if free and agreed.hours is None else ()
    allowed = [one for one in free if _may(one, agreed.hours, others)]
    return Offered(open=tuple(allowed), kept=tuple(one for one in free if one not in allowed))


def reserved_by_others(organisation: int, *, on: date) -> tuple[Hours, ...]:
    """The hours that other institutions have reserved on a day, by their agreements in force then. One query."""
    rows = Agreement.objects.filter(state=SIGNED, since__lte=on, until__gt=on, opens__isnull=False)
    rows = rows.filter(organisation__closed_at=None).exclude(organisation_id=organisation)
    return tuple(hours for row in rows if (hours := card_of(row).hours) is not None)


def times_of(found: BatchCard, *, at: datetime) -> dict[int, BookingCard]:
    """The times ahead of those of its people who have one, by row. One query."""
    booked = slots.of_person(f"organisation:{found.organisation.key}", at=at)
    return {int(one.about.removeprefix(ABOUT)): one for one in booked if one.about.startswith(ABOUT)}


def time_of(found: BatchCard, row: int, *, at: datetime) -> BookingCard | None:
    """The time ahead that one of its rows has; None also for a row of another list."""
    number = Row.objects.filter(batch_id=found.id, pk=row).values_list("booking", flat=True).first()
    try:
        card = slots.booking(number, by=LANES) if number else None
    except Refused:
        return None
    return card if card and card.state == "booked" and card.starts_at > at else None


def _may(one: TimeCard, own: Hours | None, others: Iterable[Hours]) -> bool:
    starts, ends = timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)
    return may_book(starts, ends, own=own, others=others, fallen=one.fallen)
