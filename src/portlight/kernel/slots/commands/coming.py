"""Who came, who did not, whom to remind, and what is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from portlight.kernel.slots.commands.passing import BY
from portlight.kernel.slots.models import BOOKED, CAME, MISSED, OFFERED, OVER, WAITING, Booking, Waiting
from portlight.kernel.slots.queries.bookings import number_of, row_of
from portlight.kernel.slots.queries.plans import begin, office_day
from portlight.kernel.timeline.commands import record, record_each
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.refusals import Refused

# Who says that she came, or could not, may still ask for a review of what followed: 60 days (Administrative
# Reconsideration Law 2023, art. 20), and a month in which such a request arrives.
KEPT = timedelta(days=90)
_PAGE = 500


def note_came(number: str, *, by: Actor, at: datetime) -> None:
    """A named officer saw her; also where she was noted as missing before. Twice changes nothing.

    Refused: slots.unknown, slots.not-yours, slots.too-early before the day, slots.not-booked when it was cancelled.
    """
    if by.kind is not ActorKind.STAFF:
        raise Refused("slots.not-yours")
    _noted(
        "slots.came",
        number,
        CAME,
        (BOOKED, MISSED, OVER),
        lambda row: office_day(row.starts_at) <= office_day(at),
        by,
        at,
    )


def note_missed(number: str, *, by: Actor, at: datetime) -> None:
    """She did not come; a fact that refuses and punishes nothing. Twice changes nothing.

    Refused: slots.unknown, slots.not-yours, slots.too-early before the time is over, slots.not-booked.
    """
    if by.kind not in (ActorKind.STAFF, ActorKind.MACHINE):
        raise Refused("slots.not-yours")
    _noted("slots.missed", number, MISSED, (BOOKED, CAME, OVER), lambda row: row.ends_at <= at, by, at)


def reminded(number: str, *, at: datetime) -> bool:
    """The caller has written to her, in this transaction. False when another did: it writes nothing then."""
    row = row_of(number, by=None)
    mine = Booking.objects.filter(pk=row.pk, state=BOOKED, reminded_at=None, revision=row.revision)
    with transaction.atomic():
        if not mine.update(reminded_at=at):
            return False
        record("slots.reminded", about=f"booking:{number}", by=BY, at=at)
    return True


def note_over(at: datetime) -> int:
    """Bookings of days that are over and of which nobody noted anything: silence is not held against anybody, and
    does not keep her from booking again. Returns how many."""
    today = begin(office_day(at), timezone.get_default_timezone())
    with transaction.atomic():
        rows = list(Booking.objects.filter(state=BOOKED, starts_at__lt=today).order_by("starts_at", "id")[:_PAGE])
        done = Booking.objects.filter(pk__in=[row.pk for row in rows], state=BOOKED).update(state=OVER)
        record_each("slots.over", [(f"booking:{number_of(row)}", {}) for row in rows], by=BY, at=at)
    return int(done)


def forget(at: datetime) -> int:
    """Who came or waited, and how to reach them, is erased 90 days after; the counts stay. Returns how many."""
    before = at - KEPT
    old = Booking.objects.exclude(state=BOOKED).filter(ends_at__lt=before).exclude(who="")
    numbers = list(old.order_by("ends_at").values_list("pk", flat=True)[:_PAGE])
    with transaction.atomic():
        done = Booking.objects.filter(pk__in=numbers).update(who="", about="", by_key="", contact=None)
        gone = Waiting.objects.filter(~Q(state__in=(WAITING, OFFERED)), made_at__lt=before)
        done += gone.delete()[0]
        if done:
            record("slots.forgotten", about="slots", by=BY, at=at, facts={"rows": done})
    return int(done)


def _noted(
    kind: str, number: str, state: str, before: tuple[str, ...], due: Callable[[Booking], bool], by: Actor, at: datetime
) -> None:
    row = row_of(number, by=by)
    if row.state == state:
        return
    if row.state not in before:
        raise Refused("slots.not-booked")
    if not due(row):
        raise Refused("slots.too-early")
    with transaction.atomic():
        mine = Booking.objects.filter(pk=row.pk, state=row.state, revision=row.revision)
        if not mine.update(state=state, revision=F("revision") + 1):
            raise Refused("slots.changed-meanwhile")
        record(kind, about=f"booking:{number_of(row)}", by=by, at=at)
