"""A roster as it comes in, with the place where those lodge whose row names none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from portlight.capabilities.lodging.api.shapes import Place, RosterGiven, given_schema
from portlight.capabilities.lodging.rules.roster import Spot
from portlight.capabilities.lodging.rules.roster.columns import READ
from portlight.faces.api import rosters
from portlight.toolkit.refusals import Refused


@dataclass(frozen=True)
class Given:
    content: bytes
    spot: Spot


def read(request: HttpRequest) -> Given:
    """Refused: api.content-type, api.not-json, sheet.too-large. Raises Unfit for another shape."""
    if request.content_type == rosters.JSON:
        told = rosters.told(request, RosterGiven)
        return Given(rosters.sheet_of(told.rows, READ), _spot(told))
    if request.content_type == rosters.FORM:
        content = rosters.sheet(request)
        return Given(content, _spot(rosters.beside(request, Place)))
    raise Refused("api.content-type")


def described() -> dict[str, Any]:
    """The body for the API's description."""
    return rosters.described(given_schema(), Place.model_json_schema()["properties"])


def _spot(place: Place) -> Spot:
    return Spot(address=place.address, line=place.line, district=place.district)
