"""What a roster says: about its cells, in its workbooks, and on the pages of both faces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.lodging.rules.roster import Roster, writing
from portlight.capabilities.lodging.words.refusals import SENTENCES
from portlight.faces.languages import django_code
from portlight.faces.words import told
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.sheets import Sheet

# What is wrong in a cell of a roster, and what to do about it.
ROSTER = {
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
    "birth-in-future": SENTENCES["lodging.born-odd"],
    "born-too-old": SENTENCES["lodging.born-odd"],
    "date-ambiguous": gettext_noop(
        "This could be two days. It was read as {day}; write year-month-day, as 2026-01-31."
    ),
    "date-impossible": gettext_noop("There is no such day. Check it, and write year-month-day, as 2026-01-31."),
    "date-unreadable": gettext_noop("This is no date we can read. Write year-month-day, as 2026-01-31."),
    "date-was-number": gettext_noop(
        "This date was typed as a number. It was read as {day}; format the cell as a date."
    ),
    "dates-reversed": SENTENCES["lodging.dates-reversed"],
    "empty": gettext_noop("Nothing stands in this cell. Fill it in; of merged cells only the first one counts."),
    "entry-in-future": SENTENCES["lodging.entered-odd"],
    "exempt": SENTENCES["lodging.exempt"],
    "formula": gettext_noop("This is a formula, not a value. Copy the cell and paste its value only."),
    "hotel": gettext_noop("This address is a hotel. Hotels report their guests themselves, not here."),
    "leaving-too-far": SENTENCES["lodging.leaving-too-far"],
    "name-not-latin": gettext_noop(
        "Write the name in Latin letters, as in the two lines at the bottom of the passport’s page."
    ),
    "name-odd": SENTENCES["lodging.name-odd"],
    "nationality-unknown": gettext_noop(
        "We know no country of this name. Write its code of three letters from the passport, as FRA."
    ),
    "outside-city": SENTENCES["lodging.outside-city"],
    "paper-expired": gettext_noop(
        "The passport ran out on {day}. The person is registered all the same; an officer looks at it."
    ),
    "paper-expires-soon": gettext_noop(
        "The passport runs out on {day}. The person should ask the consulate for a new one now."
    ),
    "paper-number-odd": SENTENCES["lodging.paper-number-odd"],
    "paper-number-was-number": gettext_noop(
        "This was typed as a number, so zeros at its beginning or its last digits may be lost. Format the cell as text and type it again as the passport shows it."
    ),
    "paper-unknown": gettext_noop(
        "We do not know this kind of document. Write passport, travel-permit, refugee, stateless or other."
    ),
    "sex-unknown": gettext_noop("Write F, M or X, as the passport says."),
    "sheet-error": gettext_noop("The sheet itself shows an error here. Type the value in its place."),
    "stay-kind-unknown": gettext_noop(
        "We do not know this kind of visa or permit. Write the letter of the visa, or residence-permit, stay-permit, visa-free or permanent; it can follow."
    ),
    "stay-over": gettext_noop(
        "The stay ended on {day}. The person is registered all the same; an officer looks at it."
    ),
    "too-long": gettext_noop("This is too long for its column. Check whether it belongs into another cell."),
    "twice": gettext_noop("Row {row} has the same person. Delete one of the two rows."),
    "twice-other-person": gettext_noop(
        "Row {row} has the same document number with another person. Check both rows against the passports."
    ),
}
# What is written into a column of the template.
ROSTER_HINTS = {
    "surname": gettext_noop("In Latin letters, as in the two lines at the bottom of the passport’s page"),
    "given_name": gettext_noop("As in the passport; may stay empty where it has one name only"),
    "nationality": gettext_noop("Code of three letters, or the name of the country"),
    "sex": gettext_noop("F, M or X, as the passport says"),
    "doc_number": gettext_noop("As text, so that no zero is lost"),
    "visa_type": gettext_noop("Letter of the visa, or the kind of permit"),
    "arrival_date": gettext_noop("The day of moving in, with the hour if you know it"),
    "departure_date": gettext_noop("Empty if it is not known yet"),
    "address": gettext_noop("Empty if it is the address you choose when you send the sheet"),
}
ROW_WRONG = gettext_noop("This row was wrong. Correct it in the sheet and hand the sheet in again.")
ROSTER_DATE = gettext_noop("Year-month-day, as 2026-01-31")


def remedy(code: str, facts: Mapping[str, Any], language: str) -> str:
    """What to do about a cell of a roster."""
    with translation.override(django_code(language)):
        return gettext(ROSTER[code]).format(**{name: told(name, value) for name, value in facts.items()})


def marked(sheet: Sheet, roster: Roster, language: str) -> bytes:
    """The sheet as a workbook, its wrong cells marked, with what to do about each."""
    labels = roster_labels(language)
    return writing.marked(sheet, roster, lambda one: remedy(one.code, one.facts, language), labels)


def roster_labels(language: str) -> writing.Labels:
    """The words of the workbooks, in the reader's language."""
    with translation.override(django_code(language)):
        hints = {key: gettext(hint) for key, hint in ROSTER_HINTS.items()}
        day = gettext(ROSTER_DATE)
        dates = {key: f"{day}. {hints[key]}" if key in hints else day for key in writing.DATES}
        return writing.Labels(
            language=language, rtl=LANGUAGES[language].rtl, guide=gettext("What to do"), people=gettext("People"),
            countries=gettext("Countries"), column=gettext("Column"), needed=gettext("Needed"),
            what=gettext("What to do"), row=gettext("Row"), value=gettext("Value"), hints=hints | dates,
        )  # fmt: skip


def row_told(code: str, language: str) -> str:
    """Why a row was not declared; empty where it was."""
    if not code:
        return ""
    with translation.override(django_code(language)):
        known = SENTENCES.get(code) or ROSTER.get(code, "")
        return gettext(known) if known and "{" not in known else gettext(ROW_WRONG)
