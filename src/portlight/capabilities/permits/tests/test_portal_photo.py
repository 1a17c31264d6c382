"""A photo of the passport on the way to an application: it fills a page, and is one of the papers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from portlight.capabilities.permits import queries
from portlight.capabilities.permits.tests.test_portal_filing import (
    WHO,
    begin,
    browser_of,
    people_here,
    photo,
    stay,
    typed,
    wish,
)
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in
from portlight.toolkit import nameplate
from tests.cast import Cast

__all__ = ["people_here"]
ZONE = {
    "zone": {
        "fields": {"surname": "DUPONT", "given_names": "ANNA MARIE", "nationality": "D", "sex": "F",
                   "birth_date": "1990-05-04", "document_number": "20FV12345", "expiry_date": "2035-01-01"},
        "checks": {"document_number": True, "birth_date": True, "composite": False},
    },
    "advice": ["glare"], "strip": b"png",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody reads photos here, whether or not the passport reader is installed."""
    monkeypatch.setattr(nameplate, "reader", lambda: read)


def read(image: bytes, *, on: Any) -> Any:
    return ZONE


def taken(browser: Client, at: str) -> str:
    return typed(browser, at, "photo", {"content": photo()})


def who_page(browser: Client, at: str) -> str:
    return browser.get(f"{at}who/").content.decode()


def value(page: str, name: str) -> str:
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field
    found = re.search(r'value="([^"]*)"', field[0])
    return found[1] if found else ""


def test_it_fills_the_page_and_is_handed_in_with_the_application(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    assert "Read it from a photo" in who_page(browser, at)
    assert taken(browser, at) == f"{at}reading/"
    waiting = browser.get(f"{at}reading/").content.decode()
    assert "being read now" in waiting
    assert "by hand" in waiting
    documents.read_next(read, who="test", at=now())
    assert browser.get(f"{at}reading/")["Location"] == f"{at}who/"
    page = who_page(browser, at)
    assert value(page, "paper_number") == "20FV12345"
    assert re.search(r'value="DEU"[^>]*selected', page)
    assert "data:image/png" in page
    assert "check digit does not fit" in page
    typed(browser, at, "who", WHO)
    typed(browser, at, "stay", stay())
    typed(browser, at, "wish", wish())
    filed = queries.mine(typed(browser, at, "check", {}).split("/")[3], people_here.anna.key)
    assert filed is not None
    assert [(one.slot, one.state) for one in papers_in.of(filed.case.about)] == [("permits.passport", "visible")]


def test_what_she_says_stands_above_what_was_read_and_a_new_photo_above_both(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    typed(browser, at, "who", {**WHO, "paper_number": "OLD1234567"})
    taken(browser, at)
    documents.read_next(read, who="test", at=now())
    assert value(who_page(browser, at), "paper_number") == "20FV12345"
    typed(browser, at, "who", {**WHO, "paper_number": "20FV12346"})
    assert value(who_page(browser, at), "paper_number") == "20FV12346"


def test_she_need_not_wait_for_it(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    taken(browser, at)
    assert value(who_page(browser, at), "paper_number") == ""
    assert typed(browser, at, "who", WHO) == f"{at}stay/"


def test_what_is_no_photo_is_said_to_be_none_and_a_document_is_kept_unread(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    odd = SimpleUploadedFile("passport.jpg", b"MZ\x90 no picture", "image/jpeg")
    answer = browser.post(f"{at}photo/", {"content": odd})
    assert answer.status_code == 409
    assert "20FV" not in answer.content.decode()
    assert papers_in.of(f"draft:{at.rstrip('/').split('/')[-1]}") == ()
    assert browser.get(f"{at}reading/")["Location"] == f"{at}who/"


def test_it_is_offered_where_the_matter_asks_for_a_passport_and_somebody_reads(
    people_here: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(people_here.anna)
    birth = begin(browser, matter="birth")
    assert "Read it from a photo" not in who_page(browser, birth)
    assert browser.get(f"{birth}photo/").status_code == 404
    extension = begin(browser)
    monkeypatch.setattr(nameplate, "reader", lambda: None)
    assert "Read it from a photo" not in who_page(browser, extension)
    assert browser.get(f"{extension}photo/").status_code == 404


def test_nobody_reads_the_passport_of_another_by_a_number_of_her_own(people_here: Cast) -> None:
    anna, dora = browser_of(people_here.anna), browser_of(people_here.dora)
    at = begin(anna)
    taken(anna, at)
    documents.read_next(read, who="test", at=now())
    assert dora.get(f"{at}who/").status_code == 404
    assert dora.get(f"{at}photo/").status_code == 404
    theirs = begin(dora, reading="1", read_unsaid="on")
    typed(dora, theirs, "who", {**WHO, "reading": "1", "read_unsaid": "on", "paper_number": "DORA123456"})
    assert "20FV12345" not in who_page(dora, theirs)
