"""The lists and one application whole, its papers beside what was said. Whoever opens one is noted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.capabilities.permits import queries, words
from portlight.capabilities.permits.kinds import ORDINARY
from portlight.capabilities.permits.queries import ApplicationCard
from portlight.faces.answers import file
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.work.beside import beside
from portlight.faces.desk.work.lines import query_of, way_to
from portlight.faces.words import in_words, paper_said, why_not_kept
from portlight.kernel.cases import queries as cases
from portlight.kernel.documents import queries as documents
from portlight.kernel.papers import queries as papers
from portlight.kernel.policies import queries as policies

ROOM, HANDLE, ONE = "permits", "permits.handle", "<str:number>/"
OPEN = ("filed", "asked", "answered", "accepted", "intended", "replied", "granted", "issued")
_PAPERS = ("slip", "receipt", "letter")


@screen(ROOM, may=HANDLE)
def index(request: HttpRequest) -> dict[str, Any]:
    """The ordinary way: what is open, the soonest due first."""
    step = request.GET.get("step", "")
    late = now() if request.GET.get("late") else None
    page = queries.worklist(
        kind=ORDINARY.name, steps=(step,) if step in OPEN else OPEN, overdue_at=late, after=request.GET.get("after")
    )
    steps = [(one.name, gettext(one.label)) for one in ORDINARY.steps if one.name in OPEN]
    return {
        "rows": list(_shown(page.rows, "soon" if late else "team")), "next": page.next, "step": step, "steps": steps,
        "late": bool(late), "now": now(),
    }  # fmt: skip


@screen(ROOM, may=HANDLE)
def urgent(request: HttpRequest) -> dict[str, Any]:
    """The same-day lane, in the order of the published table."""
    return {"rows": list(_shown(queries.urgent_line(), "urgent")), "now": now()}


def _shown(rows: Iterable[ApplicationCard], tab: str) -> Any:
    for one in rows:
        yield (
            one,
            way_to(one.case, tab=tab, kind=one.case.kind),
            words.named(one.matter),
            gettext(one.case.label),
            words.standing(one),
        )


def _flags(found: ApplicationCard) -> list[str]:
    return [gettext(words.FLAGS[flag]) for flag in found.case.flags if flag in words.FLAGS]


@screen(ROOM, may=HANDLE, path=ONE)
def case(request: HttpRequest, number: str) -> dict[str, Any]:
    """One application: what was said, the papers, the periods, how it went, and what can be done now."""
    found = seen(number)
    told = queries.opened(found, by=actor_of(request), why="check", at=now())
    why = policies.retold(found.case.about, at=now())
    may = {move.name for move in cases.table(found.case.kind, found.case.version).moves
           if found.case.step in move.sources and move.may and allowed(request, move.may)}  # fmt: skip
    return {
        "found": found, "told": told, "limits": words.limits_told(found, told.applied),
        "lines": words.lines(told.applied), "flags": _flags(found), "may": may,
        "photos": [(one, paper_said(one.slot), why_not_kept(one))
                   for one in documents.of(found.case.about) if not one.erased],
        "handed_out": [(which, getattr(found, which)) for which in _PAPERS if getattr(found, which)],
        "because": [in_words(one.table.rows[one.made.decision.row - 1].source) for one in why],
        **words.standing(found), **beside(request, found.case),
    }  # fmt: skip


def seen(number: str) -> ApplicationCard:
    """A number that is none of ours and one that does not exist get the same page."""
    found = queries.card(number)
    if found is None:
        raise Http404(number)
    return found


@screen(ROOM, may=HANDLE, path=f"{ONE}photo/<uuid:key>/")
def photo(request: HttpRequest, number: str, key: UUID) -> HttpResponseBase:
    """A paper that was handed in, as it was made anew; the timeline notes who looked."""
    found = seen(number)
    if key not in {one.key for one in documents.of(found.case.about)}:
        raise Http404(number)
    shown = documents.opened(key, by=actor_of(request), why="check", at=now())
    return file(shown.content, name=f"{number}-{str(key)[:8]}", kind=shown.kind, shown=True)


@screen(ROOM, may=HANDLE, path=f"{ONE}paper/<str:which>/")
def paper(request: HttpRequest, number: str, which: str) -> HttpResponseBase:
    """Slip, receipt or letter, to print at the counter."""
    found = seen(number)
    if which not in _PAPERS or not getattr(found, which):
        raise Http404(number)
    printed = papers.pdf(getattr(found, which), by=actor_of(request), why="print", at=now())
    return file(printed.pdf, name=printed.name, kind="application/pdf", shown=True)


@screen(ROOM, may=HANDLE, path=f"{ONE}copy-out/")
def copy_out(request: HttpRequest, number: str) -> dict[str, Any]:
    """The card from which an officer types into the national system, in its order; and where its number comes back."""
    found = seen(number)
    told = queries.opened(found, by=actor_of(request), why="print", at=now())
    return {
        "found": found,
        "card": words.card_lines(found, told.applied),
        "query": query_of(request.GET),
        **words.standing(found),
    }
