"""A copy of everything: only after a second proof, whole, in her language, and only hers."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portlight.capabilities.lodging.tests.given import HOLDER
from portlight.faces.portal.tests.test_portal_appointments import SERVICE, at_nine, opened
from portlight.faces.portal.tests.test_portal_appointments import _a_service as _a_service
from portlight.journeys.my_page.tests.given import ME, code, looked_at, registered, signed_in
from portlight.kernel.documents import commands as documents
from portlight.kernel.slots import commands as slots
from portlight.kernel.timeline import queries as timeline
from portlight.kernel.work.commands import run_one
from portlight.toolkit.statements import select
from tests import files
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def asked(browser: Client, language: str = "fr") -> None:
    """The button, the code from the mail, and the word."""
    page = browser.post(f"/{language}/me/copy/")["Location"]
    assert browser.post(page, {"code": code()})["Location"] == f"/{language}/me/copy/"


def work() -> None:
    while run_one(owner="test", at=timezone.now()):
        pass


def taken(browser: Client) -> zipfile.ZipFile:
    answer = browser.get(f"{ME}copy/file/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    return zipfile.ZipFile(BytesIO(answer.content))


def test_nothing_is_gathered_before_the_code_is_typed(cast: Cast) -> None:
    browser = signed_in(cast.anna)
    page = browser.post(f"{ME}copy/")["Location"]
    wrong = f"{(int(code()) + 1) % 1_000_000:06d}"
    assert browser.post(page, {"code": wrong}).status_code == 409
    assert select("SELECT count(*) FROM people_copy") == [(0,)]
    assert signed_in(cast.dora).post(page, {"code": code()})["Location"] == f"{ME}copy/", "the ticket is Anna's"
    assert select("SELECT count(*) FROM people_copy") == [(0,)]


def test_the_copy_holds_everything_in_her_language(cast: Cast) -> None:
    number = registered(cast.anna)
    looked_at(number, cast)
    browser = signed_in(cast.anna)
    asked(browser)
    waiting = browser.get(f"{ME}copy/").content.decode()
    assert "We put it together" in waiting
    work()
    assert "Your copy is ready" in browser.get(f"{ME}copy/").content.decode()
    zipped = taken(browser)
    names = zipped.namelist()
    told = json.loads(zipped.read("data.json"))
    assert told["person"][0]["name"] == "Anna Lefèvre"
    assert told["addresses"][0]["value"] == cast.anna.email
    assert told["lodging"][0]["paper_number"] == HOLDER.paper_number
    assert told["lodging"][0]["number"] == number
    assert [one["number"] for one in told["cases"]] == [number]
    assert told["readings"][0]["what"] != "", "who looked is told as well"
    paper = told["papers"][0]["file"]
    assert paper in names
    assert zipped.read(paper).startswith(b"%PDF")
    page = zipped.read("index.html").decode()
    assert '<html lang="fr"' in page
    assert "Tout ce qui me concerne" in page
    assert "Anna Lefèvre" in page
    assert not re.search(r">\d{4}-\d\d-\d\dT", page), "moments stand in her own form"
    assert "passport</bdi>" not in page, "a code has its word"
    assert 'href="http' not in page, "it opens without a network"


def test_codes_have_their_words_and_programs_the_codes(cast: Cast) -> None:
    wish = slots.Wish(service=SERVICE, place="hall", starts_at=at_nine(opened()), who=f"person:{cast.anna.key}")
    slots.book(wish, by=cast.anna.actor, at=timezone.now())
    given: dict[str, Any] = {"about": "case:1", "owner": cast.anna.key, "by": cast.anna.actor, "at": timezone.now()}
    for number, slot in enumerate(("passport-page", "permits.reason")):
        documents.take(files.picture(size=(400 + number, 300)), slot=slot, **given)
    browser = signed_in(cast.anna)
    asked(browser, "de")
    work()
    zipped = taken(browser)
    told, page = json.loads(zipped.read("data.json")), zipped.read("index.html").decode()
    assert (told["appointments"][0]["kind"], told["appointments"][0]["place"]) == (SERVICE, "hall")
    assert {one["kind"] for one in told["documents"]} == {"passport-page", "permits.reason"}
    for kept, word in (
        (SERVICE, "A trial service"),
        ("hall", "Exit-entry hall"),
        ("passport-page", "Passseite"),
        ("permits.reason", "den Grund zeigen"),
    ):
        assert f"<bdi>{kept}</bdi>" not in page
        assert word in page


def test_every_opening_for_it_is_noted(cast: Cast) -> None:
    number = registered(cast.anna)
    browser = signed_in(cast.anna)
    asked(browser)
    work()
    taken(browser)
    (case,) = select("SELECT id FROM cases_case")
    opened = timeline.latest("lodging.opened", about=f"case:{case[0]}")
    assert opened is not None
    assert opened.facts == {"why": "own-copy"}
    assert timeline.latest("people.copy-taken", about=f"person:{cast.anna.key}") is not None
    assert number in browser.get(ME).content.decode()
    assert "Nobody but you." in browser.get(f"{ME}readings/").content.decode(), "her own are not readings by others"


def test_a_copy_is_nobody_elses(cast: Cast) -> None:
    registered(cast.anna)
    asked(signed_in(cast.anna))
    work()
    assert signed_in(cast.dora).get(f"{ME}copy/file/").status_code == 409
    assert Client().get(f"{ME}copy/file/").status_code == 302
    assert "Your copy is ready" not in signed_in(cast.dora).get(f"{ME}copy/").content.decode()


def test_whoever_has_no_confirmed_address_is_told_where_to_go(cast: Cast) -> None:
    from portlight.kernel.people import commands as people

    browser = signed_in(cast.anna)
    people.withdraw(address=cast.anna.address, by=cast.anna.actor, at=timezone.now())
    answer = browser.post(f"{ME}copy/")
    assert answer.status_code == 409
    assert "Come to a counter with your passport" in answer.content.decode()


def test_two_workers_make_one_copy(cast: Cast) -> None:
    registered(cast.anna)
    browser = signed_in(cast.anna)
    asked(browser)
    ((key,),) = select("SELECT key FROM work_item WHERE kind = 'my_page.copy'")
    from portlight.journeys.my_page.jobs import make_copy

    given: dict[str, Any] = {"key": key, "facts": {}, "at": timezone.now()}
    make_copy(**given)
    first = taken(browser).read("data.json")
    make_copy(**given)
    assert taken(browser).read("data.json") == first
    assert select("SELECT count(*) FROM timeline_event WHERE kind = 'people.copy-made'") == [(1,)]
