"""Venues, patterns in their versions, closures and extra days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from portlight.kernel.slots import rules
from portlight.kernel.slots.models import Change, Pattern, Venue
from portlight.kernel.slots.queries.plans import office_day
from portlight.kernel.slots.queries.plans import pattern as told_by
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.nameplate import services
from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import DAY

NEEDED = ("zh-Hans", "en")


def put_venue(
    code: str, *, name: Mapping[str, str], address: Mapping[str, str], by: Actor, at: datetime
) -> None:  # fmt: skip
    """Where one comes to, in Chinese and English at least. Said twice, it is as it was said last.

    Refused: slots.venue-unnamed.
    """
    texts = [
        {language: " ".join(text.split()) for language, text in told.items() if text.strip()}
        for told in (name, address)
    ]
    if not all(told.get(language) for told in texts for language in NEEDED):
        raise Refused("slots.venue-unnamed")
    with transaction.atomic():
        Venue.objects.update_or_create(code=code, defaults={"name": texts[0], "address": texts[1]})
        record("slots.venue-set", about=f"slots:{code}", by=by, at=at)


def put_pattern(told: rules.Pattern, *, by: Actor, at: datetime, request_id: UUID | None = None) -> int:
    """In force from its `since` on; earlier versions of its name end there, later ones never begin. Returns its key.

    Bookings that stand are not touched: `queries.stranded` lists those whose time is offered no more. Refused:
    slots.no-such-service, .no-such-place, .past, .overlaps, .changed-meanwhile, and what `rules.fault` says.
    """
    given = asdict(told)
    try:
        with transaction.atomic():
            if (done := resent(by=by, request_id=request_id, given=given)) is not None:
                return int(done)
            _sound(told, office_day(at))
            row = _written(told)
            facts = {"service": told.service, "name": told.name, "number": row.number, "since": told.since.isoformat()}
            record("slots.pattern-set", about=f"slots:{told.place}", by=by, at=at, facts=facts, request_id=request_id,
                   given=given, result=str(row.pk))  # fmt: skip
    except IntegrityError:
        raise Refused("slots.changed-meanwhile") from None
    return int(row.pk)


def close(
    place: str, *, begins_at: datetime, ends_at: datetime, why: str, service: str = "", by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> int:  # fmt: skip
    """Nobody can book what this span touches, from now on. `service` empty: all of the place. Returns its key.

    Bookings that stand are not touched; `queries.stranded` lists them. Refused: slots.no-such-place, slots.why-missing,
    slots.ends-before, slots.past, timeline.resend-differs.
    """
    if ends_at <= begins_at:
        raise Refused("slots.ends-before", field="ends_at")
    told = {"service": service, "opens": False}
    return _changed("slots.closed", place, told, begins_at, ends_at, why, by, at, request_id)


def open_extra(
    place: str, on: date, *, why: str, service: str, name: str = "", by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> int:  # fmt: skip
    """The service's patterns (or the one called `name`) open on a day on which they would not. Returns its key.

    Refused: slots.no-such-place, slots.why-missing, slots.past, timeline.resend-differs.
    """
    zone = timezone.get_default_timezone()
    begins, ends = (datetime.combine(day, time.min, zone) for day in (on, on + DAY))
    told = {"service": service, "name": name, "opens": True}
    return _changed("slots.opened", place, told, begins, ends, why, by, at, request_id)


def lift(key: int, *, by: Actor, at: datetime) -> bool:
    """A closure or an extra day holds no longer. False when it was lifted before: doing it twice changes nothing."""
    with transaction.atomic():
        lifted = bool(Change.objects.filter(pk=key, lifted_at=None).update(lifted_at=at))
        if lifted:
            place = Change.objects.values_list("place_id", flat=True).get(pk=key)
            record("slots.lifted", about=f"slots:{place}", by=by, at=at, facts={"change": key})
    return lifted


def _changed(
    kind: str, place: str, told: Mapping[str, Any], begins: datetime, ends: datetime, why: str, by: Actor, at: datetime,
    request_id: UUID | None,
) -> int:  # fmt: skip
    why = " ".join(why.split())[:200]
    if not why:
        raise Refused("slots.why-missing", field="why")
    if ends <= at:
        raise Refused("slots.past", field="begins_at")
    given = [kind, place, begins.astimezone(UTC), ends.astimezone(UTC), why, dict(told)]
    with transaction.atomic():
        if (done := resent(by=by, request_id=request_id, given=given)) is not None:
            return int(done)
        _venue(place)
        row = Change.objects.create(place_id=place, begins_at=begins, ends_at=ends, why=why, **told)
        facts = {"change": row.pk, "from": begins, "until": ends, "service": told["service"]}
        record(kind, about=f"slots:{place}", by=by, at=at, facts=facts, request_id=request_id, given=given,
               result=str(row.pk))  # fmt: skip
    return int(row.pk)


def _sound(told: rules.Pattern, today: date) -> None:
    if told.service not in services():
        raise Refused("slots.no-such-service", field="service")
    if (found := rules.fault(told)) is not None:
        raise Refused(found[0], field=found[1])
    if told.since < today:
        raise Refused("slots.past", field="since")
    _venue(told.place)
    others = Pattern.objects.filter(service=told.service, place_id=told.place).exclude(name=told.name)
    for other in others.exclude(until__lte=told.since):
        if rules.meet(told, told_by(other)):
            raise Refused("slots.overlaps", field="opens", name=other.name)


def _written(told: rules.Pattern) -> Pattern:
    """Versions follow one another: a number taken by two at once is refused by the table."""
    versions = Pattern.objects.filter(service=told.service, place_id=told.place, name=told.name)
    last = versions.order_by("-number").values_list("number", flat=True).first() or 0
    ahead = versions.filter(Q(until=None) | Q(until__gt=told.since))
    ahead.filter(since__gte=told.since).update(until=F("since"))
    ahead.filter(since__lt=told.since).update(until=told.since)
    return Pattern.objects.create(
        service=told.service, place_id=told.place, name=told.name, number=last + 1, days=sorted(told.days),
        opens=told.opens, closes=told.closes, minutes=told.minutes, capacity=told.capacity, urgent=told.urgent,
        green=told.green, green_hours=told.green_hours, hold_minutes=told.hold_minutes, horizon=told.horizon,
        releases=[f"{hour:%H:%M}" for hour in sorted(told.releases)], since=told.since, until=told.until,
    )  # fmt: skip


def _venue(place: str) -> None:
    if not Venue.objects.filter(pk=place).exists():
        raise Refused("slots.no-such-place", field="place")
