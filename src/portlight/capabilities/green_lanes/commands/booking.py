"""Times for the people of a roster, against the quota that was agreed: never more, however many book at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from portlight.capabilities.green_lanes.commands import quota
from portlight.capabilities.green_lanes.commands.roster import with_agreement
from portlight.capabilities.green_lanes.commands.telling import Texts, tell_member
from portlight.capabilities.green_lanes.models import DRAFT, Batch, Row
from portlight.capabilities.green_lanes.queries.agreements import AgreementCard, quota_of
from portlight.capabilities.green_lanes.queries.times import ABOUT, LANES, SERVICE, offered
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots.commands import Wish
from portlight.kernel.slots.queries import TimeCard
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

COMES = ("come", "guarantee")  # the person herself is needed, or may be


@dataclass(frozen=True, kw_only=True)
class Booked:
    """`count` people have a time now; `without` of the roster still have none."""

    count: int
    without: int


def book(
    number: UUID, *, place: str, on: date, texts: Texts | None = None, by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> Booked:  # fmt: skip
    """Gives the green lane's free times of a day to people of the roster who must come and have none, in its order, as
    far as the quota and the times reach: in its reserved hours, or where no other institution has reserved them. Each
    is told when and where, by `texts`, where the list gives an address.

    Refused: lanes.unknown, lanes.no-agreement, lanes.nobody-to-book, lanes.quota-used, lanes.quota-lowered,
    lanes.no-times, lanes.outside-hours; timeline.resend-differs.
    """
    batch = Batch.objects.select_related("organisation").filter(number=number).first()
    if batch is None:
        raise Refused("lanes.unknown")
    _, agreed = with_agreement(batch.organisation.key, by, at)
    given = [str(number), place, on.isoformat()]
    with transaction.atomic():
        if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
            return Booked(count=int(earlier), without=_without(batch).count())
        rows = list(_without(batch).order_by("row"))
        if not rows:
            raise Refused("lanes.nobody-to-book")
        free = _free(agreed, place, on, at)
        most = quota_of(agreed, on=on)
        count = quota.take(agreed.organisation, most, on, min(len(rows), len(free)))
        if not count:
            raise quota.used_up(most, field="on")
        for row, one in zip(rows[:count], free, strict=False):
            _booked(row, one, batch, at)
            if texts is not None:
                tell_member(row, "time-booked", texts=texts, moment=one.starts_at, place=place, at=at)
        record("lanes.booked", about=f"lane-batch:{number}", by=by, at=at, request_id=request_id, given=given,
               result=str(count), facts={"place": place, "on": on, "count": count})  # fmt: skip
    return Booked(count=count, without=len(rows) - count)


def give_back(row: Row, *, at: datetime) -> None:
    """The time of a row is free again, and counts against no quota (`rebooking.follow`); one that is past stays as it
    was."""
    if not row.booking:
        return
    try:
        slots.cancel(row.booking, reason="lanes.given-back", by=LANES, at=at)
    except Refused:
        return


def _without(batch: Batch) -> QuerySet[Row]:
    found = Row.objects.select_related("batch__organisation", "member")
    return found.filter(batch=batch, state=DRAFT, right__in=COMES, booking="")


def _free(agreed: AgreementCard, place: str, on: date, at: datetime) -> list[TimeCard]:
    """Each time as often as it has places. Refused: lanes.no-times, lanes.outside-hours."""
    found = offered(agreed, place, on=on, at=at)
    if not found.open:
        raise Refused("lanes.outside-hours" if found.kept else "lanes.no-times", field="on")
    return [one for one in found.open for _ in range(one.free)]


def _booked(row: Row, one: TimeCard, batch: Batch, at: datetime) -> None:
    """Booked by this room, not by the officer: it goes with the institution, whoever acts for it later."""
    wish = Wish(
        service=SERVICE, place=one.place, starts_at=one.starts_at, who=f"organisation:{batch.organisation.key}",
        about=f"{ABOUT}{row.pk}", lane="green", language=batch.language,
    )  # fmt: skip
    Row.objects.filter(pk=row.pk).update(booking=slots.book(wish, by=LANES, at=at))
