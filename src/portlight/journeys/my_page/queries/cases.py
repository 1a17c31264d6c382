from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate
from django.utils.translation import gettext

from portlight.faces.portal.appointments import link
from portlight.journeys.my_page.queries.clocks import leads
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.people.queries import OpenedShare
from portlight.toolkit.nameplate import own_pages

_MOST = 50


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case in the reader's words. `hers`: it is about her; else she has filed it for somebody."""

    card: CaseCard
    title: str
    step: str
    hers: bool
    href: str
    book: str  # where she books a time for it; empty where none is booked
    asked: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SharedCase:
    """What a friend sees: where it is and what is asked for. No name, no number of a paper, no address."""

    title: str
    step: str
    asked: tuple[str, ...]
    due_at: datetime | None
    closed: bool
    moved_at: datetime


@dataclass(frozen=True, kw_only=True)
class KeptLine:
    """What the law keeps of a case after her page is closed; `until` None: it is open still."""

    number: str
    title: str
    until: date | None
    days: int


def cases_of(person: UUID) -> tuple[CaseLine, ...]:
    """Those about her and those she has filed, the latest first."""
    found = {card.id: card for card in cases.of_person(person, size=_MOST)}
    found |= {card.id: card for card in cases.filed_by(str(person), size=_MOST).rows}
    return tuple(_line(found[number], person) for number in sorted(found, reverse=True)[:_MOST])


def case_of(number: str, person: UUID) -> CaseLine | None:
    """One of them; None for somebody else's, as for one that does not exist."""
    card = cases.case(number)
    if card is None or (card.subject != person and card.filed_by_key != str(person)):
        return None
    return _line(card, person)


def shared(opened: OpenedShare) -> SharedCase | None:
    """The matter of a link that was just opened; None when the case is no longer hers to show."""
    number = opened.about.removeprefix("case:")
    card = cases.by_id(int(number)) if number.isdecimal() else None
    if card is None or (card.subject != opened.person and card.filed_by_key != str(opened.person)):
        return None
    line = _line(card, opened.person)
    return SharedCase(title=line.title, step=line.step, asked=line.asked, due_at=card.due_at,
                      closed=card.closed_at is not None, moved_at=card.moved_at)  # fmt: skip


def kept_of(person: UUID) -> tuple[KeptLine, ...]:
    """What is kept of each of her cases, and how long, by the kind's own rule."""
    return tuple(_kept(line) for line in cases_of(person))


def _kept(line: CaseLine) -> KeptLine:
    days = cases.table(line.card.kind, line.card.version).kept_days
    closed = line.card.closed_at
    until = localdate(closed) + timedelta(days=days) if closed else None
    return KeptLine(number=line.card.number, title=line.title, until=until, days=days)


def _line(card: CaseCard, person: UUID) -> CaseLine:
    pages = {kind: route for own in own_pages() for kind, route in own.case_pages.items()}
    services = {kind: service for own in own_pages() for kind, service in own.bookable.items()}
    asks = {kind: asked for own in own_pages() for kind, asked in own.asked_of.items()}
    asked = asks[card.kind](card.id) if card.kind in asks and card.closed_at is None else ()
    return CaseLine(
        card=card, title=gettext(cases.table(card.kind, card.version).title), step=gettext(card.label),
        hers=card.subject == person, href=leads(pages.get(card.kind, ""), card.number),
        book=link(services[card.kind], case=card.number) if card.kind in services and card.closed_at is None else "",
        asked=tuple(gettext(one) for one in asked),
    )  # fmt: skip
