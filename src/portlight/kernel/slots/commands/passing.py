"""A place that becomes free is held for the first who waits, in the transaction that frees it: nobody slips between."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from django.db.models import F

from portlight.kernel.slots.commands.taking import give_back, take
from portlight.kernel.slots.models import BOOKED, OFFERED, WAITING, Booking, Waiting
from portlight.kernel.slots.queries.plans import office_day, plan
from portlight.kernel.slots.rules import Lane, Pattern, Slot
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import machine

BY = machine("slots")
_ASKED = 20  # of those who wait, who may have an earlier time or another lane than the one that is free


def passed_on(
    service: str, place: str, lane: str, starts_at: datetime, *, people: int = 1, at: datetime
) -> bool:  # fmt: skip
    """Gives the places of `people` back; whether somebody who waits has one now. Inside the command's transaction."""
    give_back(service, place, lane, starts_at, people=people)
    if starts_at <= at:
        return False
    day = office_day(starts_at)
    waiting = Waiting.objects.filter(service=service, place=place, state=WAITING, not_after__gte=day)
    rows = list(waiting.order_by("first", "id")[:_ASKED])
    found = plan(service, place, since=day, until=day).at(starts_at) if rows else None
    left = people
    for row in rows if found is not None else ():
        if left and found is not None and held(row, *found, at=at):
            left -= min(left, row.people)
    return left < people


def held(row: Waiting, pattern: Pattern, slot: Slot, *, at: datetime) -> bool:
    """Holds a place for one who waits, where the pattern's time for it ends before the place itself begins."""
    until = at + timedelta(minutes=pattern.hold_minutes)
    if until >= slot.starts_at or ((booked := booked_at(row)) is not None and booked <= slot.starts_at):
        return False
    if not take(pattern, cast("Lane", row.lane), slot.starts_at, people=row.people, at=at):
        return False
    mine = Waiting.objects.filter(pk=row.pk, state=WAITING, revision=row.revision)
    if not mine.update(
        state=OFFERED, starts_at=slot.starts_at, ends_at=slot.ends_at, held_until=until, told_at=None,
        revision=F("revision") + 1,
    ):  # fmt: skip
        give_back(row.service, row.place, row.lane, slot.starts_at, people=row.people)
        return False
    facts = {"service": row.service, "place": row.place, "starts_at": slot.starts_at, "until": until}
    record("slots.offered", about=f"waiting:{row.pk}", by=BY, at=at, facts=facts)
    return True


def booked_at(row: Waiting) -> datetime | None:
    """When she comes already, about the same matter: a place that is no earlier helps her nothing."""
    booked = Booking.objects.filter(who=row.who, service=row.service, about=row.about, state=BOOKED)
    return booked.values_list("starts_at", flat=True).first()
