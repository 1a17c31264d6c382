"""Lists from a program: taken in and checked, looked at, and drafted when it says so."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from ninja import Query, Status

from portlight.capabilities.green_lanes import commands, queries, words
from portlight.capabilities.green_lanes.api.shapes import (
    READ,
    ListBeside,
    ListCellTold,
    ListChosen,
    ListGiven,
    ListRowTold,
    ListTold,
    given_schema,
)
from portlight.capabilities.green_lanes.queries import BatchCard, Read, RowCard
from portlight.faces.api import rosters
from portlight.faces.api.keys import caller_of
from portlight.faces.api.problems import answered
from portlight.faces.api.rooms import IdempotencyKey, room
from portlight.faces.languages import active
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

router = room("lanes", scope=commands.SCOPE)
SHOWN = 200  # problems, and rows of one page unless another number is asked for
After = Annotated[int, Query(ge=0, le=10_000_000, description="The row after which the page begins")]
Size = Annotated[int, Query(ge=1, le=1_000, description="Rows of one page")]
_BODY = rosters.described(given_schema(), ListBeside.model_json_schema()["properties"])
_TAKEN = {201: {"headers": {"Location": {"description": "Of the list", "schema": {"type": "string"}}}}}


@router.post(
    "/rosters", response={201: ListTold}, summary="Hand in a list of the institution's people: nobody is drafted yet",
    url_name="lanes_take",
    openapi_extra={**_BODY, "responses": {**_TAKEN, **answered(400, 413, 415, 422)["responses"]}},
)  # fmt: skip
def take(request: HttpRequest, response: HttpResponse, idempotency_key: IdempotencyKey = None) -> Status[ListTold]:
    """The answer holds the wrong cells, and what has changed since the last list."""
    by, at = caller_of(request), now()
    found = queries.institution_of(by)
    if found is None:  # the office has not said yet for which institution it acts
        raise Refused("lanes.unknown")
    content, whole = _given(request)
    taken = commands.take_roster(
        content, found.key, whole=whole, language=active().code, by=by, at=at, request_id=idempotency_key
    )
    response["Location"] = reverse("api:lanes_roster", args=[taken.number])
    return Status(201, _told(_own(request, taken.number), by=by, at=at))


@router.get(
    "/rosters/{number}", response=ListTold, summary="What is wrong in a list, or what became of its rows",
    url_name="lanes_roster", openapi_extra=answered(404, 422),
)  # fmt: skip
def roster(request: HttpRequest, number: UUID, after: After = 0, size: Size = SHOWN) -> ListTold:
    """Numbers, codes and states; nothing of a person goes out. Looking at it is noted."""
    return _told(_own(request, number), by=caller_of(request), at=now(), after=after, size=size)


@router.post(
    "/rosters/{number}/draft", response=ListTold, summary="Take the list over and make drafts",
    url_name="lanes_draft", openapi_extra=answered(404, 422),
)  # fmt: skip
def draft(request: HttpRequest, number: UUID, chosen: ListChosen) -> ListTold:
    """Nothing is filed yet. A second time changes nothing."""
    by, at = caller_of(request), now()
    commands.draft(_own(request, number).number, changes=chosen.changes, by=by, at=at)
    return _told(_own(request, number), by=by, at=at)


def _given(request: HttpRequest) -> tuple[bytes, bool]:
    """The sheet, and whether it names everybody."""
    if request.content_type == rosters.JSON:
        told = rosters.told(request, ListGiven)
        return rosters.sheet_of(told.rows, READ), told.whole
    if request.content_type == rosters.FORM:
        content = rosters.sheet(request)
        return content, rosters.beside(request, ListBeside).whole
    raise Refused("api.content-type")


def _own(request: HttpRequest, number: UUID) -> BatchCard:
    """The caller's own list, or nothing: another program's and one that does not exist get the same answer."""
    found = queries.batch(number, caller_of(request))
    if found is None:
        raise Http404(number)
    return found


def _told(found: BatchCard, *, by: Actor, at: datetime, after: int = 0, size: int = SHOWN) -> ListTold:
    page = queries.rows_of(found, by=by, at=at, after=after, size=size)
    read = queries.opened_batch(found, by=by, at=at)[1] if found.state == "checked" and found.kept else None
    return ListTold(
        id=str(found.number), state=cast("Any", found.state), reference=found.reference, rows_in_it=found.rows,
        counts=found.counts, changes=dict(Counter(read.compared.change.values())) if read else {},
        left=len(read.compared.left) if read else 0, taken_at=found.taken_at, drafted_at=found.drafted_at,
        problems=_problems(read) if read else [], rows=[_row(one) for one in page.rows],
        next=int(page.next) if page.next else None,
    )  # fmt: skip


def _problems(read: Read) -> list[ListCellTold]:
    roster, language = read.roster, active().code
    return [
        ListCellTold(
            row=roster.numbers[place], key=one.key, heading=roster.headings.get(one.key, ""), value=one.value,
            verdict=cast("Any", one.verdict), code=one.code, remedy=words.remedy(one.code, one.facts, language),
        )
        for place in sorted(roster.problems) for one in roster.problems[place]
    ][:SHOWN]  # fmt: skip


def _row(one: RowCard) -> ListRowTold:
    return ListRowTold(
        row=one.row, state=cast("Any", one.state), change=one.change, matter=one.matter, right=one.right,
        source=gettext(one.source) if one.source else "", case=one.number,
    )  # fmt: skip
