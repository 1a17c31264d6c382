"""The drafts of a list, what the law and the rules say of each, and the one button that files them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.timezone import now

from portlight.faces.answers import number_said
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of, own_contact, person_of
from portlight.journeys.roster_batch import commands, queries, words

ROOM = "batch"


@door(ROOM, path="<uuid:number>/", methods=("GET", "POST"), person=True)
def list(request: HttpRequest, number: UUID) -> dict[str, Any] | HttpResponseBase:
    """Nothing is filed before the officer says so; what cannot be filed is told before and stays a draft."""
    by, at = actor_of(request), now()
    if request.method == "POST":
        owner = person_of(request)
        commands.file_list(
            number, language=active().code, contact=own_contact(owner) if owner else None, by=by, at=at,
            request_id=_request(request),
        )  # fmt: skip
        return HttpResponseRedirect(f"{request.path}?asked=1")
    found = queries.shown(number, by=by, after=number_said(request.GET, "after") or 0, at=at)
    if found is None:
        raise Http404(number)
    lines = found.lines
    return {
        "batch": found.batch, "name": found.batch.organisation.name_in(active().code), "request_id": uuid4(),
        "lines": [(one, words.line(one)) for one in lines], "asked": request.GET.get("asked", ""),
        "ready": sum(one.ready for one in lines), "promise": found.promise,
        "next": lines[-1].draft.row if len(lines) == queries.SHOWN else None,
    }  # fmt: skip


def _request(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("request_id", ""))
    except ValueError:
        return None
