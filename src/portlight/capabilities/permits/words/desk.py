"""What the desk says of an application: acts, periods, and the card from which the national system is filled."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.permits.queries import ApplicationCard
from portlight.capabilities.permits.rules.applied import Applied
from portlight.capabilities.permits.rules.limits import longest
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.capabilities.permits.words import codes
from portlight.capabilities.permits.words.filed import named
from portlight.faces import telling
from portlight.faces.languages import active
from portlight.faces.words import told
from portlight.toolkit import countries

# Of each act: its heading, what follows from it, the button.
ACTS = {
    "ask": (
        gettext_noop("Ask for what is missing"),
        gettext_noop(
            "Once, for everything (REG 13, 18). The person reads it in her language and sends it or brings it."
        ),
        gettext_noop("Ask"),
    ),
    "accept": (
        gettext_noop("Accept, and hand out the receipt"),
        gettext_noop(
            "In your name. From today the term of the law runs, 7 or 15 working days, and the receipt is valid as long. "
            "While the office keeps the passport, the receipt proves the lawful stay (REG 13, 18)."
        ),
        gettext_noop("Accept"),
    ),
    "not-accept": (
        gettext_noop("Do not accept"),
        gettext_noop("In your name. The person gets a letter with the reason and who can help. Lateness is no reason."),
        gettext_noop("Do not accept"),
    ),
    "intend": (
        gettext_noop("Tell that a refusal is intended"),
        gettext_noop("The person reads the reason in her language and has five working days to answer it."),
        gettext_noop("Tell the person"),
    ),
    "refuse": (
        gettext_noop("Refuse"),
        gettext_noop(
            "In your name, and final (LAW 36): the letter names no appeal. It says the last lawful day, how to leave, and "
            "that new facts allow a new application."
        ),
        gettext_noop("Refuse"),
    ),
    "grant": (
        gettext_noop("Grant"),
        gettext_noop(
            "In your name. The national system makes the visa or permit next; then its number comes back here."
        ),
        gettext_noop("Grant"),
    ),
    "issue": (
        gettext_noop("What the national system made"),
        gettext_noop("Type the number as it is printed. The person is told that it is ready."),
        gettext_noop("Keep it"),
    ),
    "hand-over": (
        gettext_noop("Hand over to the courier"),
        gettext_noop("Ends the case and the receipt."),
        gettext_noop("Hand over"),
    ),
    "order": (
        gettext_noop("Another place in the urgent line"),
        gettext_noop("In your name; the person sees her new place."),
        gettext_noop("Change the order"),
    ),
    "paid": (
        gettext_noop("The fee was paid"),
        gettext_noop("Paid outside; here stands the reference of the payment."),
        gettext_noop("Keep it"),
    ),
}
STEPS = {
    "filed": gettext_noop("To be looked at"),
    "asked": gettext_noop("Waits for the person"),
    "answered": gettext_noop("Answered, to be looked at"),
    "accepted": gettext_noop("To be decided"),
    "intended": gettext_noop("May answer the reasons"),
    "replied": gettext_noop("Reasons answered, to be decided"),
    "granted": gettext_noop("To be made"),
    "issued": gettext_noop("To be handed over"),
    "handed-over": gettext_noop("Handed over"),
    "refused": gettext_noop("Refused"),
    "not-accepted": gettext_noop("Not accepted"),
    "withdrawn": gettext_noop("Withdrawn"),
}
CLOCKS = {
    "permits.look": gettext_noop("First look"),
    "permits.answer": gettext_noop("The person’s answer"),
    "permits.reply": gettext_noop("Answer to the reasons"),
    "permits.decide-visa": gettext_noop("Decision: 7 working days"),
    "permits.decide-residence": gettext_noop("Decision: 15 working days"),
    "permits.receipt-visa": gettext_noop("Alarm: the receipt ends soon"),
    "permits.receipt-residence": gettext_noop("Alarm: the receipt ends soon"),
}
CARD = {
    "surname": gettext_noop("Surname"),
    "given_names": gettext_noop("Given names"),
    "nationality": gettext_noop("Nationality"),
    "birth_date": gettext_noop("Date of birth"),
    "paper_number": gettext_noop("Passport number"),
    "paper_until": gettext_noop("Passport valid until"),
    "holds": gettext_noop("Here on"),
    "entered_on": gettext_noop("Entered China"),
    "last_lawful": gettext_noop("Last lawful day"),
    "matter": gettext_noop("Applied for"),
    "granted_until": gettext_noop("Granted until"),
    "decided": gettext_noop("Decided"),
    "case": gettext_noop("Case number"),
}


def act_told(name: str, found: ApplicationCard) -> dict[str, Any]:
    """What stands around the form of an act. The limits of the law stand beside the day that is granted."""
    heading, follows, button = ACTS[name]
    shown = {"heading": gettext(heading), "follows": gettext(follows), "button": gettext(button), "act": name}
    return {**shown, "matter": named(found.matter), "no": name in ("not-accept", "refuse")}


def limits_told(found: ApplicationCard, applied: Applied) -> str:
    """The longest that the law allows in this matter, in a sentence; empty where it sets no length."""
    most = longest(found.matter, applied.stay)
    if most is None:
        return ""
    code = "until" if most.code == "up-to" and most.until else most.code
    facts = {"days": told("days", most.days), "years": told("years", most.years),
             "until": telling.day(most.until) if most.until else ""}  # fmt: skip
    return gettext(codes.LONGEST[code]).format(**facts)


def card_lines(found: ApplicationCard, applied: Applied) -> list[tuple[str, str]]:
    """In the order in which the national system asks for it; days as it writes them."""
    who, stay = applied.applicant, applied.stay
    values = {
        "surname": who.surname, "given_names": who.given_names,
        "nationality": f"{who.nationality} {countries.name(who.nationality, active().code)}",
        "birth_date": who.birth_date, "paper_number": who.paper_number, "paper_until": who.paper_until,
        "holds": stay.holds, "entered_on": stay.entered_on, "last_lawful": found.last_lawful_on,
        "matter": f"{MATTERS[found.matter].zh}",
        "granted_until": found.granted_until, "decided": localdate(found.decided_at) if found.decided_at else None,
        "case": found.case.number,
    }  # fmt: skip
    return [(gettext(CARD[name]), str(value)) for name, value in values.items() if value not in (None, "")]
