"""A roster for somebody who cannot send one: the same sheet, handed in at the window."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.lodging import commands, forms, queries, words
from portlight.capabilities.lodging.queries import BatchCard
from portlight.faces.answers import file, number_said, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.languages import active
from portlight.toolkit import sheets

ROOM, ASSIST, ONE = "lodging", "lodging.assist", "roster/<str:number>/"


@screen(ROOM, may=ASSIST, path="roster/", methods=("GET", "POST"))
def roster(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Hand in a sheet for one address; the officer's own earlier ones."""
    form = forms.searched(request, forms.RosterForm)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            return _to(form.take(assisted=True, by=actor_of(request), at=now()))
    return {**forms.where(form, request.POST.get("sought", "")), "earlier": queries.batches(actor_of(request))}


@screen(ROOM, may=ASSIST, path=ONE)
def roster_batch(request: HttpRequest, number: str) -> dict[str, Any]:
    """What is wrong in it, or what became of its rows."""
    after = number_said(request.GET, "after") or 0
    return words.batch_told(_own(request, number), by=actor_of(request), why="assist", after=after, at=now())


@screen(ROOM, may=ASSIST, path=f"{ONE}register/", methods=("POST",))
def roster_register(request: HttpRequest, number: str) -> HttpResponseBase:
    found = _own(request, number)
    commands.register_roster(found.number, by=actor_of(request), at=now())
    return _to(found.number)


@screen(ROOM, may=ASSIST, path=f"{ONE}marked/")
def roster_marked(request: HttpRequest, number: str) -> HttpResponseBase:
    """The sheet with its wrong cells marked, for whoever brought it."""
    found = _own(request, number)
    if not found.kept:
        raise Http404(number)
    made = words.batch_marked(found, by=actor_of(request), why="assist", at=now())
    return file(made, name=f"roster-{active().code}.xlsx", kind=sheets.XLSX)


def _own(request: HttpRequest, number: str) -> BatchCard:
    found = queries.batch(number, actor_of(request))
    if found is None:
        raise Http404(number)
    return found


def _to(number: str) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("lodging:desk:roster_batch", args=[number]))
