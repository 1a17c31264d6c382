"""Many people at once, for whoever lodges them: a sheet in, its wrong cells named, the good rows declared."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from pikepdf import Pdf

from portlight.capabilities.lodging import commands, forms, queries, words
from portlight.capabilities.lodging.queries import BatchCard
from portlight.capabilities.lodging.rules.roster import writing
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of
from portlight.kernel.papers import queries as papers
from portlight.kernel.places import queries as places
from portlight.toolkit import sheets

ROOM = "lodging"
ALL, ONE = "roster/", "roster/<str:number>/"
SHOWN = 200  # problems, and rows, on one page
SLIPS = 50  # in one file
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door(ROOM, path=ALL, methods=("GET", "POST"), person=True)
def roster(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Hand in a sheet, for one address; and what was handed in before."""
    sought = request.POST.get("sought", "")
    form = form_for(request, forms.RosterForm)
    if "search" in request.POST:
        form = forms.RosterForm(initial=request.POST.dict())
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            filed = commands.Filed(language=active().code)
            taken = commands.take_roster(
                form.cleaned_data["sheet"].read(), spot=form.spot(), filed=filed, by=actor_of(request), at=now()
            )
            return _to(taken.number)
    found = places.search(sought) if sought.strip() else ()
    return {
        "form": form, "sought": sought, "found": [(one, one.line_in(active().code)) for one in found],
        "chosen": str(form["address"].value() or ""), "table": places.addresses_known(),
        "earlier": [] if form.is_bound else queries.batches(actor_of(request)),
    }  # fmt: skip


@door(ROOM, path="roster/template/")
def roster_template(request: HttpRequest) -> HttpResponseBase:
    """Our own sheet, explained in the language of the page."""
    return _file(writing.template(words.roster_labels(active().code)), f"roster-{active().code}.xlsx", XLSX)


@door(ROOM, path=ONE, person=True)
def roster_batch(request: HttpRequest, number: str) -> dict[str, Any]:
    """What is wrong and what to do; how far it has come; the slips."""
    found, by = _own(request, number), actor_of(request)
    shown: dict[str, Any] = {"found": found, "over": found.done + found.before + found.refused}
    if found.state == "checked" and found.kept:
        told = queries.opened_batch(number, by=by, why="own", at=now()).roster
        lines = writing.lines(told)
        problems = [(*line, words.remedy(line[2].code, line[2].facts, active().code)) for line in lines[:SHOWN]]
        return {**shown, "problems": problems, "more": len(lines) - len(problems), "unknown": told.unknown,
                "counts": told.counts()}  # fmt: skip
    after = _after(request)
    rows = queries.rows_of(number, by, states=("done", "before", "refused", "broken"), after=after, size=SHOWN)
    told_rows = [(one, words.row_told(one.code, active().code)) for one in rows]
    return {**shown, "rows": told_rows, "after": after, "next": rows[-1].row if len(rows) == SHOWN else None}


@door(ROOM, path=f"{ONE}register/", methods=("POST",), person=True)
def roster_register(request: HttpRequest, number: str) -> HttpResponseBase:
    """The button: declare the rows that can be declared."""
    found = _own(request, number)
    commands.register_roster(found.number, by=actor_of(request), at=now())
    return _to(found.number)


@door(ROOM, path=f"{ONE}marked/", person=True)
def roster_marked(request: HttpRequest, number: str) -> HttpResponseBase:
    """The sheet with its wrong cells marked, to be corrected and handed in again."""
    found, language = _own(request, number), active().code
    if not found.kept:
        raise Http404(number)
    opened = queries.opened_batch(number, by=actor_of(request), why="own", at=now())
    made = writing.marked(
        sheets.read(opened.content), opened.roster, lambda one: words.remedy(one.code, one.facts, language),
        words.roster_labels(language),
    )  # fmt: skip
    return _file(made, f"roster-{language}.xlsx", XLSX)


@door(ROOM, path=f"{ONE}slips/", person=True)
def roster_slips(request: HttpRequest, number: str) -> HttpResponseBase:
    """The slips of up to fifty rows in one file, in the order of the sheet, from the row after `?after=`."""
    found, by, language = _own(request, number), actor_of(request), active().code
    rows = queries.rows_of(found.number, by, states=("done", "before"), after=_after(request), size=SLIPS)
    whole = Pdf.new()
    for row in rows:
        filed = queries.mine(row.number, by.key)
        if filed is not None and filed.slip:
            printed = papers.pdf(filed.slip, language=language, by=by, why="own", at=now())
            _add(whole, printed.pdf)
    if not whole.pages:
        raise Http404(number)
    out = BytesIO()
    whole.save(out)
    return _file(out.getvalue(), f"slips-{rows[0].row}-{rows[-1].row}.pdf", "application/pdf")


def _add(whole: Pdf, printed: bytes) -> None:
    """A seal holds for a file of its own: in a file of many, the stamp of each slip is what can be checked."""
    with Pdf.open(BytesIO(printed)) as one:
        if "/AcroForm" in one.Root:
            del one.Root.AcroForm
        for page in one.pages:
            if "/Annots" in page:
                del page.Annots
        whole.pages.extend(one.pages)


def _own(request: HttpRequest, number: str) -> BatchCard:
    """Hers, or nothing: another's roster and one that does not exist get the same page."""
    found = queries.batch(number, actor_of(request))
    if found is None:
        raise Http404(number)
    return found


def _to(number: str) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("lodging:portal:roster_batch", args=[number]))


def _after(request: HttpRequest) -> int:
    asked = request.GET.get("after", "")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else 0


def _file(content: bytes, name: str, kind: str) -> HttpResponseBase:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
