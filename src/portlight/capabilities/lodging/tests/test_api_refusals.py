"""What the API refuses: keys that do not open, bodies that cannot be read, too much, too fast. Always as a problem."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils.timezone import localdate, now

from portlight.capabilities.lodging.models import Batch
from portlight.capabilities.lodging.tests.given import put_in_places
from portlight.capabilities.lodging.tests.programs import ROSTERS, Program, people, person
from portlight.kernel.clients import commands as clients
from portlight.kernel.clients import queries as clients_known
from portlight.kernel.clients.tests.given import OFFICER
from portlight.toolkit import nameplate, sheets
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()


@pytest.fixture
def tongji(cast: Cast) -> Program:
    return Program()


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem, checked for what RFC 9457 asks of one."""
    assert answer["Content-Type"] == "application/problem+json", answer.content[:300]
    told: dict[str, Any] = json.loads(answer.content)
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert {"type", "title", "detail"} <= told.keys()
    assert told["detail"]
    assert answer["Cache-Control"] == "no-store"
    return told


def test_only_a_key_that_opens_opens(tongji: Program) -> None:
    for header, code in (
        (None, "key-missing"), ("", "key-missing"), ("Basic abc", "key-missing"), ("Bearer ", "key-wrong"),
        (f"Bearer {tongji.issued.key[:-2]}", "key-wrong"), (f"Bearer {tongji.issued.key}x", "key-wrong"),
        ("Bearer plk_23456789_" + "A" * 43, "key-wrong"), ("Bearer " + "x" * 5_000, "key-wrong"),
    ):  # fmt: skip
        answer = Client().get(f"{ROSTERS}/x", headers={"Authorization": header} if header is not None else {})
        refused(answer, 401, f"clients.{code}")
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_key_that_has_ended_or_was_withdrawn_opens_nothing(tongji: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Program("Hostel", until=now() + timedelta(days=1))
    monkeypatch.setattr("portlight.faces.api.keys.now", lambda: now() + timedelta(days=1))
    clients.withdraw(tongji.issued.client, by=OFFICER, at=now())
    refused(tongji.hand_in(*people(1)), 401, "clients.withdrawn")
    refused(other.hand_in(*people(1)), 401, "clients.key-over")
    assert Batch.objects.count() == 0


def test_a_program_does_what_it_may_and_nothing_else(cast: Cast) -> None:
    nameplate.hang(nameplate.Nameplate(room="tests", scopes={"tests.read": "Read"}))
    try:
        reader = Program("Library", "tests.read")
    finally:
        nameplate.hang(nameplate.Nameplate(room="tests"))
    told = refused(reader.hand_in(*people(1)), 403, "clients.scope-missing")
    assert "lodging.roster" in told["detail"]


def test_the_last_day_of_use_is_kept(tongji: Program) -> None:
    tongji.get(f"{ROSTERS}/{tongji.issued.client}")
    card = clients_known.client(tongji.issued.client, at=now())
    assert card is not None
    assert card.used_on == localdate()


def test_who_asks_too_fast_waits_and_holds_up_nobody_else(tongji: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    at = now().replace(second=30, microsecond=0)
    monkeypatch.setattr("portlight.faces.api.keys.now", lambda: at)
    other = Program("Hostel")
    with override_settings(CLIENT_CALLS=3):
        codes = [tongji.get(f"{ROSTERS}/{other.issued.client}").status_code for _ in range(4)]
        assert codes == [404, 404, 404, 429]
        slow = tongji.get(f"{ROSTERS}/{other.issued.client}")
        assert "30" in refused(slow, 429, "api.too-fast")["detail"]
        assert slow["Retry-After"] == "30"
        assert other.get(f"{ROSTERS}/{other.issued.client}").status_code == 404
        at += timedelta(minutes=1)
        assert tongji.get(f"{ROSTERS}/{other.issued.client}").status_code == 404


RUBBISH = random.Random(7).randbytes(1_000_000)


@pytest.mark.parametrize(("body", "status", "code"), [
    (RUBBISH, 400, "api.not-json"), (b" ", 400, "api.not-json"), (b'{"rows": [', 400, "api.not-json"),
    (b"[" * 100_000, 400, "api.not-json"), (b'{"rows": "\\ud800"}', 400, "api.not-json"),
    (b"\xff\xfe{}", 400, "api.not-json"),
    (b"null", 422, "api.not-as-described"), (b"[]", 422, "api.not-as-described"), (b"{}", 422, "api.not-as-described"),
    (b'{"rows": [[]]}', 422, "api.not-as-described"), (b'{"rows": [{"surname": 7}]}', 422, "api.not-as-described"),
    (b'{"rows": [], "place": "A1"}', 422, "api.not-as-described"),
    (b'{"address": "A1", "rows": []}', 422, "sheet.empty"),
    (b'{"address": "A1", "rows": [{"surname": "A\\u0000B"}]}', 422, "sheet.not-a-sheet"),
    (b'{"address": "A1", "rows": [{"surname": "A"}]}', 422, "roster.columns-missing"),
])  # fmt: skip
def test_a_body_that_is_no_roster_is_answered_with_what_is_wrong(
    tongji: Program, body: bytes, status: int, code: str
) -> None:
    refused(tongji.post(ROSTERS, body), status, code)
    assert Batch.objects.count() == 0


def test_wrong_places_are_named_and_no_more_than_fifty_of_them(tongji: Program) -> None:
    rows = [{**person(1), "pasport": "X"}, {**person(2), "room": 12}]
    told = refused(tongji.post(ROSTERS, {"rows": rows, "address": "x" * 41}), 422, "api.not-as-described")
    assert told["errors"] == [
        {"at": "/address", "code": "string_too_long"}, {"at": "/rows/0/pasport", "code": "extra_forbidden"},
        {"at": "/rows/1/room", "code": "string_type"},
    ]  # fmt: skip
    many = refused(tongji.post(ROSTERS, {"rows": [{"x": 1}] * 5_000}), 422, "api.not-as-described")
    assert len(many["errors"]) == 50


@pytest.mark.parametrize(("place", "code", "at"), [
    ({"address": "nowhere"}, "lodging.address-missing", "/address"), ({"address": "H1"}, "lodging.hotel", "/address"),
    ({"address": "", "line": "Some Road 1", "district": "110101"}, "lodging.outside-city", "/district"),
    ({"address": ""}, "lodging.outside-city", "/district"),
])  # fmt: skip
def test_a_place_where_nobody_can_be_declared_is_refused(
    tongji: Program, place: dict[str, str], code: str, at: str
) -> None:
    told = refused(tongji.hand_in(*people(1), **place), 422, code)
    assert told["errors"] == [{"at": at, "code": code}]


def test_the_limits_are_those_of_the_sheet(tongji: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    told = refused(tongji.hand_in(*people(4)), 422, "sheet.too-many-rows")
    assert "3" in told["detail"]
    monkeypatch.setattr("portlight.faces.api.rosters.MOST_BYTES", 1_000)
    refused(tongji.hand_in(*people(9)), 413, "sheet.too-large")
    refused(tongji.hand_in_sheet(b"x" * 1_001), 413, "sheet.too-large")


def test_a_sheet_that_is_none_is_refused_as_on_the_portal(tongji: Program) -> None:
    for content, code in (
        (b"a,b\n1,2\n", "roster.heading-missing"), (b"\0\1\2" * 50, "sheet.not-a-sheet"),
        (RUBBISH, "sheet.not-a-sheet"),
        (b"PK" + RUBBISH, "sheet.not-a-sheet"),
    ):  # fmt: skip
        refused(tongji.hand_in_sheet(content), 422, code)
    form = tongji.browser.post(ROSTERS, {"address": "A1"}, headers=tongji.headers)
    assert refused(form, 422, "api.not-as-described")["errors"] == [{"at": "/sheet", "code": "missing"}]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "text/csv"])
def test_other_kinds_of_content_are_refused(tongji: Program, kind: str) -> None:
    answer = tongji.browser.post(ROSTERS, RUBBISH, content_type=kind, headers=tongji.headers)
    refused(answer, 415, "api.content-type")


def test_a_form_that_is_broken_is_refused(tongji: Program) -> None:
    for kind in (
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        f"multipart/form-data; boundary={'x' * 300}",
    ):
        answer = tongji.browser.post(ROSTERS, RUBBISH, content_type=kind, headers=tongji.headers)
        assert answer.status_code in {400, 422}
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("query", [
    "after=-1", "after=x", "after=99999999999999999999", "size=0", "size=1001", "only=none", "size=1e3",
])  # fmt: skip
def test_odd_parameters_are_named(tongji: Program, query: str) -> None:
    at = tongji.hand_in(*people(1))["Location"]
    told = refused(tongji.get(f"{at}?{query}"), 422, "api.not-as-described")
    assert told["errors"][0]["at"] == f"query/{query.partition('=')[0]}"


def test_what_breaks_is_a_problem_too_and_tells_nothing(tongji: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **named: object) -> None:
        raise RuntimeError("passport X00000001")

    monkeypatch.setattr("portlight.capabilities.lodging.commands.take_roster", breaks)
    answer = tongji.hand_in(*people(1))
    assert b"X00000001" not in answer.content
    refused(answer, 500, "api.broken")


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/lodging", f"{ROSTERS}/", "/api/lodging/slips/x.pdf/"])
def test_an_address_that_is_none_is_a_problem(tongji: Program, path: str) -> None:
    refused(tongji.get(path), 404, "api.not-found")
