from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from portlight.delivery import queries as sending
from portlight.faces.answers import file
from portlight.faces.languages import active
from portlight.faces.portal.appointments import mine
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, person_of
from portlight.faces.portal.reaching import name_of
from portlight.journeys.my_page import queries
from portlight.kernel.papers import queries as papers
from portlight.kernel.people import queries as people

ROOM = "me"  # with the sign-in of the face: one place for everything that is hers
_SHOWN = 5


@door(ROOM, person=True)
def index(request: HttpRequest) -> dict[str, Any]:
    """Her clocks first, then cases, appointments, papers, notices, and who looked."""
    at, key = timezone.now(), person(request)
    booked, waits = mine(key, at=at)
    number = people.number(key)
    held = queries.papers_of(key, at=at)
    return {
        "card": people.person(key), "addresses": [(name_of(one.channel), one) for one in people.addresses(key)],
        "clocks": queries.clocks_of(key, at=at), "cases": queries.cases_of(key), "booked": booked, "waits": waits,
        "papers": [one for one in held if one.good][:_SHOWN],
        "old_papers": [one for one in held if not one.good][:_SHOWN],
        "notices": sending.received(number, most=_SHOWN) if number else (),
        "readings": queries.readings_of(key, size=3).rows, "copy": people.copy_of(key, at=at),
    }  # fmt: skip


@door(ROOM, person=True)
def readings(request: HttpRequest) -> dict[str, Any]:
    """Everybody who opened something about her, when and why."""
    return {"page": queries.readings_of(person(request), before=request.GET.get("before"))}


@door(ROOM, path="papers/<str:number>/", person=True)
def paper(request: HttpRequest, number: str) -> HttpResponseBase:
    """One of her papers, in the language of the page."""
    at = timezone.now()
    if queries.paper_of(number, person(request), at=at) is None:
        raise Http404(number)
    printed = papers.pdf(number, language=active().code, by=actor_of(request), why="own", at=at)
    return file(printed.pdf, name=printed.name, kind="application/pdf", shown=True)


def person(request: HttpRequest) -> UUID:
    """Who is signed in; only behind `person=True`."""
    return cast("UUID", person_of(request))
