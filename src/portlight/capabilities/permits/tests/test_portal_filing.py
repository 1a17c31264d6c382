"""The way to an application, as a browser without a script walks it; another device goes on with it."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from PIL import Image

from portlight.capabilities.permits import commands, queries, words
from portlight.capabilities.permits.models import Application, Draft
from portlight.faces.portal.persons import welcome
from portlight.kernel.documents import queries as papers_in
from portlight.kernel.policies import commands as policies
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from tests.cast import Cast, Resident, make

TODAY = localdate
WHO = {
    "surname": "DUPONT", "given_names": "ANNA MARIE", "nationality": "FRA", "birth_date": "1990-05-04",
    "paper_number": "20fv 12345", "paper_until": "2035-01-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def people_here(fresh_db: object) -> Cast:
    made = make()
    policies.load_tables(by=machine("tests"), at=now())
    return made


def browser_of(who: Resident) -> Client:
    """Signed in, as on one more device."""
    browser, answer = Client(), HttpResponse()
    welcome(answer, who.key)
    for name, morsel in answer.cookies.items():
        browser.cookies[name] = morsel.value
    return browser


def stay() -> dict[str, Any]:
    return {"holds": "L", "entered_on": (localdate() - timedelta(days=10)).isoformat(), "printed_days": "60"}


def wish(**more: Any) -> dict[str, Any]:
    until = (localdate() + timedelta(days=80)).isoformat()
    return {"purpose": "Pas de vol avant mai", "until": until, "handover": "collect", **more}


def begin(browser: Client, **more: Any) -> str:
    """The folder of the draft's pages."""
    answer = browser.post(
        "/en/permits/file/", {"matter": "visa-extension", "filed_as": "self", "agent_ground": "", **more}
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return str(answer["Location"]).removesuffix("who/")


def typed(browser: Client, at: str, page: str, told: dict[str, Any]) -> str:
    answer = browser.post(f"{at}{page}/", told)
    assert answer.status_code == 302, re.findall(r'class="errors?"[\s\S]{0,400}', answer.content.decode())
    return str(answer["Location"])


def photo(colour: str = "white") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(out, "JPEG")
    return SimpleUploadedFile("passport.jpg", out.getvalue(), "image/jpeg")


def to_check(browser: Client, **more: Any) -> str:
    at = begin(browser, **more)
    typed(browser, at, "who", WHO)
    typed(browser, at, "stay", stay())
    typed(browser, at, "wish", wish())
    return at


def test_a_stranger_signs_in_first_and_comes_back_to_what_she_chose(people_here: Cast) -> None:
    answer = Client().get("/en/permits/file/?matter=visa-extension&holds=L")
    assert answer.status_code == 302
    assert "matter%3Dvisa-extension" in answer["Location"]


def test_the_whole_way_ends_with_a_number_and_a_slip(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    typed(browser, at, "papers", {"which": "passport", "content": photo()})
    page = browser.get(f"{at}check/").content.decode()
    assert "You file in time" in page
    assert "DUPONT, ANNA MARIE" in page
    where = typed(browser, at, "check", {})
    shown = browser.get(where).content.decode()
    (row,) = Application.objects.all()
    found = queries.mine(where.split("/")[3], people_here.anna.key)
    assert found is not None
    assert found.slip
    assert "Not proof of your stay" in shown
    assert [one.slot for one in papers_in.of(found.case.about)] == ["permits.passport"]
    assert Draft.objects.get().case_id == row.pk
    slip = browser.get(f"/en/permits/{found.case.number}/paper/slip/")
    assert slip.content.startswith(b"%PDF")


def test_the_button_pressed_three_times_is_one_case(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    assert len({typed(browser, at, "check", {}) for _ in range(3)}) == 1
    assert Application.objects.count() == 1


def test_it_is_gone_on_with_on_another_device(people_here: Cast) -> None:
    telephone, desktop = browser_of(people_here.anna), browser_of(people_here.anna)
    at = begin(telephone)
    typed(telephone, at, "who", WHO)
    assert "Begun and not filed" in desktop.get("/en/permits/").content.decode()
    assert "20FV12345" in desktop.get(f"{at}who/").content.decode()
    typed(desktop, at, "stay", stay())
    typed(desktop, at, "wish", wish())
    assert telephone.get(f"{at}check/").status_code == 200


def test_a_page_that_was_left_out_is_asked_for(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    assert browser.get(f"{at}check/")["Location"] == f"{at}who/"
    typed(browser, at, "who", WHO)
    assert browser.post(f"{at}check/")["Location"] == f"{at}stay/"
    assert not Application.objects.exists()


def test_dora_opens_nothing_of_annas(people_here: Cast) -> None:
    anna, dora = browser_of(people_here.anna), browser_of(people_here.dora)
    at = to_check(anna)
    for page in ("who", "stay", "wish", "papers", "check"):
        assert dora.get(f"{at}{page}/").status_code == 404
    assert dora.post(f"{at}check/").status_code == 404
    where = typed(anna, at, "check", {})
    for page in ("", "paper/slip/", "complete/", "reply/"):
        assert dora.get(f"{where.split('?')[0]}{page}").status_code == 404
    assert dora.post(f"{where.split('?')[0]}withdraw/").status_code == 404
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "told", "said"),
    [
        ("who", {**WHO, "nationality": ""}, "required"),
        ("who", {**WHO, "birth_date": "the fourth of May"}, "valid date"),
        ("stay", {"holds": "L", "entered_on": "2999-01-01"}, "This day lies ahead"),
        ("wish", {"purpose": "", "handover": "collect"}, "required"),
        ("wish", {"purpose": "x" * 4001, "handover": "collect"}, "4000"),
        ("papers", {"which": "passport", "content": SimpleUploadedFile("a.jpg", b"MZ this is a program")}, "photo"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_form_stays(
    people_here: Cast, page: str, told: dict[str, Any], said: str
) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    answer = browser.post(f"{at}{page}/", told)
    assert answer.status_code == 409
    assert said in answer.content.decode()


def test_what_would_be_refused_is_told_before_the_button_with_the_page_that_mends_it(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    typed(browser, at, "who", {**WHO, "birth_date": "2090-05-04"})
    page = browser.get(f"{at}check/").content.decode()
    assert "Nobody was born on this day" in page
    assert "File the application" not in page
    assert browser.post(f"{at}check/").status_code == 409
    assert not Application.objects.exists()


def test_an_agent_without_a_ground_of_the_law_is_told_so(people_here: Cast) -> None:
    browser = browser_of(people_here.dora)
    answer = browser.post(
        "/en/permits/file/", {"matter": "residence-work", "filed_as": "institution", "agent_ground": "costs-guaranteed"}
    )
    assert answer.status_code == 409
    assert "only on one of the grounds it names" in answer.content.decode()


def test_what_is_asked_for_is_sent_and_the_reasons_are_answered(people_here: Cast) -> None:
    browser, officer = browser_of(people_here.anna), people_here.chen.actor
    where = typed(browser, to_check(browser), "check", {}).split("?")[0]
    case = Application.objects.get().pk
    commands.ask(case, ["passport", "interview"], texts=words.message, by=officer, at=now())
    assert "A talk with an officer" in browser.get(where).content.decode()
    assert browser.post(f"{where}complete/", {"which": "passport", "content": photo()}).status_code == 302
    assert browser.post(f"{where}complete/", {"send": "1"}).status_code == 302
    commands.accept(case, passport_held=True, texts=words.message, by=officer, at=now())
    assert "it proves your lawful stay" in browser.get(where).content.decode()
    commands.intend(case, "untrue", texts=words.message, by=officer, at=now())
    assert "not true" in browser.get(where).content.decode()
    assert browser.post(f"{where}reply/", {"text": "   "}).status_code == 409
    assert browser.post(f"{where}reply/", {"text": "Es ist wahr."}).status_code == 302
    assert "You have answered the reasons" in browser.get(where).content.decode()


def test_a_draft_is_thrown_away_with_its_papers_and_forgotten_after_a_fortnight(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    one, other = begin(browser), begin(browser)
    typed(browser, one, "papers", {"which": "passport", "content": photo()})
    assert browser.post(f"{one}throw-away/").status_code == 302
    assert browser.get(f"{one}who/").status_code == 404
    assert commands.forget_drafts(now() + timedelta(days=13)) == 0
    assert commands.forget_drafts(now() + timedelta(days=14, minutes=1)) == 1
    assert browser.get(f"{other}who/").status_code == 404
    assert not Draft.objects.filter(typed__isnull=False).exists()


@pytest.mark.parametrize("language", CODES)
def test_every_page_speaks_the_language_with_the_chinese_term(people_here: Cast, language: str) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser).replace("/en/", f"/{language}/")
    for page in ("who", "stay", "wish", "papers", "check"):
        shown = browser.get(f"{at}{page}/").content.decode()
        assert "签证延期" in shown
        assert f'lang="{language}"' in shown or language == "zh-Hans"
    assert browser.get(f"/{language}/permits/file/").status_code == 200


def test_the_pages_ask_few_questions_of_the_database(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    for page, most in (("who", 5), ("papers", 6), ("check", 14)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(f"{at}{page}/")
        assert len(asked) <= most, (page, len(asked))
    with CaptureQueriesContext(connection) as asked:
        typed(browser, at, "check", {})
    assert len(asked) <= 60, len(asked)
