"""One click from a case: why the machine decided as it did, and what the table in force today would say."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now

from portlight.capabilities.lodging import queries, words
from portlight.capabilities.lodging.desk.shown import seen
from portlight.faces.desk.screens import screen
from portlight.faces.desk.work.lines import query_of

ROOM = "lodging"


@screen(ROOM, may="lodging.check", path="<str:number>/why/")
def why(request: HttpRequest, number: str) -> dict[str, Any]:
    """The rules answer in a table: question, answer, because, source. Codes and days only; nothing sealed is opened."""
    found = seen(request, number)
    decisions = [words.why_told(one) for one in queries.why(found, at=now())]
    return {"found": found, "decisions": decisions, "query": query_of(request.GET)}
