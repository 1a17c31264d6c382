"""The list and one declaration whole. Whoever opens one is noted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.lodging import queries, words
from portlight.capabilities.lodging.desk.shown import EVERYWHERE, flags_of, queues_of, seen, station_of
from portlight.capabilities.lodging.queries import FiledCard
from portlight.capabilities.lodging.rules.values import FROM_PHOTO
from portlight.faces.answers import file, number_said
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.work.beside import beside
from portlight.faces.desk.work.lines import way_to
from portlight.faces.languages import active
from portlight.kernel.documents import queries as documents
from portlight.kernel.papers import queries as papers
from portlight.kernel.places import queries as places

ROOM, CHECK, ONE = "lodging", "lodging.check", "<str:number>/"
STEPS = ("checking", "asked", "completing")


@screen(ROOM, may=CHECK)
def index(request: HttpRequest) -> dict[str, Any]:
    """What the officer's own stations have to do, the soonest due first."""
    own, step = queues_of(request), request.GET.get("step", "")
    if own is None:
        return {"rows": [], "nothing": True, "steps": []}
    late, against = now() if request.GET.get("late") else None, bool(request.GET.get("against"))
    if against:
        page = queries.contradicting(queues=own, after=number_said(request.GET, "after"))
    else:
        page = queries.worklist(
            queues=own, steps=(step,) if step in STEPS else STEPS, overdue_at=late, after=request.GET.get("after")
        )
    tab = "soon" if late else "team"
    rows = [
        (one, way_to(one.case, tab=tab, kind=one.case.kind), flags_of(one), station_of(one),
         gettext(words.STEPS[one.case.step]))
        for one in page.rows
    ]  # fmt: skip
    steps = [(code, gettext(words.STEPS[code])) for code in STEPS]
    return {
        "rows": rows, "next": page.next, "step": step, "steps": steps, "late": bool(late), "against": against,
        "now": now(),
    }  # fmt: skip


@screen(ROOM, may=CHECK, path=ONE)
def case(request: HttpRequest, number: str) -> dict[str, Any]:
    """One declaration: what was said, what an officer should see, the photos, how it went, what can be done."""
    found = seen(request, number)
    told = queries.opened(found, by=actor_of(request), why="check", at=now()).declared
    return {
        "found": found, "rows": words.lines(told), "flags": flags_of(found), "station": station_of(found),
        "from_photo": _lines_of(FROM_PHOTO) if told.read_from_photo else (),
        "differs": _lines_of(told.differs_from_photo),
        "missing": [gettext(words.MISSING[one]) for one in found.missing if one in words.MISSING],
        "step": gettext(words.STEPS[found.case.step]), "open": found.case.step in STEPS,
        "photos": [one for one in documents.of(found.case.about) if not one.erased],
        "paper": papers.card(found.slip) if found.slip else None,
        "stations": _stations(found) if allowed(request, EVERYWHERE) and not found.station else (),
        **beside(request, found.case),
    }  # fmt: skip


def _lines_of(fields: Iterable[str]) -> set[str]:
    """The lines in which these fields stand: both names stand in one."""
    return {"name" if field in ("surname", "given_names") else field for field in fields}


def _stations(found: FiledCard) -> list[tuple[str, str]]:
    return [(one.code, one.name_in(active().code)) for one in places.stations(found.district)]


@screen(ROOM, may=CHECK, path=f"{ONE}photo/<uuid:key>/")
def photo(request: HttpRequest, number: str, key: UUID) -> HttpResponseBase:
    """A paper that was handed in, as it was made anew; the timeline notes who looked."""
    found = seen(request, number)
    if key not in {one.key for one in documents.of(found.case.about)}:
        raise Http404(number)
    shown = documents.opened(key, by=actor_of(request), why="check", at=now())
    return file(shown.content, name=f"{number}-{str(key)[:8]}", kind=shown.kind, shown=True)


@screen(ROOM, may=CHECK, path=f"{ONE}slip/")
def slip(request: HttpRequest, number: str) -> HttpResponseBase:
    """The paper, to print at the counter."""
    found = seen(request, number)
    if not found.slip:
        raise Http404(number)
    printed = papers.pdf(found.slip, by=actor_of(request), why="print", at=now())
    return file(printed.pdf, name=printed.name, kind="application/pdf", shown=True)
