"""What lodging shows on a person's own page: her clocks, what is asked of her, all that is kept about her."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from portlight.capabilities.lodging import queries
from portlight.capabilities.lodging.queries import FiledCard, own
from portlight.capabilities.lodging.words.codes import MISSING, PAPERS, SEXES, STATES, STAYS
from portlight.toolkit.actor import Actor
from portlight.toolkit.ownpage import OwnClock, OwnPage, Told

ARTICLE = gettext_noop("Exit and Entry Administration Law, article 39")
PROMISE = gettext_noop("A promise of this office")
_FEW_DAYS = timedelta(days=7)  # so long a period that was met is still worth showing
_LABELS = {
    "number": gettext_noop("Case number"),
    "state": gettext_noop("State"),
    "surname": gettext_noop("Surname"),
    "given_names": gettext_noop("Given names"),
    "chinese_name": gettext_noop("Name in Chinese"),
    "nationality": gettext_noop("Nationality"),
    "sex": gettext_noop("Sex, as the passport says"),
    "birth_date": gettext_noop("Date of birth"),
    "paper": gettext_noop("Travel document"),
    "paper_number": gettext_noop("Passport number"),
    "paper_until": gettext_noop("Date of expiry"),
    "kind": gettext_noop("On what do you stay in China?"),
    "visa": gettext_noop("Letter of the visa"),
    "until": gettext_noop("Until when may you stay?"),
    "entered_on": gettext_noop("When did you enter China?"),
    "district": gettext_noop("District"),
    "line": gettext_noop("Road, number, compound"),
    "room": gettext_noop("Building and room"),
    "moved_in_at": gettext_noop("Moved in"),
    "leaving_on": gettext_noop("Leaving"),
    "host_name": gettext_noop("Host"),
    "host_telephone": gettext_noop("Host’s telephone"),
    "declared_at": gettext_noop("Declared"),
}


def clocks_of(person: UUID, at: datetime) -> tuple[OwnClock, ...]:
    """The 24 hours, what is missing and by when, the end of what is registered; the soonest first."""
    found = [clock for card in own.standing(person) for clock in _of(card, at)]
    if (entry := own.entered(person, at=at)) is not None:
        found.append(OwnClock(
            name="lodging.hours", title=gettext_noop("Register where you live"),
            text=gettext_noop("You have entered. Within 24 hours of moving in you register, unless a hotel does it."),
            article=ARTICLE, since=entry.entered_at, until=entry.until, state="runs" if entry.until > at else "late",
            reminder=gettext_noop("We write to you once, before the 24 hours are over."), route="lodging:portal:index",
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda clock: clock.until))


def asked_of(case: int) -> tuple[str, ...]:
    """What a declaration still lacks, as msgids."""
    return tuple(MISSING[code] for code in own.missing(case) if code in MISSING)


def told_of(person: UUID, by: Actor, at: datetime) -> tuple[Told, ...]:
    """Every declaration of hers with its particulars; what was erased is told as far as it is there."""
    return tuple(_told(card, by, at) for card in own.declared(person))


OWN = OwnPage(
    clocks_of=clocks_of, asked_of={"lodging": asked_of}, told_of=told_of,
    case_pages={"lodging": "lodging:portal:receipt"},
    readings={"lodging.opened": gettext_noop("A declaration of your accommodation")},
    reasons={
        "check": gettext_noop("to check the declaration"), "assist": gettext_noop("to help you at the counter"),
        "print": gettext_noop("to print the slip"), "declare": gettext_noop("to declare it anew for you"),
        "program": gettext_noop("for the institution that lodges you"),
    },
)  # fmt: skip


def _of(card: FiledCard, at: datetime) -> Iterator[OwnClock]:
    number = card.case.number
    if card.state == "current" and at < card.declared_at + _FEW_DAYS:
        yield OwnClock(
            name="lodging.hours", title=gettext_noop("Register within 24 hours of moving in"),
            text=gettext_noop("You have registered. The slip is your proof."), article=ARTICLE, since=card.moved_in_at,
            until=card.due_at, state="late" if card.late_by else "met", route="lodging:portal:receipt", argument=number,
        )  # fmt: skip
    if card.case.step in ("asked", "completing") and card.case.due_at is not None:
        yield OwnClock(
            name="lodging.complete", title=gettext_noop("Send what is missing"),
            text=gettext_noop("Three working days. What stands already is not lost."), article=PROMISE,
            since=card.case.moved_at, until=card.case.due_at, state="runs" if card.case.due_at > at else "late",
            route="lodging:portal:complete", argument=number,
        )  # fmt: skip
    if card.state == "current" and card.leaving_on is not None:
        zone = timezone.get_default_timezone()
        until = datetime.combine(card.leaving_on + timedelta(days=1), time.min, zone)
        yield OwnClock(
            name="lodging.stay", title=gettext_noop("Your stay at this address"),
            text=gettext_noop("If you stay longer, say so before it ends. If you move, register there within 24 hours."),
            article=ARTICLE, since=card.moved_in_at, until=until, state="runs" if until > at else "late",
            reminder=gettext_noop("We write to you three days before."), route="lodging:portal:receipt",
            argument=number,
        )  # fmt: skip


def _told(card: FiledCard, by: Actor, at: datetime) -> Told:
    values: dict[str, Any] = {"number": card.case.number, "state": card.state, "declared_at": card.declared_at}
    try:
        found = queries.opened(card, by=by, why="own-copy", at=at).declared.to_json()
    except LookupError:  # erased: the codes and days that are left
        found = {"lodging": {"moved_in_at": card.moved_in_at, "leaving_on": card.leaving_on}}
    for part in ("holder", "stay", "lodging"):
        values |= found.get(part, {})
    told = {name: _text(values.get(name)) for name in _LABELS}
    rows = tuple((name, label, told[name], _said(name, told[name])) for name, label in _LABELS.items() if told[name])
    return Told(name="lodging", title=gettext_noop("Accommodation registration"), rows=rows)


def _said(name: str, value: str) -> str:
    return {"state": STATES, "sex": SEXES, "paper": PAPERS, "kind": STAYS}.get(name, {}).get(value, "")


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)
