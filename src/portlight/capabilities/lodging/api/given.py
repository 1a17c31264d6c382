"""A roster as it comes in: the sheet itself, or its rows as JSON. Either way it becomes the sheet everybody checks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from pydantic import ValidationError

from portlight.capabilities.lodging.api.shapes import Place, RosterGiven, given_schema
from portlight.capabilities.lodging.rules.roster import Spot
from portlight.capabilities.lodging.rules.roster.columns import READ
from portlight.faces.api.problems import Unfit
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sheets import MOST_BYTES

JSON, FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Given:
    content: bytes
    spot: Spot


def read(request: HttpRequest) -> Given:
    """Refused: api.content-type, api.not-json, api.bad-request, sheet.too-large. Raises Unfit for another shape."""
    if request.content_type == JSON:
        return _rows(_body(request))
    if request.content_type == FORM:
        return _sheet(request)
    raise Refused("api.content-type")


def described() -> dict[str, Any]:
    """The body for the API's description."""
    place = Place.model_json_schema()["properties"]
    sheet = {"type": "string", "format": "binary", "description": "XLSX, XLS, ODS or CSV"}
    form = {"type": "object", "required": ["sheet"], "properties": {"sheet": sheet, **place}}
    content = {JSON: {"schema": given_schema()}, FORM: {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}


def _body(request: HttpRequest) -> bytes:
    """As much as a sheet may have, and not a byte more: whoever sends a gigabyte is not read to its end."""
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Refused("sheet.too-large", most=MOST_BYTES // 1_000_000)
    return body


def _rows(body: bytes) -> Given:
    try:
        told = RosterGiven.model_validate_json(body)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_context=False, include_input=False)
        if errors[0]["type"] == "json_invalid":
            raise Refused("api.not-json") from None
        raise Unfit(_faults(errors)) from None
    return Given(sheet_of(told.rows), _spot(told))


def sheet_of(rows: Sequence[Any]) -> bytes:
    """The rows as a sheet with the form's keys as headings. The same rows give the same bytes."""
    columns = [key for key in READ if any(row.get(key) for row in rows)]
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows([row.get(key) or "" for key in columns] for row in rows)
    return out.getvalue().encode()


def _sheet(request: HttpRequest) -> Given:
    sheet = request.FILES.get("sheet")
    if sheet is None:
        raise Unfit([("/sheet", "missing")])
    if (sheet.size or 0) > MOST_BYTES:
        raise Refused("sheet.too-large", most=MOST_BYTES // 1_000_000)
    try:
        place = Place.model_validate(request.POST.dict())
    except ValidationError as wrong:
        raise Unfit(_faults(wrong.errors(include_url=False, include_context=False, include_input=False))) from None
    return Given(sheet.read(), _spot(place))


def _spot(place: Place) -> Spot:
    return Spot(address=place.address, line=place.line, district=place.district)


def _faults(errors: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for one in errors:
        yield "".join(f"/{part}" for part in one["loc"]), str(one["type"])
