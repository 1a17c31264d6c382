"""The waiting list: who wants an earlier time, whose turn it is, and what happens when a held place is not taken up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import F

from portlight.kernel.slots.commands.booking import Wish, check_party, record_booking, standing, written
from portlight.kernel.slots.commands.passing import BY, booked_at, held, passed_on
from portlight.kernel.slots.commands.saying import say_rebooked
from portlight.kernel.slots.models import BOOKED, LAPSED, OFFERED, TAKEN_UP, WAITING, WITHDRAWN, Booking, Waiting
from portlight.kernel.slots.queries.bookings import may, number_of
from portlight.kernel.slots.queries.offers import free_times
from portlight.kernel.slots.queries.plans import office_day, plan
from portlight.kernel.slots.rules import Lane
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert_unless

_OPEN = "state IN ('waiting', 'offered')"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Who waits for a time of a service at a place, on or before `not_after`. `first`: the smaller comes before."""

    service: str
    place: str
    who: str
    not_after: date
    about: str = ""
    lane: Lane = "ordinary"
    language: str = "en"
    contact: int | None = None
    first: int = 9
    people: int = 1


def wait_for(wanted: Wanted, *, by: Actor, at: datetime, request_id: UUID | None = None) -> int:
    """Puts somebody on the list; returns her key. What she has booked already stands until she takes an earlier time.

    Refused: slots.past, slots.too-many, slots.waits-already; timeline.resend-differs.
    """
    check_party(wanted.people)
    if wanted.not_after < office_day(at):
        raise Refused("slots.past", field="not_after")
    given = asdict(wanted)
    with transaction.atomic():
        if (done := resent(by=by, request_id=request_id, given=given)) is not None:
            return int(done)
        row = Waiting(**given, by_key=by.key, made_at=at)
        if not insert_unless(row, "who", "service", "about", where=_OPEN):
            raise Refused("slots.waits-already")
        facts = {"service": row.service, "place": row.place, "lane": row.lane, "about": row.about}
        record("slots.waits", about=f"waiting:{row.pk}", by=by, at=at, facts=facts, request_id=request_id, given=given,
               result=str(row.pk))  # fmt: skip
    return int(row.pk)


def take_up(key: int, *, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """The held place becomes her booking, or her booking moves to it; returns its number.

    Refused: slots.unknown, slots.no-longer-held.
    """
    with transaction.atomic():
        if (done := resent(by=by, request_id=request_id, given=key)) is not None:
            return done
        row = _mine(key, by)
        if row.held_until is None or row.held_until <= at or not _changed(row, OFFERED, state=TAKEN_UP):
            raise Refused("slots.no-longer-held")
        number = _moved_or_booked(row, by, at)
        record("slots.taken-up", about=f"waiting:{key}", by=by, at=at, facts={"booking": number},
               request_id=request_id, given=key, result=number)  # fmt: skip
    return number


def withdraw(key: int, *, by: Actor, at: datetime) -> bool:
    """Takes somebody off the list; a place that was held goes on to the next. False when she was on it no more.

    Refused: slots.unknown.
    """
    with transaction.atomic():
        row = _mine(key, by)
        if row.state not in (WAITING, OFFERED) or not _changed(row, row.state, state=WITHDRAWN):
            return False
        record("slots.withdrawn", about=f"waiting:{key}", by=by, at=at)
        if row.state == OFFERED and row.starts_at is not None:
            passed_on(row.service, row.place, row.lane, row.starts_at, people=row.people, at=at)
    return True


def offer_freed(at: datetime, *, most: int = 200) -> int:
    """Holds that have run out go to the next who waits; then whatever else is free by now is offered: a time that was
    released, a pattern that was widened. Returns how many places were passed on or offered. Once a minute, say."""
    done: int = 0
    for row in Waiting.objects.filter(state=OFFERED, held_until__lte=at).order_by("held_until", "id")[:most]:
        with transaction.atomic():
            if _changed(row, OFFERED, state=LAPSED):
                record("slots.lapsed", about=f"waiting:{row.pk}", by=BY, at=at)
                starts = cast("datetime", row.starts_at)
                passed_on(row.service, row.place, row.lane, starts, people=row.people, at=at)
                done += 1
    queues = Waiting.objects.filter(state=WAITING).order_by().values_list("service", "place", "lane").distinct()
    return done + sum(_offer(where, cast("Lane", lane), at=at, most=most) for *where, lane in list(queues))


def offer_told(key: int, *, at: datetime) -> bool:
    """The caller has written to her about the held place. False when another did: it writes nothing then."""
    return bool(Waiting.objects.filter(pk=key, state=OFFERED, told_at=None).update(told_at=at))


def end_waits(at: datetime) -> int:
    """Who waited for a day that is over waits no longer; returns how many."""
    return int(Waiting.objects.filter(state=WAITING, not_after__lt=office_day(at)).update(state=LAPSED))


def _offer(where: Sequence[str], lane: Lane, *, at: datetime, most: int) -> int:
    """What is free goes to those who wait, in their order, each the earliest time that is left."""
    service, place = where
    cards = list(free_times(service, place, lane, at=at))
    if not cards:
        return 0
    days = plan(service, place, since=cards[0].on, until=cards[-1].on)
    waiting = Waiting.objects.filter(
        service=service, place=place, lane=lane, state=WAITING, not_after__gte=cards[0].on
    ).order_by("first", "id")
    done, left = 0, {card.starts_at: card.free for card in cards}
    for row in list(waiting[:most]):
        before = booked_at(row)
        for card in cards:
            if card.on > row.not_after or (before is not None and before <= card.starts_at):
                break  # the later ones are no better
            found = days.at(card.starts_at) if left[card.starts_at] >= row.people else None
            if found is None:
                continue
            with transaction.atomic():
                offered = held(row, *found, at=at)
            if offered:
                left[card.starts_at] -= row.people
                done += 1
                break
    return done


def _moved_or_booked(row: Waiting, by: Actor, at: datetime) -> str:
    wish = Wish(
        service=row.service, place=row.place, starts_at=cast("datetime", row.starts_at), who=row.who, about=row.about,
        lane=cast("Lane", row.lane), language=row.language, contact=row.contact, people=row.people,
    )  # fmt: skip
    ends = cast("datetime", row.ends_at)
    before = standing(wish)
    if before is None:
        number = written(wish, ends, by=by, at=at)
        record_booking("slots.booked", number, wish, by=by, at=at)
        return number
    number = str(number_of(before))
    mine = Booking.objects.filter(pk=before.pk, state=BOOKED, revision=before.revision)
    if not mine.update(
        place=wish.place, starts_at=wish.starts_at, ends_at=ends, lane=wish.lane, people=wish.people,
        reminded_at=None, revision=F("revision") + 1,
    ):  # fmt: skip
        raise Refused("slots.changed-meanwhile")
    say_rebooked(before, to=wish.starts_at, by=by, at=at)
    passed_on(before.service, before.place, before.lane, before.starts_at, people=before.people, at=at)
    record_booking("slots.moved", number, before, by=by, at=at, facts={"to": wish.starts_at, "to_place": wish.place})
    return number


def _mine(key: int, by: Actor) -> Waiting:
    row = Waiting.objects.filter(pk=key).first()
    if row is None or not may(by, who=row.who, by_key=row.by_key):
        raise Refused("slots.unknown")
    return row


def _changed(row: Waiting, was: str, **change: Any) -> bool:
    mine = Waiting.objects.filter(pk=row.pk, state=was, revision=row.revision)
    return bool(mine.update(**change, revision=F("revision") + 1))
