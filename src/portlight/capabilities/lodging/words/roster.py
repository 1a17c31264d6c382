"""What a roster of people who lodge says about its cells besides what every roster says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.lodging.rules.roster.writing import TEMPLATE
from portlight.capabilities.lodging.words.refusals import SENTENCES
from portlight.faces import rosters
from portlight.faces.languages import django_code
from portlight.toolkit.rosters import Roster, writing
from portlight.toolkit.sheets import Sheet

# What is wrong in a cell, and what to do about it.
ROSTER = {
    **rosters.REMEDIES,
    "address-unknown": gettext_noop(
        "The office’s table does not know this address. Write road, number and district as the house’s sign shows them; an officer looks at it."
    ),
    "arrival-in-future": gettext_noop(
        "{day} is still to come. A person is declared on the day of moving in, and within 24 hours after it."
    ),
    "arrival-late": gettext_noop(
        "More than 24 hours ago. The person is registered all the same; declare sooner next time."
    ),
    "arrival-too-long-ago": SENTENCES["lodging.too-long-ago"],
    "exempt": SENTENCES["lodging.exempt"],
    "hotel": gettext_noop("This address is a hotel. Hotels report their guests themselves, not here."),
    "leaving-too-far": SENTENCES["lodging.leaving-too-far"],
    "outside-city": SENTENCES["lodging.outside-city"],
    "paper-expired": gettext_noop(
        "The passport ran out on {day}. The person is registered all the same; an officer looks at it."
    ),
    "stay-over": gettext_noop(
        "The stay ended on {day}. The person is registered all the same; an officer looks at it."
    ),
}
# What is written into a column of the template.
ROSTER_HINTS = {
    "arrival_date": gettext_noop("The day of moving in, with the hour if you know it"),
    "departure_date": gettext_noop("Empty if it is not known yet"),
    "address": gettext_noop("Empty if it is the address you choose when you send the sheet"),
}
ROW_WRONG = gettext_noop("This row was wrong. Correct it in the sheet and hand the sheet in again.")


def remedy(code: str, facts: Mapping[str, Any], language: str) -> str:
    """What to do about a cell of a roster."""
    return rosters.remedy(ROSTER[code], facts, language)


def marked(sheet: Sheet, roster: Roster, language: str) -> bytes:
    """The sheet as a workbook, its wrong cells marked, with what to do about each."""
    return rosters.marked(sheet, roster, lambda one: remedy(one.code, one.facts, language), language)


def roster_labels(language: str) -> writing.Labels:
    """The words of the workbooks, in the reader's language."""
    return rosters.labels(language, hints=ROSTER_HINTS, days=tuple(TEMPLATE.days))


def row_told(code: str, language: str) -> str:
    """Why a row was not declared; empty where it was."""
    if not code:
        return ""
    with translation.override(django_code(language)):
        known = SENTENCES.get(code) or ROSTER.get(code, "")
        return gettext(known) if known and "{" not in known else gettext(ROW_WRONG)
