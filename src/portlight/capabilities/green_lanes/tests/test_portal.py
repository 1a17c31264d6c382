"""The pages of an institution as a browser without a script walks them, and who finds nothing there."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from portlight.capabilities.green_lanes import commands
from portlight.capabilities.green_lanes.models import Member, Row
from portlight.capabilities.green_lanes.tests.given import agreed, ending, messages, person, run, take, text
from portlight.faces.desk.tests.test_desk_office import signed_in as at_desk
from portlight.faces.portal.persons import welcome
from portlight.kernel.emergencies.tests.given import effective, told
from portlight.kernel.organisations.tests.given import institution, joined
from portlight.toolkit import sheets
from portlight.toolkit.languages import CODES
from tests.cast import Cast, Resident, resident

pytestmark = pytest.mark.django_db


def signed_in(who: Resident) -> Client:
    browser = Client()
    browser.cookies = welcome(HttpResponse(), who.key).cookies
    return browser


@pytest.fixture
def lane(cast: Cast) -> UUID:
    return agreed(cast, at=now(), since=localdate(), until=date(localdate().year + 1, 12, 31))


def content(*more: tuple[str, ...], count: int = 3) -> bytes:
    return text(*(ending(number, today=localdate()) for number in range(1, count + 1)), *more)


def handed_in(browser: Client, lane: UUID, sheet: bytes, language: str = "en", **more: Any) -> Any:
    told = {"sheet": SimpleUploadedFile("people.csv", sheet), "whole": "on", **more}
    return browser.post(f"/{language}/lanes/at/{lane}/roster/", told)


def test_an_officer_hands_in_a_list_and_has_its_drafts(cast: Cast, lane: UUID) -> None:
    browser = signed_in(cast.dora)
    assert f"/en/lanes/at/{lane}/" in browser.get("/en/lanes/").content.decode()
    at = handed_in(browser, lane, content(person(9, nationality="<b>Narnia")))["Location"]
    page = browser.get(at).content.decode()
    assert "&lt;b&gt;Narnia" in page
    assert "New in the list" in page
    assert Member.objects.count() == 0
    assert len(sheets.read(browser.get(f"{at}marked/").content).rows) == 4
    for _ in range(2):
        assert browser.post(f"{at}draft/", {"changes": ["joined", "ending"]}).status_code == 302
    assert browser.get(at).content.decode().count("You may apply") == 3
    assert "We know no country of this name" in browser.get(f"{at}?only=all").content.decode()
    assert browser.get(f"{at}?only=broken").content.decode().count("<tr>") == 2
    assert Row.objects.filter(state="draft").count() == 3
    assert "STUDENTAAAB" in browser.get(f"{at}collection/").content.decode()
    row = Row.objects.filter(state="draft").earliest("row")
    assert browser.post(f"{at}{row.pk}/drop/").status_code == 302
    assert Row.objects.filter(state="draft").count() == 2
    assert "STUDENTAAAC" in browser.get(f"/en/lanes/at/{lane}/people/").content.decode()
    assert at in browser.get(f"/en/lanes/at/{lane}/").content.decode()


def test_a_file_that_is_no_list_is_answered_beside_the_form(cast: Cast, lane: UUID) -> None:
    browser = signed_in(cast.dora)
    answer = handed_in(browser, lane, b"\0\1\2" * 50)
    assert answer.status_code == 409
    assert "not a sheet we can read" in answer.content.decode()


def test_eve_of_another_institution_finds_nothing_at_any_address(cast: Cast, lane: UUID) -> None:
    other = resident("eve@company.example", languages=("en",))
    agreed(cast, place=2, officer=other, at=now())
    number = take(content(), lane, cast.dora.actor, at=now())
    commands.draft(number, by=cast.dora.actor, at=now())
    row = Row.objects.filter(state="draft").earliest("row")
    member = Member.objects.earliest("id")
    pages = [f"at/{lane}/", f"at/{lane}/roster/", f"at/{lane}/people/", f"at/{lane}/officers/", f"at/{lane}/ask/",
             f"list/{number}/", f"list/{number}/marked/", f"list/{number}/collection/", f"list/{number}/papers/",
             f"list/{number}/book/"]  # fmt: skip
    deeds = [f"list/{number}/draft/", f"list/{number}/{row.pk}/drop/", f"at/{lane}/people/{member.key}/report/",
             f"at/{lane}/officers/{member.key}/dismiss/"]  # fmt: skip
    for browser in (signed_in(other), signed_in(cast.anna)):
        assert {page: browser.get(f"/en/lanes/{page}").status_code for page in pages} == dict.fromkeys(pages, 404)
        assert {deed: browser.post(f"/en/lanes/{deed}").status_code for deed in deeds} == dict.fromkeys(deeds, 404)
    stranger = Client()
    assert {stranger.get(f"/en/lanes/{page}").status_code for page in pages} == {302}
    assert Row.objects.filter(state="draft").count() == 3


def test_a_viewer_sees_and_does_nothing(cast: Cast, lane: UUID) -> None:
    joined(lane, cast.anna, role="viewer", at=now())
    browser = signed_in(cast.anna)
    assert browser.get(f"/en/lanes/at/{lane}/").status_code == 200
    assert "Invite somebody" not in browser.get(f"/en/lanes/at/{lane}/officers/").content.decode()
    assert browser.get(f"/en/lanes/at/{lane}/roster/").status_code == 404
    number = take(content(), lane, cast.dora.actor, at=now())
    assert browser.get(f"/en/lanes/list/{number}/").status_code == 200
    assert browser.post(f"/en/lanes/list/{number}/draft/").status_code == 409
    assert Row.objects.filter(state="draft").count() == 0


def test_an_officer_invites_a_deputy_who_accepts_with_her_address_alone(cast: Cast, lane: UUID) -> None:
    browser = signed_in(cast.dora)
    page = browser.get(f"/en/lanes/at/{lane}/officers/").content.decode()
    request = re.findall(r'name="request_id" value="([^"]+)"', page)[0]
    told = {"name": "A. Neu", "email": cast.anna.email, "role": "deputy", "language": "fr", "request_id": request}
    for _ in range(2):
        assert browser.post(f"/en/lanes/at/{lane}/officers/", told).status_code == 302
    ((_, said),) = messages(f"organisation:{lane}")
    link = re.findall(r"/fr/lanes/join/[^/]+/", html.unescape(said))[0]
    assert "/sign-in/" in Client().get(link)["Location"].replace("_", "-")
    eve = signed_in(resident("eve@company.example", languages=("en",)))
    assert eve.post(link).status_code == 409
    anna = signed_in(cast.anna)
    assert "University 1" in anna.get(link).content.decode()
    assert anna.post(link)["Location"] == f"/fr/lanes/at/{lane}/"
    assert anna.get(f"/en/lanes/at/{lane}/roster/").status_code == 200
    assert eve.get("/en/lanes/join/nonsense/").status_code == 409
    assert not mail.outbox


def test_a_person_sees_who_acts_for_her_and_revokes(cast: Cast, lane: UUID) -> None:
    sheet = text(ending(1, today=localdate(), email=cast.anna.email))
    commands.draft(take(sheet, lane, cast.dora.actor, at=now()), by=cast.dora.actor, at=now())
    run(now())
    anna = signed_in(cast.anna)
    page = anna.get("/en/lanes/mine/").content.decode()
    assert "University 1" in page
    assert "Extension of a residence permit" in page
    assert "STUDENT" not in page
    member = Member.objects.get()
    assert signed_in(cast.dora).post(f"/en/lanes/mine/{member.key}/revoke/").status_code == 409
    assert anna.post(f"/en/lanes/mine/{member.key}/revoke/").status_code == 302
    assert "You have revoked it" in anna.get("/en/lanes/mine/").content.decode()
    assert Member.objects.get().particulars is None


def test_what_is_asked_is_answered_at_the_desk(cast: Cast, lane: UUID) -> None:
    browser = signed_in(cast.dora)
    page = browser.get(f"/en/lanes/at/{lane}/ask/").content.decode()
    request = re.findall(r'name="request_id" value="([^"]+)"', page)[0]
    told = {"about": "visit", "people": "40", "text": "Could <b>an officer</b> come?", "request_id": request}
    at = browser.post(f"/en/lanes/at/{lane}/ask/", told)["Location"]
    assert browser.post(f"/en/lanes/at/{lane}/ask/", told)["Location"] == at
    number = at.rstrip("/").rpartition("/")[2]
    desk = at_desk(cast.holding("window").key)
    assert number in desk.get("/desk/lanes/requests/").content.decode()
    page = desk.get(f"/desk/lanes/request/{number}/").content.decode()
    assert "Could &lt;b&gt;an officer" in page
    request = re.findall(r'name="request_id" value="([^"]+)"', page)[0]
    answer = {"text": "On Thursday at nine.", "request_id": request}
    for _ in range(2):
        assert desk.post(f"/desk/lanes/request/{number}/", answer).status_code == 302
    assert "On Thursday at nine." in browser.get(at).content.decode()
    assert number not in desk.get("/desk/lanes/requests/").content.decode()
    assert signed_in(cast.anna).get(at).status_code == 404
    assert at_desk(cast.eve.key).get(f"/desk/lanes/request/{number}/").status_code == 403


def test_without_an_agreement_the_page_says_so(cast: Cast) -> None:
    key = institution(5, at=now())
    joined(key, cast.dora, at=now())
    browser = signed_in(cast.dora)
    assert "No agreement is in force" in browser.get(f"/en/lanes/at/{key}/").content.decode()
    assert handed_in(browser, key, content()).status_code == 409


@pytest.mark.parametrize("language", CODES)
def test_every_page_is_there_in_every_language(cast: Cast, lane: UUID, language: str) -> None:
    browser = signed_in(cast.dora)
    at = handed_in(browser, lane, content(person(8, email="", nationality="Narnia")), language)["Location"]
    assert browser.get(at).status_code == 200
    browser.post(f"{at}draft/", {"changes": ["joined", "ending"]})
    pages = [at, f"{at}collection/", f"{at}papers/", f"{at}book/", f"/{language}/lanes/at/{lane}/"]
    own = ("people/?only=left", "officers/", "ask/", "roster/")
    pages += [f"/{language}/lanes/{name}" for name in ("", "mine/", "template/", *(f"at/{lane}/{one}" for one in own))]
    assert {page: browser.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_a_page_of_two_hundred_rows_asks_few_questions(
    cast: Cast, lane: UUID, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    number = take(content(count=220), lane, cast.dora.actor, at=now())
    browser = signed_in(cast.dora)
    browser.get(f"/en/lanes/list/{number}/")
    with django_assert_max_num_queries(16):
        browser.get(f"/en/lanes/list/{number}/")
    commands.draft(number, by=cast.dora.actor, at=now())
    with django_assert_max_num_queries(24):
        page = browser.get(f"/en/lanes/list/{number}/").content.decode()
    assert page.count("You may apply") == 200
    with django_assert_max_num_queries(20):
        browser.get(f"/en/lanes/at/{lane}/people/")
    with django_assert_max_num_queries(24):
        browser.get(f"/en/lanes/at/{lane}/")


def test_the_institution_sees_what_an_emergency_makes_of_its_number(cast: Cast, lane: UUID) -> None:
    browser, page = signed_in(cast.dora), f"/en/lanes/at/{lane}/"
    assert "In this emergency" not in browser.get(page).content.decode()
    # Of yesterday: what holds for a day is what holds at its noon, which may be over.
    effective(told(since=now() - timedelta(days=1), until=None, parameters={"lanes.quota": 40}), at=now())
    assert (
        'In this emergency: <bdi class="num">40</bdi> per cent of the agreed number.'
        in browser.get(page).content.decode()
    )
