"""The way with a code from a counter, page by page; and what a stranger finds out: nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from portlight.capabilities.lodging import commands, queries
from portlight.capabilities.lodging.models import CounterCode, Declaration
from portlight.capabilities.lodging.rules.counter import code_of
from portlight.capabilities.lodging.tests.given import BY, put_in_places
from portlight.capabilities.lodging.tests.test_portal import HOLDER, begin, days, onward
from portlight.kernel.people import queries as people
from portlight.toolkit.languages import CODES
from tests.cast import Cast, make

NOTHING = "This does not open anything"


@pytest.fixture(autouse=True)
def cast_of_city(fresh_db: object) -> Cast:
    made = make()
    put_in_places()
    return made


def printed() -> str:
    return commands.print_code(counter="office", language="en", by=BY, at=now()).code


def typed_days() -> dict[str, Any]:
    told = days()
    del told["address"]
    return told


def from_the_sheet(browser: Client, code: str) -> str:
    """From the square on the sheet to the last page."""
    page = browser.get(f"/en/lodging/counter/?code={code}").content.decode()
    assert code in page
    at = onward(browser, "/en/lodging/counter/", {"code": code})
    at = onward(browser, at, {"declared_for": "self"})
    at = onward(browser, at, HOLDER)
    at = onward(browser, at, {"address": "A1", "room": "12-1201"})
    page = browser.get(at).content.decode()
    assert "takes the place of an address" in page
    assert 'name="address"' not in page
    return onward(browser, at, typed_days())


def number_in(answer: Any) -> str:
    found = re.search(r"/en/lodging/(R-[^/]+)/", answer["Location"])
    assert found, answer["Location"]
    return found[1]


def test_from_the_square_to_the_slip_without_any_address() -> None:
    browser = Client()
    at = from_the_sheet(browser, printed())
    assert 'name="code"' not in browser.get(at).content.decode()
    done = browser.post(at)
    number = number_in(done)
    receipt = browser.get(done["Location"]).content.decode()
    assert "You are registered" in receipt
    assert "take a picture of this page" in receipt
    assert browser.get(f"/en/lodging/{number}/slip/").content[:5] == b"%PDF-"
    found = queries.card(number)
    assert found is not None
    assert found.case.filed_as == "counter"


def test_the_code_may_be_typed_where_the_address_is_asked_for() -> None:
    browser = Client()
    at = onward(browser, begin(browser), HOLDER)
    at = onward(browser, at, {"address": "A1", "room": "1"})
    wrong = browser.post(at, {**typed_days(), "counter_code": "0000-0000-0001"})
    assert wrong.status_code == 409
    assert NOTHING in wrong.content.decode()
    at = onward(browser, at, {**typed_days(), "counter_code": printed().lower().replace("-", " ")})
    assert browser.post(at).status_code == 302
    assert Declaration.objects.count() == 1


def test_without_address_and_without_code_nothing_goes_on() -> None:
    browser = Client()
    at = onward(browser, begin(browser), HOLDER)
    at = onward(browser, at, {"address": "A1", "room": "1"})
    assert browser.post(at, typed_days()).status_code == 409


def test_the_last_page_sent_again_is_the_same_registration() -> None:
    browser = Client()
    at = from_the_sheet(browser, printed())
    assert browser.post(at)["Location"] == Client().post(at)["Location"]
    assert Declaration.objects.count() == 1


def test_a_code_used_meanwhile_registers_nobody_and_keeps_what_was_typed() -> None:
    code, one, other = printed(), Client(), Client()
    first, second = from_the_sheet(one, code), from_the_sheet(other, code)
    assert one.post(first).status_code == 302
    refused = other.post(second)
    assert refused.status_code == 409
    assert NOTHING in refused.content.decode()
    assert "DUPONT" in refused.content.decode()
    assert Declaration.objects.count() == 1
    back = second.replace("/check/", "/days/")
    assert back in refused.content.decode()
    assert 'name="address"' in other.get(back).content.decode(), "an address may take the spent code's place"
    at = onward(other, back, days())
    assert 'name="code"' in other.get(at).content.decode()


def test_she_comes_back_with_sheet_and_number_and_sees_the_same_slip() -> None:
    code, browser = printed(), Client()
    number = number_in(browser.post(from_the_sheet(browser, code)))
    later = Client()
    assert later.get(f"/en/lodging/{number}/").status_code == 302, "without the sheet: to the sign-in"
    back = later.post("/en/lodging/counter/slip/", {"code": code, "number": "20FV12345"})
    assert number_in(back) == number
    assert later.get(f"/en/lodging/{number}/slip/").content[:5] == b"%PDF-"
    session = people.session_person(token=later.cookies["portlight-person"].value, at=now() + timedelta(minutes=61))
    assert session is None, "an hour: the telephone may be a borrowed one"


def test_a_stranger_hears_the_same_of_every_code() -> None:
    code, browser = printed(), Client()
    browser.post(from_the_sheet(browser, code))
    ended, unused = printed(), printed()
    CounterCode.objects.filter(pk=CounterCode.objects.order_by("pk")[1].pk).update(until=now())
    said = set()
    for one in (code, ended, code_of(987_654_321_000) or ""):
        answer = Client().post("/en/lodging/counter/", {"code": one})
        said.add((answer.status_code, without_own(answer, one)))
    for one in (code, ended, unused, "nonsense"):
        answer = Client().post("/en/lodging/counter/slip/", {"code": one, "number": "EVE123456"})
        assert answer.status_code == 409
        assert NOTHING in answer.content.decode()
        assert "portlight-person" not in answer.cookies
    assert len(said) == 1


def without_own(answer: Any, code: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode().replace(code, ""))


def test_tries_are_counted_for_codes_that_were_never_printed_as_well() -> None:
    browser, used = Client(), printed()
    for code in (used, "0000-0000-0001"):
        for turn in range(6):
            answer = browser.post("/en/lodging/counter/slip/", {"code": code, "number": f"GUESS{turn}"})
        assert "Wait an hour" in answer.content.decode()


@pytest.mark.parametrize("language", CODES)
def test_its_pages_stand_in_nine_languages(language: str) -> None:
    for page in ("counter/", "counter/slip/"):
        answer = Client().get(f"/{language}/lodging/{page}?code=ABCD")
        assert answer.status_code == 200
        assert answer.headers["Content-Language"] == language
