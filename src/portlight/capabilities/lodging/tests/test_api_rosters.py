"""A program hands in a roster: checked, named cell by cell, registered once, and nobody else's."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import pytest
from pikepdf import Pdf
from pytest_django import DjangoAssertNumQueries

from portlight.capabilities.lodging.models import Batch, BatchRow, Declaration
from portlight.capabilities.lodging.tests.given import put_in_places
from portlight.capabilities.lodging.tests.programs import ROSTERS, Program, people, person, run
from portlight.capabilities.lodging.tests.rosters import book, text
from portlight.capabilities.lodging.tests.rosters import person as row
from portlight.faces.desk.tests.test_desk_office import signed_in as at_desk
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.languages import CODES
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()


@pytest.fixture
def tongji(cast: Cast) -> Program:
    return Program()


def registered(program: Program, *rows: dict[str, Any]) -> str:
    """Handed in, registered, and the worker done; the address of the roster."""
    at: str = program.hand_in(*rows)["Location"]
    assert program.post(f"{at}/register").status_code == 202
    run()
    return at


def test_a_roster_is_checked_and_nobody_registered_before_the_word(tongji: Program) -> None:
    answer = tongji.hand_in(*people(3), person(9, nationality="Narnia", birth_date="31.02.1990"))
    told = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"{ROSTERS}/{told['id']}"
    assert (told["state"], told["counts"]["rows"], told["counts"]["wrong"], told["counts"]["waiting"]) == (
        "checked",
        4,
        1,
        3,
    )
    (broken,) = told["rows"]
    assert (broken["row"], broken["state"], broken["verdict"]) == (5, "broken", "error")
    assert [(cell["key"], cell["value"], cell["code"]) for cell in broken["problems"]] == [
        ("nationality", "Narnia", "nationality-unknown"), ("birth_date", "31.02.1990", "date-impossible"),
    ]  # fmt: skip
    assert broken["problems"][0]["remedy"].startswith("We know no country of this name")
    assert Declaration.objects.count() == 0
    run()
    assert Declaration.objects.count() == 0


def test_the_good_rows_are_registered_and_each_has_its_case_its_step_and_its_slip(tongji: Program) -> None:
    at = registered(tongji, *people(3), person(9, nationality="Narnia"))
    told = tongji.get(at).json()
    assert (told["state"], told["counts"]["registered"], told["counts"]["wrong"]) == ("done", 3, 1)
    assert [one["state"] for one in told["rows"]] == ["done", "done", "done", "broken"]
    (cell,) = told["rows"][3]["problems"]
    assert (cell["code"], bool(cell["remedy"])) == ("nationality-unknown", True)
    page = tongji.get(f"{at}/registrations").json()
    assert [one["row"] for one in page["rows"]] == [2, 3, 4]
    assert all(one["said"] and one["verify_url"].endswith("/en/verify/") for one in page["rows"])
    assert page["next"] is None
    first = page["rows"][0]
    assert Declaration.objects.filter(slip=first["slip"]).exists()
    path = first["slip_url"].partition("//")[2].partition("/")[2]
    slip = tongji.get(f"/{path}")
    assert (slip["Content-Type"], slip["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert len(Pdf.open(io.BytesIO(slip.content)).pages) == 1
    assert set(Declaration.objects.values_list("declared_for", "filers__filed_as", "filers__key")) == {
        ("institution", "institution", str(tongji.issued.client))
    }


def test_the_sheet_itself_goes_the_same_way(tongji: Program) -> None:
    for content in (book(row(1), row(2, nationality="Narnia")), text(row(3), row(4, nationality="Narnia"))):
        told = tongji.hand_in_sheet(content, district="310115", line="Far Lane 12").json()
        assert (told["counts"]["rows"], told["counts"]["wrong"]) == (2, 1)
        wrong = [cell for one in told["rows"] for cell in one["problems"] if cell["verdict"] == "error"]
        assert [(cell["heading"], cell["value"]) for cell in wrong] == [("Nationality", "Narnia")]


def test_a_resend_is_the_same_roster_and_other_content_under_its_id_is_refused(tongji: Program) -> None:
    once = uuid4()
    first, again = (tongji.hand_in(*people(2), once=once) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    other = tongji.hand_in(*people(3), once=once)
    assert (other.status_code, other.json()["code"]) == (422, "timeline.resend-differs")
    assert tongji.hand_in(*people(2)).json()["id"] == first.json()["id"]
    assert Batch.objects.count() == 1
    quoted = tongji.post(ROSTERS, {"address": "A1", "rows": people(2)}, **{"Idempotency-Key": f'"{once}"'})
    assert quoted.json()["id"] == first.json()["id"]
    odd = tongji.post(ROSTERS, {"address": "A1", "rows": people(2)}, **{"Idempotency-Key": "again"})
    assert (odd.status_code, odd.json()["errors"][0]["at"]) == (422, "header/Idempotency-Key")


def test_registering_twice_makes_no_doubles_and_neither_does_a_corrected_roster(tongji: Program) -> None:
    at = registered(tongji, *people(2), person(9, nationality="Narnia"))
    assert tongji.post(f"{at}/register").status_code == 202
    run()
    assert Declaration.objects.count() == 2
    again = registered(tongji, *people(2), person(9))
    counts = tongji.get(again).json()["counts"]
    assert (counts["before"], counts["registered"]) == (2, 1)
    assert [one["state"] for one in tongji.get(f"{again}/registrations").json()["rows"]] == ["before", "before", "done"]
    assert Declaration.objects.count() == 3


def test_eve_finds_nothing_of_another_programs_roster(tongji: Program) -> None:
    at, eve = registered(tongji, *people(1)), Program("Eve’s hostel")
    slip = tongji.get(f"{at}/registrations").json()["rows"][0]["slip"]
    unknown = f"{ROSTERS}/{uuid4()}"
    for path in ("", "/registrations"):
        hers, nobodys = eve.get(f"{at}{path}"), eve.get(f"{unknown}{path}")
        assert (hers.status_code, hers.content) == (404, nobodys.content)
    assert eve.post(f"{at}/register").status_code == 404
    assert eve.get(f"/api/lodging/slips/{slip}.pdf").status_code == 404
    assert (
        eve.get("/api/lodging/slips/L-2026-0000000-A.pdf").content == eve.get(f"/api/lodging/slips/{slip}.pdf").content
    )
    assert tongji.get(f"/api/lodging/slips/{slip}.pdf").status_code == 200
    same = eve.hand_in(*people(1)).json()  # the same people in the same house: her own roster, not Tongji's
    assert f"{ROSTERS}/{same['id']}" != at
    assert Batch.objects.count() == 2


def test_what_two_programs_declare_of_the_same_person_is_one_registration_and_both_see_its_slip(
    tongji: Program,
) -> None:
    at, hostel = registered(tongji, *people(1)), Program("Hostel")
    second = registered(hostel, *people(1))
    assert Declaration.objects.count() == 1
    slips = {
        program.get(f"{one}/registrations").json()["rows"][0]["slip"]
        for program, one in ((tongji, at), (hostel, second))
    }
    assert len(slips) == 1


def test_the_officer_of_the_police_station_sees_which_program_declared(tongji: Program, cast: Cast) -> None:
    at = registered(tongji, *people(1))
    number = tongji.get(f"{at}/registrations").json()["rows"][0]["case"]
    page = at_desk(cast.holding("window").key).get(f"/desk/lodging/{number}/").content.decode()
    assert "Tongji · Housing office" in page


def test_rows_come_by_key_pages_and_the_wrong_ones_alone(tongji: Program) -> None:
    rows = [person(number, nationality="Narnia" if number % 2 else "FRA") for number in range(1, 8)]
    at = tongji.hand_in(*rows)["Location"]
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = tongji.get(f"{at}?after={after}&size=3").json()
        seen += [one["row"] for one in page["rows"]]
        after = page["next"]
    assert seen == [2, 3, 4, 5, 6, 7, 8]
    wrong = tongji.get(f"{at}?only=problems&size=3").json()
    assert ([one["row"] for one in wrong["rows"]], wrong["next"]) == ([2, 4, 6], 6)
    assert [one["row"] for one in tongji.get(f"{at}?only=problems&after=6").json()["rows"]] == [8]


def test_whoever_looks_at_people_is_noted_and_whoever_looks_at_numbers_is_not(tongji: Program) -> None:
    at = tongji.hand_in(*people(1), person(9, nationality="Narnia"))["Location"]
    number = at.rpartition("/")[2]
    tongji.get(at)
    told = [(event.kind, event.by_kind, event.by_key) for event in timeline.about(f"batch:{number}").rows]
    program = ("client", str(tongji.issued.client))
    assert told == [
        ("lodging.roster-opened", *program),
        ("lodging.roster-opened", *program),
        ("lodging.roster-taken", *program),
    ]
    tongji.post(f"{at}/register")
    run()
    before = timeline.everything(size=1).rows[0].number
    slip = tongji.get(f"{at}/registrations").json()["rows"][0]["slip"]
    assert timeline.everything(size=1).rows[0].number == before
    case = Declaration.objects.get().case_id
    tongji.get(f"/api/lodging/slips/{slip}.pdf")
    opened = [event for event in timeline.about(f"case:{case}").rows if event.kind == "papers.opened"]
    assert [(event.by_kind, event.by_key) for event in opened] == [program]


@pytest.mark.parametrize("language", CODES)
def test_a_program_is_answered_in_the_language_it_asks_for(tongji: Program, language: str) -> None:
    tongji.headers["Accept-Language"] = language
    answer = tongji.hand_in(person(1, nationality="Narnia"))
    assert answer["Content-Language"] == language
    remedy = answer.json()["rows"][0]["problems"][0]["remedy"]
    assert (remedy.startswith("We know")) == (language == "en")
    missing = tongji.get(f"{ROSTERS}/{uuid4()}").json()["detail"]
    assert (missing.startswith("There is nothing")) == (language == "en")


@pytest.mark.parametrize(("call", "most"), [("take", 20), ("roster", 11), ("registrations", 7), ("register", 14)])
def test_a_call_costs_so_many_queries_whatever_the_number_of_rows(
    tongji: Program, django_assert_max_num_queries: DjangoAssertNumQueries, call: str, most: int
) -> None:
    at = registered(tongji, *people(30)) if call == "registrations" else tongji.hand_in(*people(40))["Location"]
    with django_assert_max_num_queries(most):
        if call == "take":
            assert tongji.hand_in(*people(60)).status_code == 201
        elif call == "register":
            assert tongji.post(f"{at}/register").status_code == 202
        else:
            assert tongji.get(at if call == "roster" else f"{at}/registrations").status_code == 200
    assert BatchRow.objects.count() >= 30
