"""What institutions ask: the office's worklist, an institution's own, one with its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from portlight.capabilities.green_lanes.kinds import REQUEST
from portlight.capabilities.green_lanes.models import Request
from portlight.capabilities.green_lanes.queries.acting import acting
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.organisations import queries as organisations
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.pages import Page
from portlight.toolkit.sealed import open_sealed

TEXT, ANSWER = "green_lanes_request.text", "green_lanes_request.answer"


@dataclass(frozen=True, kw_only=True)
class RequestCard:
    """`text` and `answer` are empty in lists: only `request` opens them."""

    case: CaseCard
    organisation: OrganisationCard
    about: str
    people: int
    wanted_on: date | None
    text: str
    answer: str
    answered_by: str
    answered_at: datetime | None


def requests_waiting(*, after: str | None = None, size: int = 25) -> Page[RequestCard]:
    """What waits for an answer, the soonest due first, a page at a time. Three queries."""
    page = cases.worklist(REQUEST.name, after=after, size=size)
    return Page(rows=_told([one.id for one in page.rows], {one.id: one for one in page.rows}), next=page.next)


def requests_of(organisation: OrganisationCard, *, most: int = 20) -> tuple[RequestCard, ...]:
    """An institution's own, the latest first; who may see it the caller has asked."""
    rows = Request.objects.filter(organisation_id=organisation.id).order_by("-case_id")
    numbers = list(rows.values_list("case_id", flat=True)[:most])
    return _told(numbers, cases.cards(numbers))


def request(number: str, *, by: Actor, at: datetime) -> RequestCard | None:
    """One with its text, where `by` may see it; otherwise None. Its reading is noted."""
    card = cases.case(number)
    row = Request.objects.select_related("organisation").filter(pk=card.id).first() if card else None
    if card is None or row is None or acting(row.organisation.key, by, "see") is None:
        return None
    with transaction.atomic():
        record("lanes.request-read", about=card.about, by=by, at=at)
    text = open_sealed(row.text, column=TEXT, seal=row.seal) if row.text else ""
    answer = open_sealed(row.answer, column=ANSWER, seal=row.seal) if row.answer else ""
    named = organisations.named([row.organisation_id])
    return _card(row, card, named[row.organisation_id], text, answer)


def _told(numbers: Sequence[int], cards: dict[int, CaseCard]) -> tuple[RequestCard, ...]:
    rows = Request.objects.in_bulk(numbers)
    named = organisations.named({row.organisation_id for row in rows.values()})
    return tuple(
        _card(rows[number], cards[number], named[rows[number].organisation_id], "", "") for number in numbers
    )  # fmt: skip


def _card(row: Request, case: CaseCard, organisation: OrganisationCard, text: str, answer: str) -> RequestCard:
    return RequestCard(
        case=case, organisation=organisation, about=row.about, people=row.people, wanted_on=row.wanted_on, text=text,
        answer=answer, answered_by=row.answered_by, answered_at=row.answered_at,
    )  # fmt: skip
