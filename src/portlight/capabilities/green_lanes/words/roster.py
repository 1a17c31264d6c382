"""What an institution's list says about its cells besides what every roster says, and its workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.green_lanes.rules.roster import TEMPLATE
from portlight.faces import rosters
from portlight.faces.languages import django_code
from portlight.toolkit.rosters import Roster, writing
from portlight.toolkit.sheets import Sheet

CELLS = {
    **rosters.REMEDIES,
    "email-odd": gettext_noop("This is no e-mail address. Check it, or leave the cell empty."),
    "exempt": gettext_noop(
        "Diplomatic, courtesy and service visas are the foreign ministry’s, not this office’s. Take the row out."
    ),
    "ground-unknown": gettext_noop("We do not know this ground. Write unwell, talent or good-record, or nothing."),
    "no-email": gettext_noop(
        "Without an address we cannot tell the person that you act for her. Tell her yourself, and that she can revoke "
        "it here."
    ),
    "paper-expired": gettext_noop("The passport ran out on {day}. The person needs a new one first."),
    "revoked": gettext_noop("This person does not want you to act for her. Take the row out; she comes herself."),
    "stay-over": gettext_noop("The stay ended on {day}. Ask the office at once; waiting makes it worse."),
    "wanted-unknown": gettext_noop(
        "We do not know this matter. Choose one from the template, or leave the cell empty: we say what is due."
    ),
}
HINTS = {
    "visa_type": gettext_noop("Letter of the visa, or the kind of permit"),
    "visa_expiry": gettext_noop("The last day the person may stay"),
    "wanted": gettext_noop("Empty: we say what is due. “nothing”: nothing is wanted"),
    "grounds": gettext_noop("Only if one applies: unwell, talent or good-record"),
    "email": gettext_noop("There the person is told, and can revoke"),
}
ROW_WRONG = gettext_noop("This row was wrong. Correct it in the sheet and hand the sheet in again.")


def remedy(code: str, facts: Mapping[str, Any], language: str) -> str:
    """What to do about a cell."""
    return rosters.remedy(CELLS[code], facts, language)


def row_told(code: str, language: str) -> str:
    """Why a row is broken, where the sheet is gone."""
    with translation.override(django_code(language)):
        known = CELLS.get(code, "")
        return gettext(known) if known and "{" not in known else gettext(ROW_WRONG) if code else ""


def marked(sheet: Sheet, roster: Roster, language: str) -> bytes:
    """The sheet as a workbook, its wrong cells marked, with what to do about each."""
    return rosters.marked(sheet, roster, lambda one: remedy(one.code, one.facts, language), language)


def labels(language: str) -> writing.Labels:
    """The words of the template."""
    return rosters.labels(language, hints=HINTS, days=tuple(TEMPLATE.days))
