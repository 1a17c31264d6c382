"""A roster for somebody who cannot send one: the same sheet, handed in at the window."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now

from portlight.capabilities.lodging import commands, forms, queries, words
from portlight.capabilities.lodging.queries import BatchCard
from portlight.capabilities.lodging.rules.roster import writing
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.languages import active
from portlight.kernel.places import queries as places
from portlight.toolkit import sheets

ROOM, ASSIST, ONE = "lodging", "lodging.assist", "roster/<str:number>/"
SHOWN = 200


@screen(ROOM, may=ASSIST, path="roster/", methods=("GET", "POST"))
def roster(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Hand in a sheet for one address; the officer's own earlier ones."""
    sought = request.POST.get("sought", "")
    form = form_for(request, forms.RosterForm)
    if "search" in request.POST:
        form = forms.RosterForm(initial=request.POST.dict())
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            taken = commands.take_roster(
                form.cleaned_data["sheet"].read(), spot=form.spot(), by=actor_of(request), at=now(),
                filed=commands.Filed(language=active().code, assisted=True),
            )  # fmt: skip
            return _to(taken.number)
    return {
        "form": form, "sought": sought, "found": places.search(sought) if sought.strip() else (),
        "chosen": str(form["address"].value() or ""), "earlier": queries.batches(actor_of(request)),
    }  # fmt: skip


@screen(ROOM, may=ASSIST, path=ONE)
def roster_batch(request: HttpRequest, number: str) -> dict[str, Any]:
    """What is wrong in it, or what became of its rows."""
    found, by = _own(request, number), actor_of(request)
    shown: dict[str, Any] = {"found": found, "over": found.done + found.before + found.refused}
    if found.state == "checked" and found.kept:
        told = queries.opened_batch(number, by=by, why="assist", at=now()).roster
        lines = writing.lines(told)
        problems = [(*line, words.remedy(line[2].code, line[2].facts, active().code)) for line in lines[:SHOWN]]
        return {**shown, "problems": problems, "more": len(lines) - len(problems), "unknown": told.unknown,
                "counts": told.counts()}  # fmt: skip
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    rows = queries.rows_of(number, by, states=("done", "before", "refused", "broken"), after=after, size=SHOWN)
    told_rows = [(one, words.row_told(one.code, active().code)) for one in rows]
    return {**shown, "rows": told_rows, "next": rows[-1].row if len(rows) == SHOWN else None}


@screen(ROOM, may=ASSIST, path=f"{ONE}register/", methods=("POST",))
def roster_register(request: HttpRequest, number: str) -> HttpResponseBase:
    found = _own(request, number)
    commands.register_roster(found.number, by=actor_of(request), at=now())
    return _to(found.number)


@screen(ROOM, may=ASSIST, path=f"{ONE}marked/")
def roster_marked(request: HttpRequest, number: str) -> HttpResponseBase:
    """The sheet with its wrong cells marked, for whoever brought it."""
    found, language = _own(request, number), active().code
    if not found.kept:
        raise Http404(number)
    opened = queries.opened_batch(number, by=actor_of(request), why="assist", at=now())
    made = writing.marked(
        sheets.read(opened.content), opened.roster, lambda one: words.remedy(one.code, one.facts, language),
        words.roster_labels(language),
    )  # fmt: skip
    answer = HttpResponse(made, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="roster-{language}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _own(request: HttpRequest, number: str) -> BatchCard:
    found = queries.batch(number, actor_of(request))
    if found is None:
        raise Http404(number)
    return found


def _to(number: str) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("lodging:desk:roster_batch", args=[number]))
