"""The reminder before the 24 hours of somebody who has entered are over: one message, to one person, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portlight.capabilities.lodging.commands.telling import GOOD_FOR, Texts
from portlight.capabilities.lodging.models import STANDING, Declaration, Entrant
from portlight.capabilities.lodging.rules.reminding import TERM, Span, told_late, told_now
from portlight.delivery import commands as delivery
from portlight.delivery import port
from portlight.delivery import queries as sending
from portlight.delivery.texts import Frozen
from portlight.kernel.timeline.commands import record_each
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused

_BY = machine("lodging")
_PAGE = 1000
IN_TIME, LATE = "entered", "entered-late"  # which message: a key of `words.MESSAGES`


@dataclass(frozen=True, kw_only=True)
class Pace:
    """`after` entry somebody is told. `late`: whether she hears once more when 24 hours and `grace` are over."""

    after: timedelta
    late: bool = False
    grace: timedelta = timedelta(hours=6)


def remind_entrants(at: datetime, *, texts: Texts, pace: Pace, most: int = 200) -> int:
    """Tells who has entered, has not declared and can be told, once each; returns how many.

    LAW 2012, art. 39(2): the 24 hours run from moving in, which is never before entry, and the message says so. Whoever
    has declared meanwhile is not told. An address of a list is used for this alone; one that was stopped is not.
    A channel that wakes people is left alone in the office's quiet hours.
    """
    note_declared(at)
    done = _tell(at, IN_TIME, _spans(at, IN_TIME, pace), texts(IN_TIME), most)
    if pace.late:
        done += _tell(at, LATE, _spans(at, LATE, pace), texts(LATE), most - done)
    return done


def note_declared(at: datetime) -> int:
    """A declaration of her paper ends the wait of somebody who has entered; returns how many ended."""
    open_ = Entrant.objects.filter(Exists(_declared()), declared_at=None).order_by("pk")
    ended = 0
    with transaction.atomic():
        numbers = list(open_.values_list("pk", flat=True)[:_PAGE])
        if numbers and (ended := Entrant.objects.filter(pk__in=numbers, declared_at=None).update(declared_at=at)):
            record_each("lodging.entrant-declared", [(f"entrant:{one}", {}) for one in numbers], by=_BY, at=at)
    return ended


def _declared() -> QuerySet[Declaration]:
    """Of the paper: what stands, and whatever was declared since she entered."""
    since = Q(state__in=STANDING) | Q(declared_at__gte=OuterRef("entered_at"))
    return Declaration.objects.filter(since, paper_index=OuterRef("paper_index")).exclude(paper_index="")


def _spans(at: datetime, which: str, pace: Pace) -> dict[bool, Span | None]:
    """Whether a channel wakes people → who is due on it."""
    zone: tzinfo = timezone.get_default_timezone()
    quiet = {True: sending.quiet_hours().get("ordinary"), False: None}
    if which == LATE:
        return {wakes: told_late(at, grace=pace.grace, quiet=hours, zone=zone) for wakes, hours in quiet.items()}
    return {wakes: told_now(at, after=pace.after, quiet=hours, zone=zone) for wakes, hours in quiet.items()}


def _tell(
    at: datetime, which: str, spans: Mapping[bool, Span | None], texts: Mapping[str, Frozen], most: int
) -> int:  # fmt: skip
    column = "reminded_at" if which == IN_TIME else "late_reminded_at"
    told = 0
    for row in list(_due(column, spans)[: max(0, most)]):
        try:
            told += _told(row, column, which, texts, at)
        except Refused:  # her channel was switched off a moment ago: the others are told all the same
            continue
    return told


def _due(column: str, spans: Mapping[bool, Span | None]) -> QuerySet[Entrant]:
    ways = Q(pk__in=[])
    for wakes, span in spans.items():
        kinds = [kind for kind, channel in port.personal().items() if channel.intrusive is wakes]
        if span is not None and kinds:
            ways |= Q(contact__channel__in=kinds, entered_at__gt=span.since, entered_at__lte=span.until)
    agreed = Q(given=True) | Q(contact__verified_at__isnull=False, contact__consented_at__isnull=False)
    return (
        Entrant.objects.filter(ways, agreed, declared_at=None, **{column: None})
        .filter(contact__withdrawn_at=None, contact__person__erased_at=None)
        .filter(~Exists(_declared()))
        .order_by("entered_at", "pk")
    )


def _told(row: Entrant, column: str, which: str, texts: Mapping[str, Frozen], at: datetime) -> int:
    """The mark is set by whoever finds it empty, and the message written in the same transaction: both or none."""
    with transaction.atomic():
        mine = Entrant.objects.filter(~Exists(_declared()), pk=row.pk, declared_at=None, **{column: None})
        if row.contact_id is None or not mine.update(**{column: at}):
            return 0
        until = row.entered_at + TERM if which == IN_TIME else at + GOOD_FOR
        delivery.tell(
            address_id=row.contact_id, texts=texts, about=f"entrant:{row.pk}", by=_BY, at=at, not_after=until,
            purpose="duty",
            kind="lodging.entrant-reminded" if which == IN_TIME else "lodging.entrant-reminded-late",
        )  # fmt: skip
    return 1
