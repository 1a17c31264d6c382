"""Lists of institutions, and what they ask."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.green_lanes import commands, forms, queries, words
from portlight.capabilities.green_lanes.desk.institutions import ROOM, SEE
from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.kernel.staff import queries as staff

ANSWER = "lanes.answer"


@screen(ROOM, may=SEE)
def rosters(request: HttpRequest) -> dict[str, Any]:
    """Every list that was handed in, the latest first."""
    return {"page": queries.latest(after=number_said(request.GET, "after"))}


@screen(ROOM, may=SEE, path="list/<uuid:number>/")
def roster(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """One of them; who stands in another institution's list too."""
    by, moment = actor_of(request), now()
    found = queries.batch(number, by)
    if found is None:
        raise Http404(number)
    after = number_said(request.GET, "after") or 0
    told = words.batch_told(found, by=by, after=after, only=request.GET.get("only", ""), at=moment)
    bundles = [(one, [(each, words.file_told(each)) for each in one.faults]) for one in told.get("bundles", ())]
    return {**told, "name": found.organisation.zh, "bundles": bundles, "flagged": queries.flagged(found)}


@screen(ROOM, may=SEE)
def requests(request: HttpRequest) -> dict[str, Any]:
    """What waits for an answer, the soonest due first."""
    page = queries.requests_waiting(after=request.GET.get("after"))
    return {"page": page, "rows": [(one, gettext(words.ABOUT[one.about])) for one in page.rows], "now": now()}


@screen(ROOM, may=SEE, path="request/<str:number>/", methods=("GET", "POST"))
def request(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """One request, and the answer to it."""
    found = queries.request(number, by=actor_of(request), at=now())
    if found is None:
        raise Http404(number)
    form, answers = form_for(request, forms.Answer), allowed(request, ANSWER)
    if answers and form.is_bound and form.is_valid():
        with refusals_to(form):
            commands.answer(found.case.id, form.cleaned_data["text"], texts=words.message, by=actor_of(request),
                            at=now(), request_id=form.once())  # fmt: skip
            return HttpResponseRedirect(reverse("lanes:desk:request", args=[number]))
    return {
        "found": found, "about": gettext(words.ABOUT[found.about]), "state": gettext(found.case.label),
        "form": form if answers and found.case.closed_at is None else None,
        "who": staff.names([found.answered_by]).get(found.answered_by, "") if found.answered_by else "",
    }  # fmt: skip
