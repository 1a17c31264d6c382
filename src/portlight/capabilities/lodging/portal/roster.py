"""Many people at once, for whoever lodges them: a sheet in, its wrong cells named, the good rows declared."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import now
from pikepdf import Pdf

from portlight.capabilities.lodging import commands, forms, queries, words
from portlight.capabilities.lodging.queries import BatchCard
from portlight.capabilities.lodging.rules.roster.writing import TEMPLATE
from portlight.faces.answers import file, number_said, refusals_to
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import actor_of
from portlight.kernel.papers import queries as papers
from portlight.toolkit import sheets
from portlight.toolkit.rosters import writing

ROOM = "lodging"
ONE = "roster/<str:number>/"
SLIPS = 50  # in one file


@door(ROOM, path="roster/", methods=("GET", "POST"), person=True)
def roster(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """Hand in a sheet, for one address; and what was handed in before."""
    form = forms.searched(request, forms.RosterForm)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            return _to(form.take(by=actor_of(request), at=now()))
    earlier = [] if form.is_bound else queries.batches(actor_of(request))
    return {**forms.where(form, request.POST.get("sought", "")), "earlier": earlier}


@door(ROOM, path="roster/template/")
def roster_template(request: HttpRequest) -> HttpResponseBase:
    """Our own sheet, explained in the language of the page."""
    made = writing.template(TEMPLATE, words.roster_labels(active().code))
    return file(made, name=f"roster-{active().code}.xlsx", kind=sheets.XLSX)


@door(ROOM, path=ONE, person=True)
def roster_batch(request: HttpRequest, number: str) -> dict[str, Any]:
    """What is wrong and what to do; how far it has come; the slips."""
    after = number_said(request.GET, "after") or 0
    return words.batch_told(_own(request, number), by=actor_of(request), why="own", after=after, at=now())


@door(ROOM, path=f"{ONE}register/", methods=("POST",), person=True)
def roster_register(request: HttpRequest, number: str) -> HttpResponseBase:
    """The button: declare the rows that can be declared."""
    found = _own(request, number)
    commands.register_roster(found.number, by=actor_of(request), at=now())
    return _to(found.number)


@door(ROOM, path=f"{ONE}marked/", person=True)
def roster_marked(request: HttpRequest, number: str) -> HttpResponseBase:
    """The sheet with its wrong cells marked, to be corrected and handed in again."""
    found = _own(request, number)
    if not found.kept:
        raise Http404(number)
    made = words.batch_marked(found, by=actor_of(request), why="own", at=now())
    return file(made, name=f"roster-{active().code}.xlsx", kind=sheets.XLSX)


@door(ROOM, path=f"{ONE}slips/", person=True)
def roster_slips(request: HttpRequest, number: str) -> HttpResponseBase:
    """The slips of up to fifty rows in one file, in the order of the sheet, from the row after `?after=`."""
    found, by, language = _own(request, number), actor_of(request), active().code
    rows = queries.rows_of(
        found.number, by, states=("done", "before"), after=number_said(request.GET, "after") or 0, size=SLIPS
    )
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
    return file(out.getvalue(), name=f"slips-{rows[0].row}-{rows[-1].row}.pdf", kind="application/pdf")


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
