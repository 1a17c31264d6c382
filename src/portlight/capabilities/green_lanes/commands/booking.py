"""Times for the people of a roster, against the quota that was agreed: never more, however many book at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from portlight.capabilities.green_lanes.commands.roster import with_agreement
from portlight.capabilities.green_lanes.models import DRAFT, Batch, Row, Taken
from portlight.capabilities.green_lanes.queries.agreements import AgreementCard, Quota, quota_of
from portlight.capabilities.green_lanes.rules.agreements import week_of
from portlight.kernel.slots import commands as slots
from portlight.kernel.slots import queries as times
from portlight.kernel.slots.commands import Wish
from portlight.kernel.slots.queries import TimeCard
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert_unless

SERVICE = "permits"
COMES = ("come", "guarantee")  # the person herself is needed, or may be
_BY = machine("lanes")


@dataclass(frozen=True, kw_only=True)
class Booked:
    """`count` people have a time now; `without` of the roster still have none."""

    count: int
    without: int


def book(
    number: UUID, *, place: str, on: date, by: Actor, at: datetime, request_id: UUID | None = None
) -> Booked:  # fmt: skip
    """Gives the green lane's free times of a day to people of the roster who must come and have none, in its order, as
    far as the quota and the times reach.

    Refused: lanes.unknown, lanes.no-agreement, lanes.nobody-to-book, lanes.quota-used, lanes.quota-lowered,
    lanes.no-times; timeline.resend-differs.
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
        free = [one for one in times.times(SERVICE, place, "green", on=on, at=at) for _ in range(one.free)]
        if not free:
            raise Refused("lanes.no-times", field="on")
        quota = quota_of(agreed, on=on)
        count = _taken(agreed, quota, on, min(len(rows), len(free)))
        if not count:
            code = "lanes.quota-used" if quota.share >= 100 else "lanes.quota-lowered"
            raise Refused(code, field="on", day=quota.day, week=quota.week)
        for row, one in zip(rows[:count], free, strict=False):
            _booked(row, one, batch, by, at)
        record("lanes.booked", about=f"lane-batch:{number}", by=by, at=at, request_id=request_id, given=given,
               result=str(count), facts={"place": place, "on": on, "count": count})  # fmt: skip
    return Booked(count=count, without=len(rows) - count)


def give_back(row: Row, *, at: datetime) -> None:
    """The time of a row is free again, and counts against no quota; one that is past stays as it was."""
    if not row.booking:
        return
    try:
        card = times.booking(row.booking, by=_BY)
        slots.cancel(row.booking, reason="lanes.revoked", by=_BY, at=at)
    except Refused:
        return
    on = timezone.localdate(card.starts_at)
    for span, day in (("day", on), ("week", week_of(on))):
        counted = Taken.objects.filter(organisation_id=row.batch.organisation_id, span=span, day=day, count__gt=0)
        counted.update(count=F("count") - 1)
    Row.objects.filter(pk=row.pk).update(booking="")


def _without(batch: Batch) -> QuerySet[Row]:
    return Row.objects.filter(batch=batch, state=DRAFT, right__in=COMES, booking="")


def _booked(row: Row, one: TimeCard, batch: Batch, by: Actor, at: datetime) -> None:
    wish = Wish(
        service=SERVICE, place=one.place, starts_at=one.starts_at, who=f"organisation:{batch.organisation.key}",
        about=f"lane-row:{row.pk}", lane="green", language=batch.language,
    )  # fmt: skip
    Row.objects.filter(pk=row.pk).update(booking=slots.book(wish, by=by, at=at))


def _taken(agreed: AgreementCard, quota: Quota, on: date, wanted: int) -> int:
    """Takes up to `wanted` of what is left of the day and of its week, in one conditional update each."""
    spans = (("day", on, quota.day), ("week", week_of(on), quota.week))
    for span, day, _ in spans:
        insert_unless(Taken(organisation_id=agreed.organisation, span=span, day=day), "organisation_id", "span", "day")
    while wanted:
        rows = [Taken.objects.filter(organisation_id=agreed.organisation, span=span, day=day) for span, day, _ in spans]
        left = [most - row.values_list("count", flat=True).get() for row, (_, _, most) in zip(rows, spans, strict=True)]
        wanted = min(wanted, *left)
        if wanted <= 0:
            return 0
        day_row, week_row = rows
        if not day_row.filter(count__lte=quota.day - wanted).update(count=F("count") + wanted):
            continue
        if week_row.filter(count__lte=quota.week - wanted).update(count=F("count") + wanted):
            return wanted
        day_row.update(count=F("count") - wanted)
    return 0
