"""Programs of institutions at the desk: a supervisor admits, security shuts out, an auditor reads, Eve sees nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from portlight.faces.desk.tests.test_desk_office import hired, signed_in
from portlight.kernel.clients import queries
from portlight.kernel.timeline.commands import record
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db
LIST = "/desk/office/programs/"
ADMIT = f"{LIST}admit/"
FORM = {"institution": "Tongji", "program": "Housing", "contact": "it@university.example", "scopes": "lodging.roster"}


def chen() -> Client:
    return signed_in(hired("chen@office.example", "supervisor"))


def admit(browser: Client, **more: Any) -> Any:
    return browser.post(ADMIT, {"request_id": str(uuid4()), "until": "", **FORM, **more})


def key_of(answer: Any) -> str:
    """The key a page shows; the page is kept nowhere."""
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    found = re.search(r">(plk_[^<]+)</textarea>", answer.content.decode())
    return found[1] if found else ""


def page_of(browser: Client) -> str:
    found = re.search(rf'href="({LIST}[0-9a-f-]{{36}}/)"', browser.get(LIST).content.decode())
    assert found
    return found[1]


def test_a_supervisor_admits_a_program_and_sees_its_key_once() -> None:
    browser, request = chen(), str(uuid4())
    assert "No program was admitted yet" in browser.get(LIST).content.decode()
    assert "It works from now on" not in browser.get(ADMIT).content.decode()
    key = key_of(admit(browser, request_id=request))
    assert queries.caller(key, at=now()).institution == "Tongji"
    again = admit(browser, request_id=request)
    assert key_of(again) == ""
    assert "was made and shown before" in again.content.decode()
    for page in (LIST, page_of(browser), "/desk/office/timeline/"):
        assert key not in browser.get(page).content.decode()
    shown = browser.get(page_of(browser)).content.decode()
    for said in ("it@university.example", key[:13], "Hand in rosters", "Name of", "never"):
        assert said in shown


def test_a_new_key_is_made_and_the_old_one_ended_when_it_leaked() -> None:
    browser = chen()
    first = key_of(admit(browser))
    at = page_of(browser)
    last = (localdate() + timedelta(days=9)).isoformat()
    second = key_of(browser.post(f"{at}renew/", {"request_id": str(uuid4()), "until": last, "leaked": "on"}))
    assert queries.caller(second, at=now() + timedelta(days=9)).institution == "Tongji"
    with pytest.raises(Refused, match=r"clients\.key-over"):
        queries.caller(first, at=now())
    with pytest.raises(Refused, match=r"clients\.key-over"):
        queries.caller(second, at=now() + timedelta(days=11))
    assert "Has ended" in browser.get(at).content.decode()


def test_security_shuts_a_program_out_and_cannot_let_one_in() -> None:
    first = key_of(admit(chen()))
    guard = signed_in(hired("gao@office.example", "security"))
    at = page_of(guard)
    assert "Make a new key" not in guard.get(at).content.decode()
    assert guard.post(f"{at}renew/", {}).status_code == 403
    assert guard.get(ADMIT).status_code == 403
    assert guard.post(f"{at}withdraw/")["Location"] == at
    with pytest.raises(Refused, match=r"clients\.withdrawn"):
        queries.caller(first, at=now())
    assert "Withdraw this program" not in guard.get(at).content.decode()


def test_the_auditor_reads_and_touches_nothing() -> None:
    admit(chen())
    auditor = signed_in(hired("audit@office.example", "auditor"))
    at = page_of(auditor)
    assert "Withdraw this program" not in auditor.get(at).content.decode()
    for deed in ("renew/", "withdraw/"):
        assert auditor.post(f"{at}{deed}", {}).status_code == 403


@pytest.mark.parametrize("role", ["writer", "operator", "window"])
def test_eve_sees_none_of_it(role: str) -> None:
    browser = chen()
    admit(browser)
    eve = signed_in(hired("eve@office.example", role))
    for path in (LIST, ADMIT, page_of(browser)):
        assert eve.get(path).status_code == 403
    assert LIST not in eve.get("/desk/office/staff/").content.decode()


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() -> None:
    browser = chen()
    yesterday = (localdate() - timedelta(days=1)).isoformat()
    far = (localdate() + timedelta(days=800)).isoformat()
    for wrong, said in (
        ({"scopes": []}, "Choose at least one thing"), ({"contact": "nobody"}, "valid email"),
            ({"until": far}, "365 days"),
        ({"until": yesterday}, "is over already"), ({"institution": "x" * 121}, "120 characters"),
    ):  # fmt: skip
        answer = admit(browser, **wrong)
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert 'value="Housing"' in answer.content.decode()
    admit(browser)
    assert "has a program of this name already" in admit(browser).content.decode()


def test_the_timeline_names_the_program_that_did_something() -> None:
    browser = chen()
    caller = queries.caller(key_of(admit(browser)), at=now())
    record("lodging.roster-taken", about="batch:1", by=caller.actor, at=now())
    assert "Tongji · Housing" in browser.get("/desk/office/timeline/").content.decode()


def test_the_staff_page_leads_there_and_says_what_ends_soon() -> None:
    browser = chen()
    admit(browser, until=(localdate() + timedelta(days=9)).isoformat())
    page = browser.get("/desk/office/staff/").content.decode()
    assert f'href="{LIST}"' in page
    assert "key ends within a month" in page


def test_the_last_day_may_be_the_last_one_of_the_term() -> None:
    last = (localdate() + timedelta(days=365)).isoformat()
    assert key_of(admit(chen(), until=last))


def test_an_unknown_program_is_not_found() -> None:
    browser = chen()
    assert browser.get(f"{LIST}{uuid4()}/").status_code == 404
    assert browser.post(f"{LIST}{uuid4()}/withdraw/").status_code == 409


@pytest.mark.parametrize("code", CODES)
def test_the_pages_are_there_in_every_language(code: str) -> None:
    browser = chen()
    browser.post("/desk/", {"_language": code})
    assert key_of(admit(browser))
    for path in (LIST, ADMIT, page_of(browser)):
        answer = browser.get(path)
        assert answer["Content-Language"] == code
        assert answer.status_code == 200


def test_a_page_costs_as_many_queries_however_many_programs(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = chen()
    for number in range(12):
        admit(browser, institution=f"Hostel {number}")
    with django_assert_max_num_queries(7):
        assert browser.get(LIST).status_code == 200
    at = page_of(browser)
    with django_assert_max_num_queries(16):  # the contact is opened, and that is noted
        assert browser.get(at).status_code == 200
