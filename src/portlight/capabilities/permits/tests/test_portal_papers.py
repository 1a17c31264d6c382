"""Papers of an application at the portal: opened after the page; taken out, used again, handed in again."""

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
    begin,
    browser_of,
    people_here,
    photo,
    to_check,
    typed,
)
from portlight.kernel.documents import commands as documents
from portlight.kernel.documents import queries as papers_in
from portlight.toolkit.statements import select
from tests.cast import Cast

__all__ = ["people_here"]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


ONE = 'handed in: <bdi class="num">1</bdi>'


def cut_off() -> SimpleUploadedFile:
    """A photo whose first bytes are right and whose end is missing."""
    whole = photo("navy").read()
    return SimpleUploadedFile("cut.jpg", whole[: len(whole) // 2], "image/jpeg")


def hand_in(browser: Client, at: str, content: SimpleUploadedFile, which: str = "passport") -> None:
    typed(browser, at, "papers", {"which": which, "content": content})


def opened() -> None:
    while documents.open_next(now()):
        pass


def states(at: str) -> list[str]:
    return [one.state for one in papers_in.of(f"draft:{at.rstrip('/').split('/')[-1]}")]


def messages() -> int:
    return int(select("SELECT count(*) FROM delivery_message")[0][0])


def pieces(browser: Client, at: str) -> str:
    return browser.get(f"{at}papers/").content.decode()


def test_nothing_is_opened_while_the_page_waits(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    hand_in(browser, at, photo())
    assert states(at) == ["received"]
    assert ONE in pieces(browser, at)
    opened()
    assert states(at) == ["visible"]


def test_what_could_not_be_opened_is_told_before_filing_and_not_filed(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    hand_in(browser, at, cut_off())
    opened()
    page = pieces(browser, at)
    assert "could not be opened" in page
    assert "damaged or incomplete" in page
    assert ONE not in page
    assert "A paper could not be opened" in browser.get(f"{at}check/").content.decode()
    found = queries.mine(typed(browser, at, "check", {}).split("/")[3], people_here.anna.key)
    assert found is not None
    assert papers_in.of(found.case.about) == ()


def test_a_better_one_takes_the_place_of_one_that_could_not_be_opened(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    hand_in(browser, at, cut_off())
    opened()
    hand_in(browser, at, photo())
    page = pieces(browser, at)
    assert ONE in page
    assert "could not be opened" not in page


def test_a_wrong_piece_is_taken_out_and_erased(people_here: Cast) -> None:
    browser, other = browser_of(people_here.anna), browser_of(people_here.dora)
    at = to_check(browser)
    hand_in(browser, at, photo())
    (out,) = re.findall(r'action="([^"]+/out/)"', pieces(browser, at))
    assert other.post(out).status_code == 404
    assert other.get(out).status_code in {404, 405}
    assert browser.post(out).status_code == 302
    assert browser.post(out).status_code == 302, "pressed again"
    assert ONE not in pieces(browser, at)
    assert states(at) == []
    (gone,) = select("SELECT erased_at FROM documents_document")
    assert gone[0] is not None


def test_a_paper_of_an_earlier_application_serves_again_for_its_owner_only(people_here: Cast) -> None:
    browser, other = browser_of(people_here.anna), browser_of(people_here.dora)
    first = to_check(browser)
    hand_in(browser, first, photo())
    typed(browser, first, "check", {})
    second = to_check(browser, matter="visa-reissue")
    (again,) = re.findall(r'action="([^"]+/again/)"', pieces(browser, second))
    theirs = to_check(other)
    assert "/again/" not in pieces(other, theirs)
    assert other.post(again).status_code == 404
    paper = again.split("/")[-3]
    assert other.post(f"{theirs}papers/{paper}/again/").status_code == 404
    assert browser.post(again).status_code == 302
    assert ONE in pieces(browser, second)
    assert select("SELECT count(*) FROM documents_document") == [(1,)]
    where = typed(browser, second, "check", {})
    found = queries.mine(where.split("/")[3], people_here.anna.key)
    assert found is not None
    assert [one.slot for one in papers_in.of(found.case.about)] == ["permits.passport"]


def test_one_that_is_found_broken_after_filing_is_told_and_handed_in_again(people_here: Cast) -> None:
    browser = browser_of(people_here.anna)
    at = to_check(browser)
    hand_in(browser, at, cut_off())
    where = typed(browser, at, "check", {}).partition("?")[0]
    assert "could not be opened" not in browser.get(where).content.decode()
    before = messages()
    opened()
    assert messages() == before + 1
    page = browser.get(where).content.decode()
    assert "A paper could not be opened" in page
    assert "damaged or incomplete" in page
    again = f"{where}again/"
    assert browser_of(people_here.dora).get(again).status_code == 404
    answer = browser.post(again, {"which": "passport", "content": photo()})
    assert answer["Location"] == again
    assert browser.get(again)["Location"] == where, "nothing is left to hand in again"
    found = queries.mine(where.split("/")[3], people_here.anna.key)
    assert found is not None
    assert [card.state for card in papers_in.of(found.case.about)] == ["received"]


def test_who_applies_for_herself_again_finds_what_she_said_of_herself(people_here: Cast) -> None:
    browser, other = browser_of(people_here.anna), browser_of(people_here.dora)
    typed(browser, to_check(browser), "check", {})
    second = begin(browser, matter="visa-reissue")
    page = browser.get(f"{second}who/").content.decode()
    assert "20FV12345" in page
    assert "as in your last application" in page
    for_her_child = begin(browser, matter="visa-reissue", filed_as="guardian", agent_ground="under-16")
    assert "20FV12345" not in browser.get(f"{for_her_child}who/").content.decode()
    assert "20FV12345" not in other.get(f"{begin(other)}who/").content.decode()
