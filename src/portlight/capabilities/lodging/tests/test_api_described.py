"""The API does what its description says, and says no as it says: asked at random by schemathesis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks

from portlight.capabilities.lodging.tests.given import put_in_places
from portlight.capabilities.lodging.tests.programs import ROSTERS, Program, people, person, run
from portlight.capabilities.lodging.tests.rosters import book
from portlight.capabilities.lodging.tests.rosters import person as row
from tests.cast import Cast

pytestmark = pytest.mark.django_db
EXAMPLES = 20  # of each call, each way: a few seconds
ONE = f"{ROSTERS}/{{number}}"
SLIP = "/api/lodging/slips/{number}.pdf"
CALLS = (("POST", ROSTERS), ("GET", ONE), ("POST", f"{ONE}/register"), ("GET", f"{ONE}/registrations"), ("GET", SLIP))
CHECKED = [
    checks.not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance,
]  # fmt: skip
Ready = Callable[[Any], None]


@contextmanager
def one_connection() -> Iterator[None]:
    """Calls that stay in the transaction of the test; Django's own browser sees to that by itself."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def ask(
    method: str, path: str, mode: GenerationMode, ready: Ready, checked: list[Any], headers: dict[str, str]
) -> set[int]:
    """Asks for as many examples as there shall be, each made `ready`; the statuses that were answered."""
    seen: set[int] = set()
    with one_connection():
        described = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())

    @given(case=described[path][method].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def asked(case: Any) -> None:
        ready(case)
        seen.add(case.call_and_validate(headers=headers, checks=checked).status_code)

    with one_connection():
        asked()
    return seen


def known_to(tongji: Program) -> Ready:
    """Puts what is there into a call: a roster with registrations, a slip, people that can be read."""
    at = tongji.hand_in(*people(3))["Location"]
    tongji.post(f"{at}/register")
    run()
    slip = tongji.get(f"{at}/registrations").json()["rows"][0]["slip"]
    place = {"address": "A1", "district": "", "line": ""}

    def ready(case: Any) -> None:
        if case.path_parameters:
            case.path_parameters = {"number": slip if case.path.endswith(".pdf") else at.rpartition("/")[2]}
        elif case.media_type == "application/json":
            case.body = {**place, "rows": [{**person(1), **one} for one in case.body["rows"]] or people(1)}
        else:
            case.body = {**place, "sheet": book(row(1), row(2, nationality="Narnia"))}

    return ready


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_call_answers_as_described(cast: Cast, method: str, path: str) -> None:
    put_in_places()
    tongji = Program()
    unknown = ask(method, path, GenerationMode.POSITIVE, lambda case: None, CHECKED, tongji.headers)
    assert unknown <= {400, 404, 413, 422}
    done = ask(method, path, GenerationMode.POSITIVE, known_to(tongji), CHECKED, tongji.headers)
    assert done & {200, 201, 202}


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_what_is_not_as_described_is_refused_as_described(cast: Cast, method: str, path: str) -> None:
    put_in_places()
    wrong = [*CHECKED, checks.negative_data_rejection]
    seen = ask(method, path, GenerationMode.NEGATIVE, lambda case: None, wrong, Program().headers)
    assert seen
    assert seen <= {400, 401, 403, 404, 405, 415, 422}
