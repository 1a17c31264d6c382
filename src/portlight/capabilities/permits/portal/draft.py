"""A draft on the server, as the pages of the way fill it: from what was typed to what is applied for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.permits import queries
from portlight.capabilities.permits.queries import DraftWhole
from portlight.capabilities.permits.rules.applied import Applicant, Applied, Urgency
from portlight.capabilities.permits.rules.stays import Stay
from portlight.faces.portal.persons import actor_of, person_of

Before = Callable[[HttpRequest, DraftWhole], Mapping[str, Any]]
PAGES = ("who", "stay", "wish", "papers", "check")
# What each page must have said: it leaves behind what it has checked.
_SAID_BY = {
    "who": ("nationality", "birth_date", "paper_number"), "stay": ("holds",), "wish": ("purpose", "handover"),
}  # fmt: skip
_OF_HER = ("surname", "given_names", "nationality", "birth_date", "paper_number", "paper_until")
_DAYS = (
    "birth_date", "paper_until", "entered_on", "enter_before", "permit_until", "until", "happened_on", "needed_on",
)  # fmt: skip


def own(request: HttpRequest, key: UUID) -> DraftWhole:
    """Hers, or nothing: another's, a filed one and one that does not exist get the same page."""
    owner = person_of(request)
    found = queries.draft(key, owner, at=now()) if owner else None
    if found is None:
        raise Http404(str(key))
    return found


def onward(page: str, key: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"permits:portal:{page}", args=[key]))


def step(page: str) -> dict[str, float]:
    number = PAGES.index(page) + 1
    return {"step": number, "steps": len(PAGES), "percent": 100 * (number - 0.5) / len(PAGES)}


def said(draft: DraftWhole, name: str) -> Any:
    """What a page has said, a day as a day."""
    value = draft.typed.get(name)
    return date.fromisoformat(value) if value and name in _DAYS else value


def of_her(request: HttpRequest, draft: DraftWhole) -> dict[str, Any]:
    """What she said of herself in her latest application, where she applies for herself again; else nothing."""
    owner = person_of(request)
    if owner is None or draft.typed.get("filed_as", "self") != "self" or draft.typed.get("paper_number"):
        return {}
    card = next((one for one in queries.filed_by(owner).rows if one.case.filed_as == "self"), None)
    try:
        who = queries.opened(card, by=actor_of(request), why="own", at=now()).applied.applicant if card else None
    except LookupError:  # erased since
        who = None
    return {name: getattr(who, name) for name in _OF_HER} if who else {}


def missing(typed: Mapping[str, Any]) -> str | None:
    """The first page that must still be filled in."""
    return next((page for page, names in _SAID_BY.items() if not all(typed.get(name) for name in names)), None)


def applied(draft: DraftWhole) -> Applied | str:
    """The whole of it; or the name of the page that must be filled in first."""
    if page := missing(draft.typed):
        return page

    def text(name: str) -> str:
        return str(draft.typed.get(name) or "")

    ground = text("ground")
    return Applied(
        matter=draft.card.matter,
        applicant=Applicant(
            surname=text("surname"), given_names=text("given_names"), nationality=text("nationality"),
            birth_date=said(draft, "birth_date"), paper_number=text("paper_number"),
            paper_until=said(draft, "paper_until"),
        ),
        stay=Stay(
            holds=text("holds"), printed_days=draft.typed.get("printed_days"),
            extended_days=draft.typed.get("extended_days") or 0,
            **{name: said(draft, name) for name in ("enter_before", "entered_on", "permit_until")},
        ),
        filed_as=text("filed_as") or "self", agent_ground=text("agent_ground"), purpose=text("purpose"),
        until=said(draft, "until"), happened_on=said(draft, "happened_on"), address=text("address"),
        handover=text("handover"),
        urgency=Urgency(ground=ground, needed_on=said(draft, "needed_on"), story=text("story")) if ground else None,
    )  # fmt: skip
