"""What every roster says: about its cells, and in its workbooks. A room adds what it says besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.faces.languages import django_code
from portlight.faces.words import told
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.rosters import Problem, Roster, writing
from portlight.toolkit.sheets import Sheet

# What is wrong in a cell, and what to do about it.
REMEDIES: Mapping[str, str] = {
    "birth-in-future": gettext_noop("Check the date of birth: it cannot be right."),
    "born-too-old": gettext_noop("Check the date of birth: it cannot be right."),
    "date-ambiguous": gettext_noop(
        "This could be two days. It was read as {day}; write year-month-day, as 2026-01-31."
    ),
    "date-impossible": gettext_noop("There is no such day. Check it, and write year-month-day, as 2026-01-31."),
    "date-unreadable": gettext_noop("This is no date we can read. Write year-month-day, as 2026-01-31."),
    "date-was-number": gettext_noop(
        "This date was typed as a number. It was read as {day}; format the cell as a date."
    ),
    "dates-reversed": gettext_noop("Check the dates: the end comes before the beginning."),
    "empty": gettext_noop("Nothing stands in this cell. Fill it in; of merged cells only the first one counts."),
    "entry-in-future": gettext_noop("Check the day of entry: it cannot be right."),
    "formula": gettext_noop("This is a formula, not a value. Copy the cell and paste its value only."),
    "name-not-latin": gettext_noop(
        "Write the name in Latin letters, as in the two lines at the bottom of the passport’s page."
    ),
    "name-odd": gettext_noop(
        "Write the name in letters as the passport shows it, without numbers or pictures, 120 characters at most."
    ),
    "nationality-unknown": gettext_noop(
        "We know no country of this name. Write its code of three letters from the passport, as FRA."
    ),
    "paper-expires-soon": gettext_noop(
        "The passport runs out on {day}. The person should ask the consulate for a new one now."
    ),
    "paper-number-odd": gettext_noop("Write the number of the passport: letters and digits, without spaces."),
    "paper-number-was-number": gettext_noop(
        "This was typed as a number, so zeros at its beginning or its last digits may be lost. "
        "Format the cell as text and type it again as the passport shows it."
    ),
    "paper-unknown": gettext_noop(
        "We do not know this kind of document. Write passport, travel-permit, refugee, stateless or other."
    ),
    "sex-unknown": gettext_noop("Write F, M or X, as the passport says."),
    "sheet-error": gettext_noop("The sheet itself shows an error here. Type the value in its place."),
    "stay-kind-unknown": gettext_noop(
        "We do not know this kind of visa or permit. "
        "Write the letter of the visa, or residence-permit, stay-permit, visa-free or permanent; it can follow."
    ),
    "too-long": gettext_noop("This is too long for its column. Check whether it belongs into another cell."),
    "twice": gettext_noop("Row {row} has the same person. Delete one of the two rows."),
    "twice-other-person": gettext_noop(
        "Row {row} has the same document number with another person. Check both rows against the passports."
    ),
}
# What is written into a column of a template.
HINTS: Mapping[str, str] = {
    "surname": gettext_noop("In Latin letters, as in the two lines at the bottom of the passport’s page"),
    "given_name": gettext_noop("As in the passport; may stay empty where it has one name only"),
    "nationality": gettext_noop("Code of three letters, or the name of the country"),
    "sex": gettext_noop("F, M or X, as the passport says"),
    "doc_number": gettext_noop("As text, so that no zero is lost"),
    "visa_type": gettext_noop("Letter of the visa, or the kind of permit"),
}
A_DAY = gettext_noop("Year-month-day, as 2026-01-31")


def remedy(said: str, facts: Mapping[str, Any], language: str) -> str:
    """A remedy with its facts, in the reader's language."""
    with translation.override(django_code(language)):
        return gettext(said).format(**{name: told(name, value) for name, value in facts.items()})


def marked(sheet: Sheet, roster: Roster, say: Callable[[Problem], str], language: str) -> bytes:
    """The sheet as a workbook, its wrong cells marked, with what to do about each."""
    return writing.marked(sheet, roster, say, labels(language, hints={}, days=()))


def labels(language: str, *, hints: Mapping[str, str], days: tuple[str, ...]) -> writing.Labels:
    """The words of a roster's workbooks. `hints`: the room's own, as msgids; `days`: its columns of days."""
    with translation.override(django_code(language)):
        said = {key: gettext(hint) for key, hint in {**HINTS, **hints}.items()}
        a_day = gettext(A_DAY)
        dated = {key: f"{a_day}. {said[key]}" if key in said else a_day for key in days}
        return writing.Labels(
            language=language, rtl=LANGUAGES[language].rtl, guide=gettext("What to do"), people=gettext("People"),
            countries=gettext("Countries"), column=gettext("Column"), needed=gettext("Needed"),
            what=gettext("What to do"), row=gettext("Row"), value=gettext("Value"), hints=said | dated,
        )  # fmt: skip
