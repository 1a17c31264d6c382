"""One booking, a person's own, the board of a day, whom to remind, and bookings whose time is no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from portlight.kernel.slots.models import BOOKED, CANCELLED, Booking
from portlight.kernel.slots.queries.plans import begin, office_day, plan
from portlight.kernel.slots.rules import WAKING
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.numbers import Numbered, numbered
from portlight.toolkit.pages import Page
from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import DAY

LETTER = "A"


@dataclass(frozen=True, kw_only=True)
class BookingCard:
    """`revision` goes back with the next move, and is the SEQUENCE of its calendar entry."""

    number: str
    service: str
    place: str
    starts_at: datetime
    ends_at: datetime
    lane: str
    who: str
    about: str
    language: str
    contact: int | None
    people: int
    state: str
    made_at: datetime
    revision: int


def booking(number: str, *, by: Actor) -> BookingCard:
    """Refused: slots.unknown, also where it is somebody else's: whoever guesses numbers learns nothing."""
    return card(row_of(number, by=by))


def of_person(who: str, *, at: datetime) -> tuple[BookingCard, ...]:
    """What is booked ahead, the soonest first."""
    rows = Booking.objects.filter(who=who, state=BOOKED, ends_at__gt=at).order_by("starts_at", "id")
    return tuple(card(row) for row in rows)


def about(subject: str) -> tuple[BookingCard, ...]:
    """Everything ever booked about a case, the latest first."""
    return tuple(card(row) for row in Booking.objects.filter(about=subject).exclude(about="").order_by("-id"))


def board(place: str, on: date, *, after: str = "", size: int = 100) -> Page[BookingCard]:
    """Who comes on a day, in the order of their times; cancelled ones are not among them."""
    zone = timezone.get_default_timezone()
    rows = Booking.objects.filter(place=place, starts_at__gte=begin(on, zone), starts_at__lt=begin(on + DAY, zone))
    rows = rows.exclude(state=CANCELLED).order_by("starts_at", "id")
    if last := _row_number(after):
        starts = Booking.objects.filter(pk=last).values_list("starts_at", flat=True).first()
        if starts is not None:
            rows = rows.filter(starts_at__gte=starts).exclude(starts_at=starts, id__lte=last)
    return Page.of([card(row) for row in rows[: size + 1]], size=size, token=lambda one: one.number)


def due_reminders(at: datetime, *, about: str = "", most: int = 200) -> tuple[BookingCard, ...]:
    """Whom to remind now: who comes tomorrow or later today, was not reminded, and did not book today; nobody by night.

    Those who gave an address of their own; with `about`, those whose matter begins so: the room that booked for them
    knows whom to write to.
    """
    zone = timezone.get_default_timezone()
    if timezone.localtime(at, zone).hour not in WAKING:
        return ()
    today = office_day(at)
    whose = Q(about__startswith=about) if about else Q(contact__isnull=False)
    rows = Booking.objects.filter(
        whose, state=BOOKED, reminded_at=None, starts_at__gt=at, starts_at__lt=begin(today + DAY * 2, zone),
        made_at__lt=begin(today, zone),
    )  # fmt: skip
    return tuple(card(row) for row in rows.order_by("starts_at", "id")[:most])


def stranded(place: str, service: str, *, at: datetime) -> tuple[BookingCard, ...]:
    """Bookings ahead whose time no pattern offers any more: closed, or of another grid. Somebody must tell them."""
    rows = Booking.objects.filter(place=place, service=service, state=BOOKED, starts_at__gt=at)
    found = list(rows.order_by("starts_at", "id"))
    if not found:
        return ()
    ahead = plan(service, place, since=office_day(found[0].starts_at), until=office_day(found[-1].starts_at))
    return tuple(card(row) for row in found if ahead.at(row.starts_at) is None)


def row_of(number: str, *, by: Actor | None) -> Booking:
    """The row, where `by` may see it. Refused: slots.unknown."""
    row = Booking.objects.filter(pk=_row_number(number) or 0).first()
    if row is None or str(number_of(row)) != str(numbered(number)) or not (by is None or _may(row, by)):
        raise Refused("slots.unknown")
    return row


def number_of(row: Booking) -> Numbered:
    return Numbered(LETTER, office_day(row.made_at).year, row.pk)


def card(row: Booking) -> BookingCard:
    return BookingCard(
        number=str(number_of(row)), service=row.service, place=row.place, starts_at=row.starts_at,
        ends_at=row.ends_at, lane=row.lane, who=row.who, about=row.about, language=row.language, contact=row.contact,
        people=row.people, state=row.state, made_at=row.made_at, revision=row.revision,
    )  # fmt: skip


def may(by: Actor, *, who: str, by_key: str) -> bool:
    """The office's own people and its machine; of others, whom it is for and who booked it."""
    if by.kind in (ActorKind.STAFF, ActorKind.MACHINE):
        return True
    return by.key == by_key or who == f"person:{by.key}"


def _may(row: Booking, by: Actor) -> bool:
    return may(by, who=row.who, by_key=row.by_key)


def _row_number(number: str) -> int | None:
    found = numbered(number)
    return found.serial if found and found.letter == LETTER else None
