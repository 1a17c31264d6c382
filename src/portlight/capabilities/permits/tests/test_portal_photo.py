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
from portlight.kernel.documents.tests.facts import PDF, as_printed
from portlight.toolkit import nameplate
from tests.cast import Cast

__all__ = ["people_here"]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody reads photos here, whether or not the passport reader is installed."""
    monkeypatch.setattr(nameplate, "reader", lambda: as_printed)


def papers_of(at: str) -> tuple[papers_in.DocumentCard, ...]:
    return papers_in.of(f"draft:{at.rstrip('/').split('/')[-1]}")


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
    documents.read_next(as_printed, who="test", at=now())
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
    documents.read_next(as_printed, who="test", at=now())
    assert value(who_page(browser, at), "paper_number") == "20FV12345"
    typed(browser, at, "who", {**WHO, "paper_number": "20FV12346"})
    assert value(who_page(browser, at), "paper_number") == "20FV12346"


def test_she_need_not_wait_for_it(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    taken(browser, at)
    assert value(who_page(browser, at), "paper_number") == ""
    assert typed(browser, at, "who", WHO) == f"{at}stay/"


def pieces(at: str) -> list[tuple[str, str, str]]:
    return [(one.slot, one.kind, one.state) for one in papers_of(at)]


def test_a_better_photo_takes_the_place_of_the_one_before(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    taken(browser, at)
    typed(browser, at, "photo", {"content": photo("navy")})
    assert pieces(at) == [("permits.passport", "image/jpeg", "visible")]
    (kept,) = papers_of(at)
    typed(browser, at, "photo", {"content": photo("navy")})  # the same once more
    assert [one.key for one in papers_of(at)] == [kept.key]


def test_a_document_is_kept_and_nothing_is_read_of_it(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    assert typed(browser, at, "photo", {"content": SimpleUploadedFile("passport.pdf", PDF)}) == f"{at}who/"
    assert pieces(at) == [("permits.passport", "application/pdf", "visible")]
    assert value(who_page(browser, at), "paper_number") == ""
    assert browser.get(f"{at}reading/")["Location"] == f"{at}who/"


def test_a_page_with_a_mistake_still_shows_the_lines_it_was_read_from(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    taken(browser, at)
    documents.read_next(as_printed, who="test", at=now())
    page = browser.post(f"{at}who/", {**WHO, "birth_date": "never"}).content.decode()
    assert "data:image/png" in page
    assert value(page, "birth_date") == "never"


def test_what_is_no_photo_is_said_to_be_none_and_nothing_is_kept(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = begin(browser)
    odd = SimpleUploadedFile("passport.jpg", b"MZ\x90 no picture", "image/jpeg")
    answer = browser.post(f"{at}photo/", {"content": odd})
    assert answer.status_code == 409
    assert "20FV" not in answer.content.decode()
    assert pieces(at) == []
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
    documents.read_next(as_printed, who="test", at=now())
    assert dora.get(f"{at}who/").status_code == 404
    assert dora.get(f"{at}photo/").status_code == 404
    (paper,) = papers_of(at)
    number = documents.ask_reading(paper.key, by=people_here.anna.actor, at=now())
    assert papers_in.read(number, by=people_here.anna.actor, why="test", at=now())
    told = {"reading": str(number), "read_unsaid": "on"}
    theirs = begin(dora, **told)
    typed(dora, theirs, "who", {**WHO, **told, "paper_number": "DORA123456"})
    assert "20FV12345" not in who_page(dora, theirs)
