"""A roster as programs send it: the sheet itself, or its rows as JSON. Either way it becomes one sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest
from pydantic import BaseModel, ValidationError

from portlight.faces.api.problems import Unfit
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sheets import MOST_BYTES

JSON, FORM = "application/json", "multipart/form-data"
M = TypeVar("M", bound=BaseModel)


def described(rows: dict[str, Any], beside: dict[str, Any]) -> dict[str, Any]:
    """The body for the API's description. `beside`: what goes with the sheet in a form."""
    sheet = {"type": "string", "format": "binary", "description": "XLSX, XLS, ODS or CSV"}
    form = {"type": "object", "required": ["sheet"], "properties": {"sheet": sheet, **beside}}
    content = {JSON: {"schema": rows}, FORM: {"schema": form}}
    return {"requestBody": {"required": True, "content": content}}


def told(request: HttpRequest, model: type[M]) -> M:
    """The JSON of a call. As much as a sheet may have is read, and not a byte more: whoever sends a gigabyte is not
    read to its end. Refused: api.not-json, sheet.too-large. Raises Unfit for another shape."""
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Refused("sheet.too-large", most=MOST_BYTES // 1_000_000)
    try:
        return model.model_validate_json(body)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_context=False, include_input=False)
        if errors[0]["type"] == "json_invalid":
            raise Refused("api.not-json") from None
        raise Unfit(_faults(errors)) from None


def beside(request: HttpRequest, model: type[M]) -> M:
    """What stands beside the sheet in a form. Raises Unfit for another shape."""
    try:
        return model.model_validate(request.POST.dict())
    except ValidationError as wrong:
        raise Unfit(_faults(wrong.errors(include_url=False, include_context=False, include_input=False))) from None


def sheet(request: HttpRequest) -> bytes:
    """The file of a form. Refused: sheet.too-large. Raises Unfit where there is none."""
    came = request.FILES.get("sheet")
    if came is None:
        raise Unfit([("/sheet", "missing")])
    if (came.size or 0) > MOST_BYTES:
        raise Refused("sheet.too-large", most=MOST_BYTES // 1_000_000)
    return bytes(came.read())


def sheet_of(rows: Sequence[Any], keys: Sequence[str]) -> bytes:
    """The rows as a sheet with the keys as headings. The same rows give the same bytes."""
    columns = [key for key in keys if any(row.get(key) for row in rows)]
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(columns)
    lines.writerows([row.get(key) or "" for key in columns] for row in rows)
    return out.getvalue().encode()


def _faults(errors: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for one in errors:
        yield "".join(f"/{part}" for part in one["loc"]), str(one["type"])
