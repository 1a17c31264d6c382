"""Who was reached: the four figures apart, and everyone who was not, with the reason."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest

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
        "may_withdraw": allowed(request, "notices.release") and card.released_at and not card.withdrawn_at,
    }


@screen(ROOM, may="notices.read")
def reach_bar(request: HttpRequest, number: str) -> dict[str, Any]:
    """The moving bar, asked for once a second: two queries."""
    code = request.GET.get("code", "")
    return {"number": number, "code": code, "progress": ledger.progress(code=code) if code else None}


@screen(ROOM, may="notices.read")
def unreached(request: HttpRequest, number: str) -> dict[str, Any]:
    card = queries.frame(number)
    page = ledger.unreached(code=card.code, after=request.GET.get("after", "")) if card.code else None
    return {"card": card, "page": page}


def _dimension(asked: str) -> Literal["nationality", "district"] | None:
    return "nationality" if asked == "nationality" else "district" if asked == "district" else None
