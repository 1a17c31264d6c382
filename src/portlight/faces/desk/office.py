"""The office's own rooms at the desk: who works here, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.deeds import DEEDS
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import ROLES
from portlight.kernel.clients import queries as clients
from portlight.kernel.staff import queries as staff_queries
from portlight.kernel.timeline import queries as timeline_queries
from portlight.toolkit.actor import ActorKind
from portlight.toolkit.text import cut

EVENTS_SHOWN = 50


@screen("office", may="staff.see")
def staff(request: HttpRequest) -> dict[str, Any]:
    """Who works here; and the way to the programs that act for institutions."""
    people = [(card, [ROLES.get(role, role) for role in card.roles]) for card in staff_queries.everyone()]
    programs = allowed(request, "clients.see")
    return {"people": people, "programs": programs, "ending": clients.ending(at=timezone.now()) if programs else 0}


@screen("office", may="timeline.read")
def timeline(request: HttpRequest) -> dict[str, Any]:
    """Everything that happened, newest first, by key pages. Codes and keys only: no names stand in the timeline."""
    about = request.GET.get("about", "").strip()
    before = request.GET.get("before")
    page = (
        timeline_queries.about(about, before=before, size=EVENTS_SHOWN)
        if about
        else timeline_queries.everything(before=before, size=EVENTS_SHOWN)
    )
    names = {str(card.key): card.name for card in staff_queries.everyone()}
    if programs := [event.by_key for event in page.rows if event.by_kind == ActorKind.CLIENT]:
        names |= clients.names(programs)
    events = [
        (event, DEEDS.get(event.kind, ""), names.get(event.by_key, ""), _facts(event.facts)) for event in page.rows
    ]
    return {"page": page, "about": about, "events": events}


def _facts(facts: Mapping[str, Any]) -> list[str]:
    """`roles: writer, reviewer`; what is longer than a line is cut."""
    told = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in facts.items()
    }
    return [cut(f"{name}: {value}", graphemes=60) for name, value in told.items()]
