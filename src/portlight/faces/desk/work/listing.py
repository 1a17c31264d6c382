"""Worklists across kinds, and the acts that are the same for every kind: take up, give back, leave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.work.lines import TABS, lines, page_of, query_of, tab_of, wanted_of
from portlight.faces.desk.work.sights import case_seen, sees, sights_of
from portlight.faces.desk.work.words import TABS as TABS_SAID
from portlight.kernel.cases import attending, commands
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard

ROOM, SEE, SUPERVISE = "work", "work.see", "work.supervise"


@screen(ROOM, may=SEE)
def index(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """What is open over all the kinds she works on, the soonest due first; a number that is sought leads to its case.

    Who looks at a list works on no case.
    """
    at, tab, kind = now(), tab_of(request.GET), request.GET.get("kind", "")
    sought = request.GET.get("find", "").strip()[:40]
    if sought and (found := cases.case(sought)) and sees(request, found):
        return HttpResponseRedirect(page_of(found))
    attending.leave(by=actor_of(request), at=at)
    known = sights_of(request)
    shown = [sight for sight in known if sight.kind == kind] or known
    kind = shown[0].kind if shown and len(shown) < len(known) else ""
    page = cases.across(shown, wanted_of(tab, request, at), after=request.GET.get("after")) if shown else None
    return {
        "rows": lines(request, page.rows, tab=tab, kind=kind, at=at) if page else [], "next": page.next if page else "",
        "tab": tab, "tabs": [(code, TABS_SAID[code]) for code in TABS], "kind": kind, "now": at, "nothing": not known,
        "kinds": [(sight.kind, gettext(cases.current(sight.kind).title)) for sight in known],
        "board": allowed(request, SUPERVISE), "sought": sought,
    }  # fmt: skip


@screen(ROOM, may=SEE, path="<str:number>/hold/", methods=("POST",))
def hold(request: HttpRequest, number: str) -> HttpResponseBase:
    """She takes the case up; a colleague's stays the colleague's."""
    found, at = case_seen(request, number), now()
    commands.hold(found.id, by=actor_of(request), at=at)
    attending.attend(found, by=actor_of(request), at=at)
    return _back(request, found)


@screen(ROOM, may=SEE, path="<str:number>/let-go/", methods=("POST",))
def let_go(request: HttpRequest, number: str) -> HttpResponseBase:
    """She gives it back; a supervisor may do it for a colleague."""
    found, at = case_seen(request, number), now()
    if found.holder not in (None, request.user.pk) and not allowed(request, SUPERVISE):
        raise PermissionDenied(SUPERVISE)
    commands.let_go(found.id, by=actor_of(request), at=at)
    attending.leave(by=actor_of(request), at=at)
    return _back(request, found)


@screen(ROOM, may=SEE, path="<str:number>/left/", methods=("POST",))
def left(request: HttpRequest, number: str) -> HttpResponseBase:
    """Said by a page that is closed: her time at this case ends here, unless another page goes on with it already."""
    found, began = case_seen(request, number), _moment(request.POST.get("seen_at", ""))
    if began is not None:
        attending.leave(by=actor_of(request), at=now(), case=found.id, seen_at=began)
    return HttpResponse(status=204)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def _back(request: HttpRequest, found: CaseCard) -> HttpResponseBase:
    return HttpResponseRedirect(page_of(found) + query_of(request.GET))
