"""An institution's list: handed in, compared with the last one, drafted; papers, times, collection."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.green_lanes import commands, forms, queries, words
from portlight.capabilities.green_lanes.portal.own import LIST, ONE, ROOM, own, own_list, to
from portlight.capabilities.green_lanes.rules.matters import CHANGES
from portlight.capabilities.green_lanes.rules.roster import TEMPLATE
from portlight.faces.answers import file, form_for, number_said, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of
from portlight.kernel.slots import queries as slots
from portlight.toolkit import nameplate, sheets
from portlight.toolkit.rosters import writing


@door(ROOM, path="template/")
def template(request: HttpRequest) -> HttpResponseBase:
    """Our own sheet, explained in the language of the page."""
    made = writing.template(TEMPLATE, words.labels(active().code))
    return file(made, name=f"people-{active().code}.xlsx", kind=sheets.XLSX)


@door(ROOM, path=f"{ONE}roster/", methods=("GET", "POST"), person=True)
def roster(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    """Hand in a list; nothing is drafted before its officer says so."""
    found = own(request, key, "file")
    form = form_for(request, forms.RosterForm)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            return to("list", form.take(key, by=actor_of(request), at=now()))
    return {"found": found, "name": found.name_in(active().code), "form": form}


@door(ROOM, path=LIST, person=True)
def list(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """What is wrong and what has changed; then what became of its rows."""
    found, by = own_list(request, number), actor_of(request)
    told = words.batch_told(
        found, by=by, after=number_said(request.GET, "after") or 0, only=request.GET.get("only", ""), at=now()
    )
    bundles = [(one, [(each, words.file_told(each)) for each in one.faults]) for one in told.get("bundles", ())]
    return {
        **told, "name": found.organisation.name_in(active().code), "bundles": bundles, "papers_form": forms.Papers(),
        "booking_form": forms.Booking() if slots.venues() else None, "hours": _hours(found),
        "onward": _onward(number), "files": queries.acting(found.organisation.key, by, "file") is not None,
    }  # fmt: skip


def _hours(found: queries.BatchCard) -> str:
    """The reserved hours in a line, where the agreement has some."""
    agreed = queries.in_force(found.organisation.id, at=now())
    return words.hours_told(agreed) if agreed else ""


def _onward(number: UUID) -> str:
    """Where the drafts are filed; empty where no room of this office does."""
    try:
        pattern = nameplate.way("file-list")
    except LookupError:
        return ""
    return pattern.format(language=active().code, token=number)


@door(ROOM, path=f"{LIST}draft/", methods=("POST",), person=True)
def draft(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """The button: the list is brought up to date, and the chosen rows are drafted."""
    found = own_list(request, number)
    chosen = [one for one in CHANGES if one in request.POST.getlist("changes")]
    commands.draft(found.number, changes=chosen, by=actor_of(request), at=now())
    return to("list", found.number)


@door(ROOM, path=f"{LIST}marked/", person=True)
def marked(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """The sheet with its wrong cells marked, to be corrected and handed in again."""
    found = own_list(request, number)
    if not found.kept:
        raise Http404(number)
    content, told = queries.opened_batch(found, by=actor_of(request), at=now())
    made = words.marked(sheets.read(content), told.roster, active().code)
    return file(made, name=f"people-{active().code}.xlsx", kind=sheets.XLSX)


@door(ROOM, path=f"{LIST}papers/", methods=("GET", "POST"), person=True)
def papers(request: HttpRequest, number: UUID) -> dict[str, Any] | HttpResponseBase:
    """Papers of the drafts in one ZIP."""
    found = own_list(request, number)
    form = form_for(request, forms.Papers)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            content = form.cleaned_data["papers"].read(commands.MOST_BYTES + 1)
            commands.take_papers(found.number, content, by=actor_of(request), at=now())
            return to("list", found.number, on="papers")
    return {"found": found, "form": form}


@door(ROOM, path=f"{LIST}book/", methods=("GET", "POST"), person=True)
def book(request: HttpRequest, number: UUID) -> dict[str, Any] | HttpResponseBase:
    """Times of a day for those of the list who must come."""
    found = own_list(request, number)
    form = form_for(request, forms.Booking)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            told = {name: form.cleaned_data[name] for name in ("place", "on")}
            commands.book(
                found.number, **told, texts=words.message, by=actor_of(request), at=now(), request_id=form.once()
            )  # fmt: skip
            return to("list", found.number, on="times")
    return {"found": found, "form": form, "hours": _hours(found)}


@door(ROOM, path=f"{LIST}<int:row>/drop/", methods=("POST",), person=True)
def drop(request: HttpRequest, number: UUID, row: int) -> HttpResponseBase:
    """One draft is not wanted any more."""
    found = own_list(request, number)
    commands.drop(row, by=actor_of(request), at=now())
    return to("list", found.number)


@door(ROOM, path=f"{LIST}collection/", person=True)
def collection(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """One sheet to pay by and to collect by, to be printed: everybody of the list who has a draft or a case."""
    found, by, at = own_list(request, number), actor_of(request), now()
    page = queries.rows_of(found, states=("draft", "filed"), by=by, at=at, size=2_000)
    times = {row: one.starts_at for row, one in queries.times_of(found, at=at).items()}
    rows = [(one, gettext(words.MATTERS[one.matter]), times.get(one.id)) for one in page.rows if one.person]
    return {"found": found, "name": found.organisation.name_in(active().code), "rows": rows}
