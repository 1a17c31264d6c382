"""What the API answers when it does not do what was asked, and how its description says so."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from math import ceil
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from portlight.faces.problems import CONTENT_TYPE, problem
from portlight.toolkit.refusals import Refused

MOST_FAULTS = 50  # places that are named; the first ones tell what is wrong with the others
_STATUS = {
    "api.bad-request": 400, "api.not-json": 400,
    "clients.key-missing": 401, "clients.key-wrong": 401, "clients.key-over": 401, "clients.withdrawn": 401,
    "clients.scope-missing": 403, "api.not-allowed": 403, "api.not-found": 404,
    "sheet.too-large": 413, "sheet.unzips-too-large": 413, "api.content-type": 415, "api.too-fast": 429,
}  # fmt: skip
_HEADERS = {401: ("WWW-Authenticate", "Bearer"), 429: ("Retry-After", "Seconds")}
_OTHERWISE = 422  # it was understood, and cannot be done; also a known Idempotency-Key with other content


class Fault(Schema):
    """One place in what was sent, and what is wrong with it."""

    at: str = Field(description="JSON pointer into the body, or query/<name>, header/<name>, path/<name>")
    code: str


class Problem(Schema):
    """RFC 9457. `detail` is in the language of Accept-Language; `code` never changes and is what a program looks at."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]


class Unfit(Exception):
    """What came is not what the description asks for; `faults` name the places."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.faults = [{"at": at, "code": code} for at, code in faults][:MOST_FAULTS]


def answered(*statuses: int) -> dict[str, Any]:
    """For `openapi_extra`: problems that an operation may answer with."""
    return {"responses": {status: described(status) for status in statuses}}


def described(status: int) -> dict[str, Any]:
    """One status as OpenAPI has it."""
    told: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in _HEADERS:
        name, said = _HEADERS[status]
        told["headers"] = {name: {"description": said, "required": True, "schema": {"type": "string"}}}
    return told


def of_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal of any command or query, as its status, its sentence and the field it names."""
    status = _STATUS.get(refusal.code, _OTHERWISE)
    errors = [{"at": f"/{refusal.field}", "code": refusal.code}] if refusal.field else []
    answer = problem(status, refusal, errors=errors)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def tell_problems(api: Any) -> None:
    """Everything this NinjaAPI refuses is a problem; what breaks is left to Django and its page for errors."""
    api.add_exception_handler(Refused, of_refusal)
    api.add_exception_handler(Unfit, _of_body)
    api.add_exception_handler(ValidationError, _of_parameters)
    api.add_exception_handler(Http404, lambda request, _: of_refusal(request, Refused("api.not-found")))
    api.add_exception_handler(
        AuthenticationError, lambda request, _: of_refusal(request, Refused("clients.key-missing"))
    )
    api.add_exception_handler(Throttled, _too_fast)
    api.add_exception_handler(HttpError, lambda request, _: of_refusal(request, Refused("api.bad-request")))


def _too_fast(request: HttpRequest, told: Throttled) -> HttpResponse:
    return of_refusal(request, Refused("api.too-fast", seconds=ceil(told.wait or 60)))


def _of_body(request: HttpRequest, unfit: Unfit) -> HttpResponse:
    return problem(422, Refused("api.not-as-described"), errors=unfit.faults)


def _of_parameters(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    faults = [{"at": "/".join(map(str, one["loc"])), "code": str(one["type"])} for one in wrong.errors]
    return problem(422, Refused("api.not-as-described"), errors=faults[:MOST_FAULTS])
