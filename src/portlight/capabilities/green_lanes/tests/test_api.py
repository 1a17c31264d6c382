"""A program hands in its institution's list, reads what is wrong, drafts; another program finds nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate, now

from portlight.capabilities.green_lanes import commands
from portlight.capabilities.green_lanes.models import Row
from portlight.capabilities.green_lanes.tests.given import agreed
from portlight.kernel.clients.tests.given import admitted as admitted_program
from tests.cast import Cast, resident

pytestmark = pytest.mark.django_db
ROSTERS = "/api/lanes/rosters"


@pytest.fixture
def lane(cast: Cast) -> UUID:
    return agreed(cast, at=now(), since=localdate(), until=date(localdate().year + 1, 12, 31))


class Program:
    """Calls the API under its key, and asks for English unless told otherwise."""

    def __init__(self, institution: str, scope: str = commands.SCOPE) -> None:
        self.issued = admitted_program(institution, scope, at=now())
        self.browser = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {self.issued.key}", "Accept-Language": "en"}

    def get(self, path: str, **headers: str) -> Any:
        return self.browser.get(path, headers={**self.headers, **headers})

    def post(self, path: str, body: Any, *, once: UUID | None = None) -> Any:
        told = {**self.headers, **({"Idempotency-Key": str(once)} if once else {})}
        content = body if isinstance(body, bytes) else json.dumps(body)
        return self.browser.post(path, content, content_type="application/json", headers=told)


def admitted(lane: UUID | None, cast: Cast, name: str = "Tongji") -> Program:
    program = Program(name)
    if lane is not None:
        commands.admit_program(program.issued.client, lane, by=cast.chen.actor, at=now())
    return program


def person(number: int, **more: Any) -> dict[str, Any]:
    letters = "".join(chr(65 + int(digit)) for digit in f"{number:04d}")
    ends = (localdate() + timedelta(days=20)).isoformat()
    return {"surname": f"STUDENT{letters}", "given_name": "ANNA", "nationality": "FRA", "birth_date": "1999-05-04",
            "doc_number": f"X{number:08d}", "visa_type": "residence-permit", "visa_expiry": ends,
            "email": f"s{number}@mail.example", **more}  # fmt: skip


def test_a_list_is_taken_read_and_drafted(cast: Cast, lane: UUID) -> None:
    program, once = admitted(lane, cast), uuid4()
    body = {"rows": [person(1), person(2, nationality="Narnia")], "whole": True}
    answer = program.post(ROSTERS, body, once=once)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert program.post(ROSTERS, body, once=once).json()["id"] == told["id"]
    assert (told["state"], told["counts"], told["changes"]) == ("checked", {"good": 1, "broken": 1}, {"joined": 1})
    assert [(one["row"], one["key"], one["code"]) for one in told["problems"]] == [
        (3, "nationality", "nationality-unknown")
    ]
    assert "We know no country" in told["problems"][0]["remedy"]
    at = answer["Location"]
    for _ in range(2):
        drafted = program.post(f"{at}/draft", {"changes": ["joined", "ending"]}).json()
    assert drafted["counts"] == {"draft": 1, "broken": 1}
    (row, wrong) = program.get(at).json()["rows"]
    assert (row["matter"], row["right"], wrong["state"]) == ("residence-extension", "file", "broken")
    assert "STUDENT" not in program.get(at).content.decode()
    assert Row.objects.filter(state="draft").count() == 1
    assert program.get(at, **{"Accept-Language": "de"}).json()["rows"][0]["source"].startswith("Die einladende Stelle")


def test_the_sheet_itself_will_do(cast: Cast, lane: UUID) -> None:
    program = admitted(lane, cast)
    head = "Surname,Given name,Nationality,Date of birth,Passport no,Visa type,May stay until\n"
    sheet = SimpleUploadedFile("people.csv", f"{head}MEYER,JO,DEU,1999-04-01,C01X00T47,Z,2031-01-01\n".encode())
    answer = Client().post(ROSTERS, {"sheet": sheet, "whole": "true"}, headers=program.headers)
    assert answer.status_code == 201, answer.content
    assert answer.json()["rows_in_it"] == 1


def test_another_program_finds_nothing_and_one_that_acts_for_nobody_hands_in_nothing(cast: Cast, lane: UUID) -> None:
    at = admitted(lane, cast).post(ROSTERS, {"rows": [person(1)]})["Location"]
    other = agreed(cast, place=2, officer=resident("officer@company.example", languages=("en",)), at=now())
    for stranger in (admitted(other, cast, "Fudan"), admitted(lane, cast, "Second"), admitted(None, cast, "Third")):
        assert stranger.get(at).status_code == 404
        assert stranger.post(f"{at}/draft", {}).status_code == 404
    assert admitted(None, cast, "Fourth").post(ROSTERS, {"rows": [person(1)]}).status_code in {403, 404, 409, 422}
    assert Program("Fifth", "lodging.roster").post(ROSTERS, {"rows": [person(1)]}).status_code == 403
    assert Client().post(ROSTERS, {}, content_type="application/json").status_code == 401
    assert Row.objects.filter(state="draft").count() == 0


@pytest.mark.parametrize(("body", "status"), [
    (b"{", 400), ({"rows": [{"pony": "x"}]}, 422), ({"rows": []}, 422), ({"rows": [person(1)], "more": 1}, 422),
])  # fmt: skip
def test_what_is_not_as_described_is_named(cast: Cast, lane: UUID, body: Any, status: int) -> None:
    assert admitted(lane, cast).post(ROSTERS, body).status_code == status
