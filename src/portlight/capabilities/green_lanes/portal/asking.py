"""An institution asks the office for what it needs, and reads the answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.green_lanes import commands, forms, queries, words
from portlight.capabilities.green_lanes.portal.own import ONE, ROOM, own, to
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of


@door(ROOM, path=f"{ONE}ask/", methods=("GET", "POST"), person=True)
def ask(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """One page: what is needed, for how many, for when."""
    found = own(request, key, "file")
    form = form_for(request, forms.Ask)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            number = commands.ask(
                form.wanted(), key, language=active().code, by=actor_of(request), at=now(), request_id=form.once()
            )
            return to("request", number)
    return {"found": found, "name": found.name_in(active().code), "form": form}


@door(ROOM, path="request/<str:number>/", person=True)
def request(request: HttpRequest, number: str) -> dict[str, Any]:
    """One request, with the answer once there is one."""
    found = queries.request(number, by=actor_of(request), at=now())
    if found is None:
        raise Http404(number)
    return {
        "found": found, "name": found.organisation.name_in(active().code), "about": gettext(words.ABOUT[found.about]),
        "state": gettext(found.case.label),
    }  # fmt: skip
