"""Reminders that a stay ends, of which the office knows from an application: each once, and never by night."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portlight.capabilities.permits.commands import rows
from portlight.capabilities.permits.commands.telling import Texts, write_to
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.queries.reminding import reminded
from portlight.capabilities.permits.rules.reminding import next_day
from portlight.delivery import queries as sending
from portlight.delivery.rules import is_quiet
from portlight.delivery.texts import Frozen
from portlight.toolkit.points import reached

PAGE = 100


class _Due(NamedTuple):
    case: int
    matter: str
    ends_on: date | None
    prolonged_until: date | None
    remind_on: date | None
    contact: int | None


def remind(at: datetime, *, texts: Texts, most: int = 500) -> int:
    """Tells whose day has come that there is something about her stay, never what; returns how many were written to.

    Only rows whose day has come are read, page by page: each is given its next day, or none, whether it is told or not.
    The engine holds back what is ordinary in quiet hours, and this goes before the bulk: so nothing is written in them.
    """
    zone, quiet = timezone.get_default_timezone(), sending.quiet_hours().get("ordinary")
    if quiet is not None and is_quiet(at.astimezone(zone).time(), *quiet):
        return 0
    today, told, message = rows.local(at), 0, texts("stay")
    for _ in range(0, most, PAGE):
        page = _due(today)
        reaching = reminded([one.case for one in page])
        for one in page:
            ends = one.ends_on or one.prolonged_until
            contact = one.contact if one.case in reaching and ends is not None and ends >= today else None
            told += _told(one, contact, message, today, at)
        if len(page) < PAGE:
            break
    return told


def _due(today: date) -> list[_Due]:
    found = Application.objects.filter(remind_on__lte=today).order_by("remind_on", "pk")
    columns = found.values_list("pk", "matter", "ends_on", "prolonged_until", "remind_on", "case__contact_id")
    return [_Due(*row) for row in columns[:PAGE]]


def _told(one: _Due, contact: int | None, message: Mapping[str, Frozen], today: date, at: datetime) -> int:
    """The next day is set by whoever finds this one, and the message written in the same transaction: both or none."""
    then = next_day(one.matter, one.ends_on, after=today) if one.ends_on else None
    with transaction.atomic():
        mine = Application.objects.filter(pk=one.case, remind_on=one.remind_on)
        if not mine.update(remind_on=then) or contact is None:
            return 0
        reached("permits.reminding")
        if not write_to(contact, message, case=one.case, kind="permits.reminded", at=at):
            return 0
        reached("permits.reminded")
    return 1
