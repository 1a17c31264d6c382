"""What became of a roster's people: their cases, and their slips."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import now

from portlight.capabilities.lodging import queries
from portlight.capabilities.lodging.api import telling
from portlight.capabilities.lodging.api.door import own, router
from portlight.capabilities.lodging.api.rosters import SHOWN, After, Size
from portlight.capabilities.lodging.api.shapes import RegistrationsTold
from portlight.faces.answers import file
from portlight.faces.api.keys import caller_of
from portlight.faces.api.problems import answered
from portlight.kernel.papers import queries as papers
from portlight.toolkit.languages import CODES

PDF = "application/pdf"
Language = Literal[CODES]  # type: ignore[valid-type]
_PDF = {
    200: {"description": "The slip or receipt", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get(
    "/rosters/{number}/registrations", response=RegistrationsTold,
    summary="The case and the slip of every row that is registered", openapi_extra=answered(404, 422),
)  # fmt: skip
def registrations(request: HttpRequest, number: UUID, after: After = 0, size: Size = SHOWN) -> RegistrationsTold:
    """In the order of the sheet; numbers and states only, nothing of a person."""
    page = queries.registrations(own(request, number).number, caller_of(request), after=after, size=size)
    rows = [telling.registration(one) for one in page.rows]
    return RegistrationsTold(rows=rows, next=int(page.next) if page.next else None)


@router.get(
    "/slips/{number}.pdf", summary="A slip or receipt, to be handed to the person",
    openapi_extra={"responses": {**_PDF, **answered(404, 422)["responses"]}},
)  # fmt: skip
def slip(request: HttpRequest, number: str, language: Language | None = None) -> HttpResponseBase:
    """In the language it was made out in, with Chinese beside it, or in another of the nine. Opening it is noted."""
    by = caller_of(request)
    if not queries.has_slip(number, by):
        raise Http404(number)
    printed = papers.pdf(number, language=language, by=by, why="own", at=now())
    return file(printed.pdf, name=printed.name, kind=PDF)
