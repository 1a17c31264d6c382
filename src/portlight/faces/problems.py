"""Refusals as programs read them: a problem (RFC 9457) with our code and a sentence in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse

from portlight.faces.words import sentence
from portlight.toolkit.refusals import Refused

CONTENT_TYPE = "application/problem+json"
# Pages of `faces.errors` → what a program is told in their place.
PAGES = {
    "bad_request": "api.bad-request", "not_allowed": "api.not-allowed", "not_found": "api.not-found",
    "too_many": "api.too-fast", "broken": "api.broken", "form_expired": "api.not-allowed",
}  # fmt: skip


def problem(status: int, refusal: Refused, *, errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """`about:blank`: the status says what kind of problem it is, `code` which of ours, `detail` what to do."""
    told = {
        "type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": sentence(refusal),
        "code": refusal.code, "errors": list(errors),
    }  # fmt: skip
    answer = HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=CONTENT_TYPE)
    answer["Cache-Control"] = "no-store"
    return answer


def of_page(name: str, status: int) -> HttpResponse:
    """The problem that says what the page of an error says."""
    return problem(status, Refused(PAGES[name], seconds=60))
