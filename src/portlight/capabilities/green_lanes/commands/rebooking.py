"""A time booked for somebody of a list is moved or cancelled: by the institution, or by the office at its board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.commands import quota
from portlight.capabilities.green_lanes.commands.roster import with_agreement
from portlight.capabilities.green_lanes.commands.telling import Texts, tell_member, tell_officers
from portlight.capabilities.green_lanes.models import Row
from portlight.capabilities.green_lanes.queries.acting import acting
from portlight.capabilities.green_lanes.queries.agreements import AgreementCard, in_force, quota_of
from portlight.capabilities.green_lanes.queries.times import ABOUT, LANES, offered
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots import queries as times
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.nameplate import Rebooked
from portlight.toolkit.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Which:
    """The time of a row of a list, as it was looked at: `seen` is the revision of the booking."""

    batch: UUID
    row: int
    seen: int


def cancel_time(which: Which, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The row has no time any more, its place is free and counts no longer; the person is told.

    Refused: lanes.unknown, lanes.no-time-booked, slots.past, slots.changed-meanwhile; timeline.resend-differs.
    """
    row = _own(which, by)
    given = [str(which.batch), which.row, "cancel"]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        booking = _booked(row)
        slots.cancel(booking, reason="lanes.cancelled", seen=which.seen, by=LANES, at=at)
        record("lanes.time-cancelled", about=f"lane-batch:{which.batch}", by=by, at=at, request_id=request_id,
               given=given, result=booking, facts={"row": row.row, "booking": booking})  # fmt: skip


def move_time(
    which: Which, *, starts_at: datetime, by: Actor, at: datetime, request_id: UUID | None = None
) -> None:  # fmt: skip
    """To another time of the same place, by the hours and within the number that were agreed; the person is told.

    Refused: lanes.unknown, lanes.no-agreement, lanes.no-time-booked, lanes.outside-hours, lanes.quota-used,
    lanes.quota-lowered, and as `slots.move`.
    """
    row = _own(which, by)
    _, agreed = with_agreement(row.batch.organisation.key, by, at)
    given = [str(which.batch), which.row, "move", starts_at.isoformat()]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        booking = _booked(row)
        _in_hours(agreed, booking, starts_at, at)
        slots.move(booking, starts_at=starts_at, seen=which.seen, by=LANES, at=at)
        record("lanes.time-moved", about=f"lane-batch:{which.batch}", by=by, at=at, request_id=request_id,
               given=given, result=booking,
               facts={"row": row.row, "booking": booking, "to": starts_at})  # fmt: skip


def follow(told: Rebooked, *, texts: Texts) -> None:
    """Whoever moves or cancels a time of a list: the institution's count follows, and the person is told; the officers
    are where the office did it. In the transaction of the change, before its places change hands.

    An institution stays within its number; the office's own move is counted and not bounded by it. Refused:
    lanes.quota-used, lanes.quota-lowered.
    """
    if not told.about.startswith(ABOUT):
        return
    rows = Row.objects.select_related("batch__organisation", "member")
    row = rows.filter(pk=int(told.about.removeprefix(ABOUT))).first()
    if row is None:
        return
    _counted(row, told)
    if told.to is None:
        Row.objects.filter(pk=row.pk, booking=told.number).update(booking="")
    office, what = _by_office(told.by), "cancelled" if told.to is None else "moved"
    tell_member(row, f"office-{what}" if office else f"time-{what}", texts=texts, moment=told.to or told.starts_at,
                at=told.at)  # fmt: skip
    if office:
        key = row.batch.organisation.key
        tell_officers(key, "times", texts=texts, about=f"lane-batch:{row.batch.number}", by=LANES, at=told.at)


def _counted(row: Row, told: Rebooked) -> None:
    organisation, before = row.batch.organisation_id, timezone.localdate(told.starts_at)
    if told.to is None:
        quota.give_back(organisation, before)
        return
    after = timezone.localdate(told.to)
    agreed = None if _by_office(told.by) else in_force(organisation, at=told.at)
    most = quota_of(agreed, on=after) if agreed else None
    if not quota.shift(organisation, before, after, within=most) and most is not None:
        raise quota.used_up(most, field="starts_at")


def _by_office(by: Actor) -> bool:
    """The desk, and the console; this room itself acts for the institution."""
    return by.kind is ActorKind.STAFF or (by.kind is ActorKind.MACHINE and by != LANES)


def _in_hours(agreed: AgreementCard, booking: str, starts_at: datetime, at: datetime) -> None:
    """Refused: lanes.outside-hours."""
    card = times.booking(booking, by=LANES)
    kept = offered(agreed, card.place, on=timezone.localdate(starts_at), at=at).kept
    if any(one.starts_at == starts_at for one in kept):
        raise Refused("lanes.outside-hours", field="starts_at")


def _own(which: Which, by: Actor) -> Row:
    row = Row.objects.select_related("batch__organisation").filter(pk=which.row, batch__number=which.batch).first()
    if row is None or acting(row.batch.organisation.key, by, "file") is None:
        raise Refused("lanes.unknown")
    return row


def _booked(row: Row) -> str:
    """The number as it stands now. Refused: lanes.no-time-booked."""
    number = Row.objects.filter(pk=row.pk).values_list("booking", flat=True).get()
    if not number:
        raise Refused("lanes.no-time-booked")
    return str(number)
