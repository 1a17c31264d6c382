"""Who was reached: the four figures apart, and everyone who was not, with the reason."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from portlight.capabilities.notices import queries
from portlight.capabilities.notices.desk.writing import ROOM
from portlight.delivery import queries as ledger
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.screens import screen


@screen(ROOM, may="notices.read")
def reach(request: HttpRequest, number: str) -> dict[str, Any]:
    card = queries.frame(number)
    by = _dimension(request.GET.get("by", ""))
    return {
        "card": card,
        "reach": ledger.reach(code=card.code) if card.code else None,
        "progress": ledger.progress(code=card.code) if card.code else None,
        "split": ledger.reach_by(code=card.code, dimension=by)
        if card.code and by in {"nationality", "district"}
        else None,
        "by": by or "",
        "may_withdraw": allowed(request, "notices.release") and card.in_force,
        "may_correct": allowed(request, "notices.write") and card.in_force and not card.corrected_by,
    }


@screen(ROOM, may="notices.read")
def reach_bar(request: HttpRequest, number: str) -> dict[str, Any] | HttpResponseBase:
    """The moving bar, asked for once a second: two queries. When it is full, the page is read anew for its figures."""
    code = request.GET.get("code", "")
    progress = ledger.progress(code=code) if code else None
    if progress and progress.finished and request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return {"number": number, "code": code, "progress": progress}


@screen(ROOM, may="notices.read")
def unreached(request: HttpRequest, number: str) -> dict[str, Any]:
    card = queries.frame(number)
    page = ledger.unreached(code=card.code, after=request.GET.get("after", "")) if card.code else None
    return {"card": card, "page": page}


def _dimension(asked: str) -> Literal["nationality", "district"] | None:
    return "nationality" if asked == "nationality" else "district" if asked == "district" else None
