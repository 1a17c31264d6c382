"""Everything lodging says, by code. Codes are stored, these are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.lodging.rules.roster import writing
from portlight.delivery.texts import Frozen
from portlight.faces.languages import django_code
from portlight.faces.words import told
from portlight.toolkit.languages import LANGUAGES

SENTENCES = {
    "lodging.address-missing": gettext_noop("Choose the address from the list, or write road, number and district."),
    "lodging.born-odd": gettext_noop("Check the date of birth: it cannot be right."),
    "lodging.dates-reversed": gettext_noop("Check the dates: the end comes before the beginning."),
    "lodging.entered-odd": gettext_noop("Check the day of entry: it cannot be right."),
    "lodging.exempt": gettext_noop(
        "Holders of diplomatic, courtesy or service visas need not register here. Your mission or the foreign affairs "
        "office can tell you more."
    ),
    "lodging.guardian-needed": gettext_noop(
        "For a child under {years}, a parent or guardian declares. Go back and choose “for my child”."
    ),
    "lodging.hotel": gettext_noop(
        "This is a hotel. The hotel registers you itself: show your passport at its desk. If it did not, call the "
        "hotline."
    ),
    "lodging.leaving-too-far": gettext_noop("No stay is that long. Check the day you leave, or leave it empty."),
    "lodging.name-odd": gettext_noop(
        "Write the name in letters as the passport shows it, without numbers or pictures, 120 characters at most."
    ),
    "lodging.nationality-unknown": gettext_noop("Choose the nationality from the list."),
    "lodging.not-current": gettext_noop("This registration is not in force any more."),
    "lodging.not-yet": gettext_noop(
        "You can declare on the day you move in, and within 24 hours after it. Come back then."
    ),
    "lodging.outside-city": gettext_noop(
        "This address is not in this city. Please register with the police of the place where you live."
    ),
    "lodging.paper-number-odd": gettext_noop("Write the number of the passport: letters and digits, without spaces."),
    "lodging.reason-unknown": gettext_noop("Choose from the list."),
    "lodging.room-odd": gettext_noop("This is too long. Write road, number, building and room only."),
    "lodging.stands-already": gettext_noop(
        "Another registration of this passport at this address stands. End that one first, or reject this one."
    ),
    "lodging.station-unknown": gettext_noop("Choose a police station of this district."),
    "lodging.still-missing": gettext_noop("Fill in everything that is asked here, then send it."),
    "lodging.throttled": gettext_noop("Too many codes were asked for. Wait an hour, then try again."),
    "lodging.too-long-ago": gettext_noop("Check the day you moved in: it is very long ago."),
    "lodging.unknown": gettext_noop("There is no declaration with this number."),
    "roster.columns-missing": gettext_noop("These columns are missing: {columns}. Add them, or use our template."),
    "roster.heading-missing": gettext_noop(
        "No row of headings was found in the first {rows} rows. Put the names of the columns above the people, or use our template."
    ),
    "roster.no-rows": gettext_noop("There is nobody below the headings. Fill in a row for each person."),
    "roster.unknown": gettext_noop("There is no roster with this number."),
}
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
FOR = {
    "self": gettext_noop("For myself"),
    "guest": gettext_noop("For my guest or tenant"),
    "child": gettext_noop("For my child"),
    "institution": gettext_noop("For people my institution lodges"),
}
PAPERS = {
    "passport": gettext_noop("Passport"),
    "travel-permit": gettext_noop("Mainland Travel Permit (Hong Kong, Macao, Taiwan)"),
    "refugee": gettext_noop("Travel document of a refugee"),
    "stateless": gettext_noop("Travel document of a stateless person"),
    "other": gettext_noop("Another travel document"),
}
STAYS = {
    "visa": gettext_noop("Visa"),
    "residence-permit": gettext_noop("Residence permit"),
    "stay-permit": gettext_noop("Stay permit"),
    "visa-free": gettext_noop("Without a visa"),
    "permanent": gettext_noop("Permanent residence"),
    "diplomatic": gettext_noop("Diplomatic, courtesy or service visa"),
    "unknown": gettext_noop("I will add this later"),
}
SEXES = {"F": gettext_noop("Female"), "M": gettext_noop("Male"), "X": gettext_noop("X or not stated")}
# The steps of a case at the desk.
STEPS = {
    "declared": gettext_noop("Received"),
    "checking": gettext_noop("To be checked"),
    "asked": gettext_noop("Waits for the person"),
    "completing": gettext_noop("Registered, to be completed"),
    "registered": gettext_noop("Registered"),
    "rejected": gettext_noop("Rejected"),
    "withdrawn": gettext_noop("Withdrawn"),
}
STATES = {
    "waiting": gettext_noop("With the police station"),
    "current": gettext_noop("Registered"),
    "left": gettext_noop("Ended: left"),
    "replaced": gettext_noop("Ended: moved or corrected"),
    "void": gettext_noop("Not registered"),
    "disputed": gettext_noop("With the police station"),
}
FLAGS = {
    "late": gettext_noop("Declared after the 24 hours"),
    "paper-expired": gettext_noop("The passport has expired"),
    "stay-over": gettext_noop("The day the stay ends is over"),
    "leaving-past": gettext_noop("The day of leaving is over"),
    "address-typed": gettext_noop("The address was typed, not chosen from the table"),
    "differs-from-photo": gettext_noop("Typed over what was read from the photo"),
    "photo-doubtful": gettext_noop("A check digit in the photo is wrong"),
    "rare-paper": gettext_noop("Not a passport"),
    "differs-from-earlier": gettext_noop("Same passport and address as another declaration, other particulars"),
    "not-completed": gettext_noop("Not completed within three working days"),
    "like": gettext_noop("Declared before at this address"),
}
MISSING = {
    "stay_kind": gettext_noop("On what you stay: visa or permit"),
    "stay_until": gettext_noop("Until when you may stay"),
    "entered_on": gettext_noop("The day you entered China"),
    "leaving_on": gettext_noop("The day you will leave the address"),
    "passport-page": gettext_noop("A photo of the passport’s data page"),
    "visa-page": gettext_noop("A photo of the visa or permit"),
    "address": gettext_noop("The exact address: building, floor and room"),
    "dates": gettext_noop("The days you moved in and will leave"),
    "host": gettext_noop("Who owns or rents out the dwelling"),
    "other-particulars": gettext_noop("Particulars that differ from your passport"),
}
# What a check digit of the passport's lines covers.
DOUBTS = {
    "document_number": gettext_noop("Passport number"),
    "birth_date": gettext_noop("Date of birth"),
    "expiry_date": gettext_noop("Date of expiry"),
    "optional": gettext_noop("Personal number in the second line"),
    "composite": gettext_noop("The whole of the second line"),
}
REASONS = {
    "not-at-this-address": gettext_noop("Nobody of this name lives at this address"),
    "not-this-persons-paper": gettext_noop("The passport is not this person’s"),
    "no-answer": gettext_noop("What was asked for did not come"),
    "declared-in-error": gettext_noop("Declared in error"),
}
# Step → title and text of the message. It says that there is news and where, never what is in it.
MESSAGES = {
    "registered": (
        gettext_noop("Your accommodation registration is done"),
        gettext_noop("Your slip is ready. You find it on the pages of this office, under “Where I live”."),
    ),
    "completing": (
        gettext_noop("Your accommodation is registered; something is missing"),
        gettext_noop(
            "Your slip is ready. Please add what is missing within three working days, on the pages of this office, under "
            "“Where I live”."
        ),
    ),
    "checking": (
        gettext_noop("We have received your declaration"),
        gettext_noop(
            "The police station looks at it by the next working day. Your receipt is on the pages of this office, under "
            "“Where I live”."
        ),
    ),
    "asked": (
        gettext_noop("We need something from you"),
        gettext_noop(
            "Please look at the pages of this office, under “Where I live”, within three working days. Everything we "
            "need stands there."
        ),
    ),
    "rejected": (
        gettext_noop("News about your declaration"),
        gettext_noop("Please look at the pages of this office, under “Where I live”, or call the hotline."),
    ),
    "ending": (
        gettext_noop("Your registered stay ends soon"),
        gettext_noop(
            "If you stay longer, say so on the pages of this office, under “Where I live”. If you move, register at the "
            "new address within 24 hours."
        ),
    ),
}
POSTER = gettext_noop("You live here now? Register within 24 hours. Scan this with your phone.")
CODE = (
    gettext_noop("Your code: {code}"),
    gettext_noop(
        "{code} is your code for the declaration of your accommodation. It is good for ten minutes. Nobody from this "
        "office will ever ask you for it. If you did not ask for a code, you need do nothing."
    ),
)


def message(step: str) -> dict[str, Frozen]:
    """The message of a step in nine languages; empty where there is nothing to tell."""
    return _in_all(MESSAGES[step]) if step in MESSAGES else {}


def code_message() -> dict[str, Frozen]:
    """The message with `{code}` in it, in nine languages."""
    return _in_all(CODE)


def _in_all(pair: tuple[str, str]) -> dict[str, Frozen]:
    made = {}
    for language in LANGUAGES:
        with translation.override(django_code(language)):
            made[language] = Frozen(gettext(pair[0]), gettext(pair[1]), {})
    return made


def remedy(code: str, facts: Mapping[str, Any], language: str) -> str:
    """What to do about a cell of a roster."""
    with translation.override(django_code(language)):
        return gettext(ROSTER[code]).format(**{name: told(name, value) for name, value in facts.items()})


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
