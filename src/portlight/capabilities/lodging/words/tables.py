"""The two tables that ship with the room, as they are read: questions, answers, and what each row rests on.

What the office has changed in a table of its own is shown as the office wrote it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.lodging.queries import AgainCard, AgainRow
from portlight.capabilities.lodging.words.codes import STAYS
from portlight.faces import telling
from portlight.faces.words import in_words
from portlight.kernel.policies.queries import Retold
from portlight.toolkit.tables import Decision, Table

EVENTS = {
    "new-address": gettext_noop("I have moved to another address"),
    "new-passport": gettext_noop("I have a new passport"),
    "new-visa": gettext_noop("I have a new visa"),
    "re-entry": gettext_noop("I have left China and come back"),
    "permit-renewal": gettext_noop("My residence or stay permit is to be extended"),
    "other": gettext_noop("Something else"),
}
STAYS_NOW = {**STAYS, "unknown": gettext_noop("I do not know")}
ANSWERS = {
    "again": gettext_noop("Yes: register again"),
    "exempt": gettext_noop("No: you need not register here"),
    "refer": gettext_noop("An officer answers this"),
}
WHAT_TO_DO = {
    "again": gettext_noop(
        "The same pages once more, with what has changed. After a move you have 24 hours from moving in. The new slip "
        "takes the place of the old one."
    ),
    "exempt": gettext_noop("Your mission or the foreign affairs office can tell you more."),
    "refer": gettext_noop(
        "No row of the table settles it. Call the hotline, or register again to be on the safe side: it costs nothing "
        "and counts for you."
    ),
}
VERDICTS = {
    "register": gettext_noop("Register at once"),
    "register-first": gettext_noop("Register at once; what is missing may follow"),
    "refer": gettext_noop("An officer looks first"),
}
# What stands in the shipped tables, word for word: of each whole, its test cases, its rows and its questions.
WHOLE = (
    gettext_noop("Which events need a new registration"),
    gettext_noop("Exit and Entry Administration Law (2012), art. 39(2); practice of the city"),
    gettext_noop("Which declarations an officer sees first"),
    gettext_noop(
        "Exit and Entry Administration Law (2012), art. 39; lateness is accepted and counts for the person"
    ),
)  # fmt: skip
CASES = (
    gettext_noop("a whole declaration"),
    gettext_noop("two things may follow"),
    gettext_noop("paper expired, and something missing"),
    gettext_noop("stay over, and something missing"),
    gettext_noop("leaving past, and something missing"),
    gettext_noop("photo doubtful, and something missing"),
    gettext_noop("rare paper, and something missing"),
    gettext_noop("another in photo, and something missing"),
    gettext_noop("typed beside table, and something missing"),
)
SOURCES = (
    gettext_noop("Diplomatic, courtesy and service visas are not this office's (LAW 2012, art. 16)"),
    gettext_noop("Within 24 hours at every new address (LAW 2012, art. 39(2))"),
    gettext_noop(
        "The registration names the paper and the visa: a changed one is registered anew (practice of the police stations)"
    ),
    gettext_noop(
        "After each entry on a visa or without one (practice before 2020, told by landlords' agents, 2019)"
    ),
    gettext_noop("Before a permit is changed or extended (universities' guidance to their students)"),
    gettext_noop("Whether holders of a permit are exempt after a re-entry is the city's own rule: unsettled here"),
    gettext_noop("An officer decides what no row above has said"),
    gettext_noop(
        "Expiry is noted, not refused; whether the stay is lawful is for an officer (LAW 2012, art. 39)"
    ),
    gettext_noop("Registering stays a duty and counts for the person; an officer sees the way on"),
    gettext_noop("A declaration for a stay that is over"),
    gettext_noop("ICAO Doc 9303-3, check digits"),
    gettext_noop("An officer compares what a machine seldom reads"),
    gettext_noop("A name typed over is a correction; another number is another person"),
    gettext_noop("Its police station is not known"),
    gettext_noop(
        "What the form asks for may follow within three working days; the registration stands meanwhile"
    ),
    gettext_noop("LAW 2012, art. 39(2)"),
)  # fmt: skip
QUESTIONS = (
    gettext_noop("What has happened?"),
    gettext_noop("On what does the person stay?"),
    gettext_noop("Has the paper expired?"),
    gettext_noop("Has the stay run out?"),
    gettext_noop("Does the day of leaving lie in the past?"),
    gettext_noop("Were check digits of the photo wrong?"),
    gettext_noop("Is the paper neither a passport nor a travel permit?"),
    gettext_noop("Were number, birth date or issuing state typed over what the photo says?"),
    gettext_noop("Was an address typed though the office has a table of addresses?"),
    gettext_noop("How many particulars are missing?"),
)


def again_told(card: AgainCard) -> dict[str, Any]:
    """The table as the public page shows it, in the reader's language."""
    rows = [_again_row(row) for row in card.rows]
    told: dict[str, Any] = {"rows": rows, "version": card.version}
    if card.answer is not None:
        told["answer"] = {**_again_row(card.answer), "what": gettext(WHAT_TO_DO[card.answer.again])}
    return told


def _again_row(row: AgainRow) -> dict[str, Any]:
    return {
        "number": row.number, "events": _several(row.events, EVENTS), "stays": _several(row.stays, STAYS_NOW),
        "again": row.again, "said": gettext(ANSWERS[row.again]), "source": in_words(row.source),
    }  # fmt: skip


def _several(codes: Collection[str], every: Mapping[str, str]) -> str:
    """All of them, all but a few, or each by name."""
    others = [gettext(word) for code, word in every.items() if code not in codes]
    if not others:
        return gettext("in every case")
    if len(others) * 2 < len(every):
        return gettext("in every case but: {these}").format(these=telling.several(others))
    return telling.either([gettext(every.get(code, code)) for code in codes])


def why_told(found: Retold) -> dict[str, Any]:
    """A decision and what would be decided today, as the desk shows it: question, answer, because, source."""
    made = found.made
    told: dict[str, Any] = {
        "made": made, "then": _decision(found.table, made.facts, made.decision), "changed": found.changed, "now": None,
    }  # fmt: skip
    if found.now is not None and found.then is not None:
        told["now"] = _decision(found.now.table.table, made.facts, found.then)
        told["number"] = found.now.number
    return told


def _decision(table: Table, facts: Mapping[str, Any], found: Decision) -> dict[str, Any]:
    """The row that decided whole, and of each row above it the first question that did not fit."""
    row, answers = table.rows[found.row - 1], found.trace
    asked = [
        (_title(table, one.asked), _fact(facts[one.asked]), one.cell) for one in answers[found.row - 1] if one.cell
    ]
    passed = [
        (one, next(said for said in answers[one.number - 1] if not said.holds)) for one in table.rows[: row.number - 1]
    ]
    return {
        "row": row.number, "said": gettext(VERDICTS.get(str(row.outcome[0]), str(row.outcome[0]))),
        "refers": found.refers, "source": in_words(row.source), "asked": asked,
        "passed": [(one.number, _title(table, no.asked), _fact(facts[no.asked]), no.cell, in_words(one.source)) for one, no in passed],
    }  # fmt: skip


def _title(table: Table, name: str) -> str:
    title = next((one.title for one in table.inputs if one.name == name), "")
    return in_words(title) or name


def _fact(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return telling.number(value) if isinstance(value, int | float) else str(value if value is not None else "–")
