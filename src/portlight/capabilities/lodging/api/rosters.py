"""Rosters from a program: taken in and checked, looked at, and registered when it says so."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from ninja import Query, Status

from portlight.capabilities.lodging import commands
from portlight.capabilities.lodging.api import given, telling
from portlight.capabilities.lodging.api.door import own, router
from portlight.capabilities.lodging.api.shapes import RosterTold
from portlight.faces.api.keys import caller_of
from portlight.faces.api.problems import answered
from portlight.faces.api.rooms import IdempotencyKey
from portlight.faces.languages import active

SHOWN = 200  # rows of one page, unless another number is asked for
After = Annotated[int, Query(ge=0, le=10_000_000, description="The row after which the page begins")]
_TAKEN = {201: {"headers": {"Location": {"description": "Of the roster", "schema": {"type": "string"}}}}}
Size = Annotated[int, Query(ge=1, le=1_000, description="Rows of one page")]


@router.post(
    "/rosters", response={201: RosterTold}, summary="Hand in a roster: it is checked, and nobody is registered yet",
    openapi_extra={**given.described(), "responses": {**_TAKEN, **answered(400, 413, 415, 422)["responses"]}},
)  # fmt: skip
def take(request: HttpRequest, response: HttpResponse, idempotency_key: IdempotencyKey = None) -> Status[RosterTold]:
    """The answer holds the first rows with something wrong. The same roster for the same place again is the first one,
    as it stands by now."""
    came, by, at = given.read(request), caller_of(request), now()
    filed = commands.Filed(language=active().code)
    taken = commands.take_roster(came.content, spot=came.spot, filed=filed, by=by, at=at, request_id=idempotency_key)
    response["Location"] = reverse("api:roster", args=[taken.number])
    found = own(request, UUID(taken.number))
    return Status(201, telling.roster(found, by=by, at=at, only="problems", after=0, size=SHOWN))


@router.get(
    "/rosters/{number}", response=RosterTold, summary="How far a roster has come, and its rows",
    openapi_extra=answered(404, 422),
)  # fmt: skip
def roster(
    request: HttpRequest, number: UUID, only: telling.Only = "all", after: After = 0, size: Size = SHOWN
) -> RosterTold:
    """Until it is registered, every cell that is wrong is told with what to do. Looking at it is noted."""
    by = caller_of(request)
    return telling.roster(own(request, number), by=by, at=now(), only=only, after=after, size=size)


@router.post(
    "/rosters/{number}/register", response={202: RosterTold}, summary="Register the rows that can be registered",
    openapi_extra=answered(404, 422),
)  # fmt: skip
def register(request: HttpRequest, number: UUID) -> Status[RosterTold]:
    """It goes on by itself, page by page; ask for the roster to see how far it is. A second time changes nothing."""
    by, at = caller_of(request), now()
    commands.register_roster(own(request, number).number, by=by, at=at)
    return Status(202, telling.roster(own(request, number), by=by, at=at, only="problems", after=0, size=SHOWN))
