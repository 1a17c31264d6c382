"""An application as its pages show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.permits.queries import ApplicationCard
from portlight.capabilities.permits.rules.applied import Applied, Judged
from portlight.capabilities.permits.rules.matters import MATTERS, Matter
from portlight.capabilities.permits.rules.papers import code_of
from portlight.capabilities.permits.words import codes
from portlight.faces import telling
from portlight.faces.languages import active
from portlight.faces.words import sentence, why_not_kept
from portlight.kernel.documents.queries import DocumentCard
from portlight.toolkit import countries
from portlight.toolkit.refusals import Refused
from portlight.toolkit.visas import VISAS

LABELS = {
    "filed_as": gettext_noop("For whom"),
    "agent_ground": gettext_noop("On what ground"),
    "name": gettext_noop("Name"),
    "nationality": gettext_noop("Nationality"),
    "birth_date": gettext_noop("Date of birth"),
    "paper_number": gettext_noop("Passport number"),
    "paper_until": gettext_noop("Passport valid until"),
    "holds": gettext_noop("Here on"),
    "entered_on": gettext_noop("Entered China"),
    "permit_until": gettext_noop("Permit ends"),
    "until": gettext_noop("Wants to stay until"),
    "happened_on": gettext_noop("It happened on"),
    "purpose": gettext_noop("Reason"),
    "address": gettext_noop("Lives at"),
    "handover": gettext_noop("How it is handed over"),
    "ground": gettext_noop("Urgent because"),
    "needed_on": gettext_noop("Needed by"),
    "story": gettext_noop("About the urgency"),
}
_ON_PAGE = {
    **dict.fromkeys(("name", "nationality", "birth_date", "paper_number", "paper_until"), "who"),
    **dict.fromkeys(("holds", "entered_on", "permit_until"), "stay"),
}  # fmt: skip
# Where a refusal is mended: the field it names stands on this page.
_MENDED = {
    **dict.fromkeys(("surname", "birth_date", "paper_number"), "who"),
    **dict.fromkeys(("entered_on", "printed_days", "extended_days", "enter_before"), "stay"),
}  # fmt: skip
_EARLIER = 3  # the latest that were handed in before: more is no help
DAYS = {
    "in-time": gettext_noop("You file in time. The day is kept, whatever comes later."),
    "late": gettext_noop("The last day to apply is over. File all the same: being late is noted, nothing is refused for it."),
    "over": gettext_noop(
        "Your stay has ended. File all the same, now, and come to the office: coming yourself counts for you, and an "
        "officer looks with you for the lawful way on."
    ),
}  # fmt: skip
NEXT = {
    "filed": gettext_noop("An officer looks at it. If something is missing, you are told all of it once."),
    "asked": gettext_noop("Send what is listed here; then an officer looks again."),
    "answered": gettext_noop("An officer looks at what you have sent."),
    "accepted": gettext_noop("It is being decided, within the term of the law."),
    "intended": gettext_noop("Read the reason and answer it. Nothing is decided before, or before the time is over."),
    "replied": gettext_noop("It is being decided, with what you have written."),
    "granted": gettext_noop("The visa or permit is being made. You are told when it is ready."),
    "issued": gettext_noop("Come with this page and a paper that shows who you are, or wait for the courier."),
    "handed-over": gettext_noop("You have it. Look at its dates at once, and tell us the same day if something is wrong."),
    "with-courier": gettext_noop(
        "The courier brings it. Look at its dates as soon as you have it, and tell us the same day if something is wrong."
    ),
    "refused": gettext_noop("The letter says why, until when you may stay, and what you can do now."),
    "not-accepted": gettext_noop("The letter says why, and who can help."),
    "withdrawn": gettext_noop("You have taken it back. You can apply again at any time."),
}  # fmt: skip


def named(matter: str) -> dict[str, str]:
    """A matter in the reader's language, with the term of the law."""
    return {"code": matter, "said": gettext(codes.WAYS[matter]), "zh": MATTERS[matter].zh}


