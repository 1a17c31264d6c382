"""What every page of an institution asks first: whether the reader acts for it. Everybody else finds nothing there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from portlight.capabilities.green_lanes import queries
from portlight.capabilities.green_lanes.queries import BatchCard
from portlight.faces.portal.persons import actor_of
from portlight.kernel.organisations.queries import OrganisationCard
from portlight.kernel.organisations.rules import Act

ROOM = "lanes"
ONE = "at/<uuid:key>/"
LIST = "list/<uuid:number>/"


def own(request: HttpRequest, key: UUID, act: Act = "see") -> OrganisationCard:
    """The institution the reader acts for, or nothing: another one and one that does not exist get the same page."""
    found = queries.acting(key, actor_of(request), act)
    if found is None:
        raise Http404(key)
    return found


def own_list(request: HttpRequest, number: UUID) -> BatchCard:
    """A roster of such an institution."""
    found = queries.batch(number, actor_of(request))
    if found is None:
        raise Http404(number)
    return found


def to(name: str, *told: object, on: str = "") -> HttpResponseRedirect:
    """To a page of this room; `on`: the part of it to begin at."""
    return HttpResponseRedirect(reverse(f"lanes:portal:{name}", args=told) + (f"#{on}" if on else ""))
