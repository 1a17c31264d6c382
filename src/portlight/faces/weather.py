"""Ordinary times are daylight; an emergency in force is dusk with the lamp lit. Asked when a page draws it, never kept.

Pages on disk cannot know: they carry no weather.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from portlight.kernel.emergencies import queries
from portlight.toolkit.languages import Language

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Weather:
    """An emergency in the reader's language where it is written in it; texts say theirs. `until`: its last day."""

    name: str
    name_language: str
    banner: str
    banner_language: str
    since: date
    until: date | None


def weather(language: Language) -> Weather | None:
    """None in ordinary times. One statement. Pages that need no database are shown without one as well."""
    try:
        card = queries.current(timezone.now())
    except DatabaseError:
        log.exception("nobody can say whether an emergency is in force")
        return None
    return None if card is None else of(card, language)


def of(card: queries.Card, language: Language) -> Weather:
    (spoken, name), (told, banner) = card.name_in(language.code), card.banner_in(language.code)
    since, until = card.declared.since, card.declared.until
    return Weather(name, spoken, banner, told, timezone.localtime(since).date(), last_day(until) if until else None)


def last_day(until: datetime) -> date:
    """Of an exclusive end."""
    return timezone.localtime(until - timedelta(microseconds=1)).date()