def lines(applied: Applied) -> list[tuple[str, str, str, str]]:
    """What was said: name, label, value, the page that changes it. What was left out has no line."""
    return [
        (name, gettext(LABELS[name]), value, _ON_PAGE.get(name, "wish")) for name, value in values(applied) if value
    ]


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One paper of the list: how many pieces of it are there; each piece with why it could not be kept, or nothing;
    and pieces of earlier applications that would serve."""

    code: str
    said: str
    count: int
    pieces: tuple[tuple[DocumentCard, str], ...]
    earlier: tuple[DocumentCard, ...] = ()


def papers_told(
    wanted: Sequence[str], cards: Sequence[DocumentCard], earlier: Sequence[DocumentCard] = ()
) -> list[PaperLine]:
    """Every paper of the list, in its order."""
    return [_paper_line(one, cards, earlier) for one in wanted]


def _paper_line(code: str, cards: Sequence[DocumentCard], earlier: Sequence[DocumentCard]) -> PaperLine:
    pieces = tuple((card, why_not_kept(card)) for card in cards if code_of(card.slot) == code)
    here = {card.key for card, _ in pieces}
    return PaperLine(
        code=code, said=gettext(codes.ASKABLE[code]), count=sum(not why for _, why in pieces), pieces=pieces,
        earlier=tuple(card for card in earlier if code_of(card.slot) == code and card.key not in here)[:_EARLIER],
    )  # fmt: skip


def who_told(matter: Matter) -> str:
    return gettext(codes.WHO[matter.agents])


def days_told(judged: Judged) -> tuple[str, str]:
    """A code and its sentence."""
    code = "over" if not judged.in_time else "late" if judged.late_by else "in-time"
    return code, gettext(DAYS[code])


def wrong(refusal: Refused) -> tuple[str, str]:
    """The sentence, and the page on which it is mended."""
    return str(sentence(refusal)), _MENDED.get(refusal.field or "", "wish")


def standing(found: ApplicationCard) -> dict[str, Any]:
    """Where an application is, as its owner reads it."""
    by_courier = found.case.step == "handed-over" and found.handover == "courier"
    then = NEXT["with-courier"] if by_courier else NEXT[found.case.step]
    return {
        "matter": named(found.matter), "step": gettext(found.case.label), "next": gettext(then),
        "missing": [gettext(codes.ASKABLE[one]) for one in found.missing],
        "reason": gettext(codes.REASONS[found.reason]) if found.reason in codes.REASONS else "",
        "rank": gettext(codes.RANKS[_RANKED[found.rank]]) if found.rank in _RANKED else "",
        "fee": telling.number(found.fee_fen / 100, places=2) if found.fee_fen is not None else "",
        "urgent": gettext(codes.URGENT[found.ground]) if found.ground in codes.URGENT else "",
    }  # fmt: skip


_RANKED = {1: "first", 2: "today", 3: "this-week", 4: "refer"}


def values(applied: Applied) -> Iterator[tuple[str, str]]:
    """Every value that was said, as the reader reads it; empty where nothing was said."""
    who, stay, urgency = applied.applicant, applied.stay, applied.urgency
    yield "filed_as", gettext(codes.FILED_AS[applied.filed_as])
    yield "agent_ground", gettext(codes.GROUNDS[applied.agent_ground]) if applied.agent_ground else ""
    yield "name", who.name
    yield "nationality", countries.name(who.nationality, active().code)
    yield "birth_date", _day(who.birth_date)
    yield "paper_number", who.paper_number
    yield "paper_until", _day(who.paper_until)
    yield "holds", _holds(stay.holds)
    yield "entered_on", _day(stay.entered_on)
    yield "permit_until", _day(stay.permit_until)
    yield "purpose", applied.purpose
    yield "until", _day(applied.until)
    yield "happened_on", _day(applied.happened_on)
    yield "address", applied.address
    yield "handover", gettext(codes.HANDOVERS[applied.handover])
    if urgency is not None:
        yield "ground", gettext(codes.URGENT[urgency.ground])
        yield "needed_on", _day(urgency.needed_on)
        yield "story", urgency.story


def _holds(code: str) -> str:
    if code in VISAS:
        return gettext("Visa {letter} {chinese}").format(letter=code, chinese=codes.VISA_KINDS[code])
    return gettext(codes.HOLDS.get(code, code))


def _day(value: date | None) -> str:
    return telling.day(value) if value else ""
