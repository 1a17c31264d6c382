"""Rosters at the portal, as a browser without a script walks it; and at the window."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import localdate, now
from pikepdf import Pdf

from portlight.capabilities.lodging.models import Declaration
from portlight.capabilities.lodging.tests.given import put_in_places
from portlight.capabilities.lodging.tests.rosters import person, text
from portlight.faces.desk.tests.test_desk_office import signed_in as at_desk
from portlight.faces.portal.persons import welcome
from portlight.kernel.work import commands as work
from portlight.toolkit import sheets
from portlight.toolkit.languages import CODES
from tests.cast import Cast, Resident

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()


def signed_in(who: Resident) -> Client:
    browser = Client()
    browser.cookies = welcome(HttpResponse(), who.key).cookies
    return browser


def people(*more: tuple[str, ...], count: int = 3) -> bytes:
    today = localdate().isoformat()
    own = {"check_in": today, "check_out": "", "stay_until": "", "entry_date": "", "valid_until": ""}
    return text(*(person(number, **own) for number in range(1, count + 1)), *more)


def wrong() -> tuple[str, ...]:
    today = localdate().isoformat()
    return person(9, nationality="<b>Narnia", check_in=today, check_out="", stay_until="", entry_date="")


def handed_in(browser: Client, content: bytes, at: str = "/en/lodging/roster/", **more: Any) -> Any:
    return browser.post(at, {"sheet": SimpleUploadedFile("people.csv", content), "address": "A1", **more})


def run() -> None:
    while work.run_one(owner="test", at=now()):
        pass


def test_an_institution_hands_in_a_sheet_and_has_its_slips(cast: Cast) -> None:
    browser = signed_in(cast.dora)
    at = handed_in(browser, people(wrong()))["Location"]
    page = browser.get(at).content.decode()
    assert "&lt;b&gt;Narnia" in page
    assert "We know no country of this name" in page
    assert Declaration.objects.count() == 0
    assert browser.post(f"{at}register/").status_code == 302
    assert "People are being registered" in browser.get(at).content.decode()
    run()
    page = browser.get(at).content.decode()
    assert "Your sheet is done" in page
    assert len(re.findall(r"/en/lodging/R-[^/]+/", page)) == 3
    assert "We know no country of this name" in page
    slips = Pdf.open(io.BytesIO(browser.get(f"{at}slips/").content))
    assert len(slips.pages) == 3
    marked = browser.get(f"{at}marked/")
    assert len(sheets.read(marked.content).rows) == 4
    assert browser.post(f"{at}register/").status_code == 302
    assert Declaration.objects.count() == 3
    assert at in browser.get("/en/lodging/roster/").content.decode()


def test_a_stranger_is_led_to_the_sign_in_and_eve_sees_nothing(cast: Cast) -> None:
    at = handed_in(signed_in(cast.dora), people())["Location"]
    stranger, other = Client(), signed_in(cast.anna)
    for page in ("", "marked/", "slips/"):
        assert "/sign-in/" in stranger.get(f"{at}{page}")["Location"].replace("_", "-")
        assert other.get(f"{at}{page}").status_code == 404
    assert "/sign-in/" in handed_in(stranger, people())["Location"].replace("_", "-")
    assert other.post(f"{at}register/").status_code == 404
    assert at not in other.get("/en/lodging/roster/").content.decode()
    assert at_desk(cast.eve.key).get("/desk/lodging/roster/").status_code == 403


@pytest.mark.parametrize(("content", "said"), [
    (b"\0\1\2" * 50, "not a sheet we can read"), (b"a,b\n1,2\n", "No row of headings"),
    (b"Name,Nationality\nA,FRA\n", "These columns are missing: 出生日期 Date of birth, 证件号码 Document number"),
])  # fmt: skip
def test_a_file_that_is_no_roster_is_answered_beside_the_form(cast: Cast, content: bytes, said: str) -> None:
    answer = handed_in(signed_in(cast.dora), content)
    assert answer.status_code == 409
    assert said in re.sub(r"[\u2068\u2069]", "", answer.content.decode())


def test_the_address_is_found_or_typed(cast: Cast) -> None:
    browser = signed_in(cast.dora)
    page = browser.post("/en/lodging/roster/", {"sought": "minsheng 1500", "search": "1"}).content.decode()
    assert 'value="A1"' in page
    assert handed_in(browser, people(), address="").status_code == 409
    assert handed_in(browser, people(), address="", district="310115", line="Far Lane 12").status_code == 302
    assert handed_in(browser, people(), address="H1").status_code == 409


@pytest.mark.parametrize("language", CODES)
def test_the_pages_and_the_template_are_there_in_every_language(cast: Cast, language: str) -> None:
    browser = signed_in(cast.dora)
    at = handed_in(browser, people(wrong()), at=f"/{language}/lodging/roster/")["Location"]
    assert browser.get(at).status_code == 200
    assert browser.get(f"/{language}/lodging/roster/template/").content[:2] == b"PK"


def test_an_officer_hands_in_a_sheet_for_an_institution(cast: Cast) -> None:
    window = at_desk(cast.holding("window").key)
    assert "/desk/lodging/roster/" in window.get("/desk/lodging/").content.decode()
    assert 'value="A1"' in window.post("/desk/lodging/roster/", {"sought": "minsheng", "search": "1"}).content.decode()
    at = handed_in(window, people(wrong()), at="/desk/lodging/roster/")["Location"]
    assert "Narnia" in window.get(at).content.decode()
    assert len(sheets.read(window.get(f"{at}marked/").content).rows) == 4
    window.post(f"{at}register/")
    run()
    assert len(re.findall(r"/desk/lodging/R-[^/]+/", window.get(at).content.decode())) == 3
    assert set(Declaration.objects.values_list("filers__filed_as", flat=True)) == {"staff"}
