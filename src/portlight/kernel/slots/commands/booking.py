"""Booking, moving and cancelling. Whoever may use a lane is decided by the capability that asks, not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import F

from portlight.kernel.slots.commands.passing import passed_on
from portlight.kernel.slots.commands.saying import say_rebooked
from portlight.kernel.slots.commands.taking import take
from portlight.kernel.slots.models import BOOKED, CANCELLED, Booking
from portlight.kernel.slots.queries.bookings import number_of, row_of
from portlight.kernel.slots.queries.plans import office_day, plan
from portlight.kernel.slots.rules import MOST_PEOPLE, Lane, Pattern, Slot, opens_at, party_fault
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert_unless


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Who wants which time. `who`: `person:<key>` or an institution's own key; `about`: `case:<number>` or nothing.

    `people` come together, she among them: each takes a place, and all of them come or none.
    """

    service: str
    place: str
    starts_at: datetime
    who: str
    about: str = ""
    lane: Lane = "ordinary"
    language: str = "en"
    contact: int | None = None
    people: int = 1


def book(wish: Wish, *, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """Takes a place for each and returns the booking's number; never more than there are, however many ask at once.

    One who has booked the service ahead about the same matter is refused with that number. Refused:
    slots.no-such-time, slots.not-open-yet, slots.full, slots.too-many, slots.booked-already;
    timeline.resend-differs.
    """
    check_party(wish.people)
    given = {**asdict(wish), "starts_at": wish.starts_at.astimezone(UTC)}
    with transaction.atomic():
        if (done := resent(by=by, request_id=request_id, given=given)) is not None:
            return done
        pattern, slot = offered(wish.service, wish.place, wish.starts_at, wish.lane, at=at)
        if not take(pattern, wish.lane, slot.starts_at, people=wish.people, at=at):
            raise Refused("slots.full", field="starts_at")
        reached("slots.taken")
        number = written(wish, slot.ends_at, by=by, at=at)
        record_booking("slots.booked", number, wish, by=by, at=at, request_id=request_id, given=given, result=number)
    return number


def move(
    number: str, *, starts_at: datetime, place: str = "", seen: int | None = None, by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> str:  # fmt: skip
    """To another time, or place, of the same service; the number stays, the place that is left goes to who waits.

    `seen` is the revision the mover was looking at. Refused: slots.unknown, slots.not-booked, slots.past,
    slots.changed-meanwhile, and as `book`; what the room that counts it refuses.
    """
    given = [number, starts_at.astimezone(UTC), place]
    with transaction.atomic():
        if (done := resent(by=by, request_id=request_id, given=given)) is not None:
            return done
        row = _ahead(number, by, at)
        place = place or row.place
        pattern, slot = offered(row.service, place, starts_at, cast("Lane", row.lane), at=at)
        if (place, starts_at) == (row.place, row.starts_at):
            return number
        _changed(row, seen, place=place, starts_at=slot.starts_at, ends_at=slot.ends_at, reminded_at=None)
        say_rebooked(row, to=slot.starts_at, by=by, at=at)
        _exchange(row, pattern, slot, at)
        record_booking("slots.moved", number, row, by=by, at=at, request_id=request_id, given=given, result=number,
             facts={"to": starts_at, "to_place": place})  # fmt: skip
    return number


def cancel(
    number: str, *, reason: str = "", seen: int | None = None, by: Actor, at: datetime, request_id: UUID | None = None
) -> None:
    """The place goes to who waits, else it is free again. `reason` is a code. Cancelling twice changes nothing.

    Refused: slots.unknown, slots.not-booked, slots.past, slots.changed-meanwhile.
    """
    given = [number, reason]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        if row_of(number, by=by).state == CANCELLED:
            return
        row = _ahead(number, by, at)
        _changed(row, seen, state=CANCELLED)
        say_rebooked(row, to=None, by=by, at=at)
        passed_on(row.service, row.place, row.lane, row.starts_at, people=row.people, at=at)
        record_booking("slots.cancelled", number, row, by=by, at=at, request_id=request_id, given=given, result=number,
             facts={"reason": reason})  # fmt: skip


def check_party(people: int) -> None:
    """Refused: slots.too-many."""
    if party_fault(people):
        raise Refused("slots.too-many", field="people", most=MOST_PEOPLE)


def offered(service: str, place: str, starts_at: datetime, lane: Lane, *, at: datetime) -> tuple[Pattern, Slot]:
    """The time and its pattern. Refused: slots.no-such-time, slots.not-open-yet."""
    day = office_day(starts_at)
    days = plan(service, place, since=day, until=day)
    found = days.at(starts_at)
    if found is None or starts_at <= at:
        raise Refused("slots.no-such-time", field="starts_at")
    opens = opens_at(*found, lane, calendar=days.calendar, zone=days.zone)
    if opens > at:
        raise Refused("slots.not-open-yet", field="starts_at", opens=opens)
    return found


def written(wish: Wish, ends_at: datetime, *, by: Actor, at: datetime) -> str:
    """The booking's row; returns its number. Refused: slots.booked-already."""
    row = Booking(
        service=wish.service, place=wish.place, starts_at=wish.starts_at, ends_at=ends_at, lane=wish.lane, who=wish.who,
        about=wish.about, language=wish.language, contact=wish.contact, people=wish.people, by_key=by.key,
        made_at=at,
    )  # fmt: skip
    if not insert_unless(row, "who", "service", "about", where="state = 'booked'"):
        first = standing(wish)
        raise Refused("slots.booked-already", number=str(number_of(first)) if first else "")
    return str(number_of(row))


def standing(wish: Wish) -> Booking | None:
    """What the same person has booked ahead of the same service about the same matter."""
    return Booking.objects.filter(who=wish.who, service=wish.service, about=wish.about, state=BOOKED).first()


def record_booking(
    kind: str, number: str, of: Wish | Booking, *, by: Actor, at: datetime, request_id: UUID | None = None,
    given: Any = None, result: str = "", facts: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """One event about a booking."""
    about = {"service": of.service, "place": of.place, "starts_at": of.starts_at, "lane": of.lane, "about": of.about}
    record(kind, about=f"booking:{number}", by=by, at=at, facts={**about, **(facts or {})}, request_id=request_id,
           given=given, result=result)  # fmt: skip


def _exchange(row: Booking, pattern: Pattern, slot: Slot, at: datetime) -> None:
    """Both times in one order, whoever moves where: two who change places never wait for each other."""
    left, wanted = (row.starts_at, row.place), (slot.starts_at, pattern.place)
    if left < wanted:
        passed_on(row.service, row.place, row.lane, row.starts_at, people=row.people, at=at)
    if not take(pattern, cast("Lane", row.lane), slot.starts_at, people=row.people, at=at):
        raise Refused("slots.full", field="starts_at")
    if wanted < left:
        passed_on(row.service, row.place, row.lane, row.starts_at, people=row.people, at=at)


def _ahead(number: str, by: Actor, at: datetime) -> Booking:
    row = row_of(number, by=by)
    if row.state != BOOKED:
        raise Refused("slots.not-booked")
    if row.starts_at <= at:
        raise Refused("slots.past")
    return row


def _changed(row: Booking, seen: int | None, **change: Any) -> None:
    revision = row.revision if seen is None else seen
    mine = Booking.objects.filter(pk=row.pk, state=BOOKED, revision=revision)
    if not mine.update(**change, revision=F("revision") + 1):
        raise Refused("slots.changed-meanwhile")
