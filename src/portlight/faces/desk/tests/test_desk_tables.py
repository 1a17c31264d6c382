"""Decision tables at the desk: two supervisors, an auditor who reads, and Eve who sees nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portlight.faces.desk.tests.test_desk_office import hired, signed_in
from portlight.kernel.policies import commands, queries
from portlight.toolkit.actor import machine

pytestmark = pytest.mark.django_db
NAME = "queue_first"
PAGE = f"/desk/office/policies/{NAME}/1/"


def told(**more: Any) -> dict[str, Any]:
    return {
        "name": NAME, "purpose": "queue", "title": "Who is seen first", "source": "house rule", "refer": ["refer"],
        "inputs": [
            {"field": "days", "name": "Days left", "type": "number", "whole": True, "least": 0},
            {"field": "urgent", "name": "Is it urgent?", "type": "boolean"},
            {"field": "since", "type": "date", "optional": True},
            {"field": "why", "type": "codes", "codes": ["flight", "school"]},
            {"field": "lane", "type": "code", "codes": ["a", "b"]},
        ],
        "outputs": [{"field": "out", "type": "code", "codes": ["first", "later", "refer"]}],
        "rules": [
            {"days": "<= 3", "urgent": "true", "out": '"first"', "_source": "notice of 2026"}, {"out": '"refer"'},
        ],
        "cases": [{"title": "urgent", "facts": {"days": 3, "urgent": True, "since": None, "why": [], "lane": "a"},
                   "expect": {"out": "first"}}],
        **more,
    }  # fmt: skip


def chen() -> Client:
    return signed_in(hired("chen@office.example", "supervisor"))


def other() -> Client:
    return signed_in(hired("li@office.example", "supervisor"))


def drafted(browser: Client, **more: Any) -> Any:
    return browser.post("/desk/office/policies/draft/", {"content": json.dumps(told(**more))})


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_table_is_drafted_proposed_and_signed_by_a_second_supervisor() -> None:
    first, second = chen(), other()
    assert drafted(first)["Location"] == PAGE
    assert "Propose" in text(first, PAGE)
    first.post(f"{PAGE}propose/", {"since": ""})
    assert "A second person signs it" in text(first, PAGE)
    assert first.post(f"{PAGE}publish/").status_code == 409
    assert "Sign, and put in force" in text(second, PAGE)
    assert second.post(f"{PAGE}publish/")["Location"] == PAGE
    assert queries.effective(NAME, timezone.now()) is not None
    assert "Who is seen first" in text(second, "/desk/office/policies/")


def test_a_malformed_cell_is_told_with_its_place_and_the_text_kept() -> None:
    rules = [{"days": "<= 30 oops (", "out": '"first"'}, {"out": '"refer"'}]
    page = drafted(chen(), rules=rules).content.decode()
    assert "row 1, days" in page
    assert "oops" in page
    assert queries.versions(NAME) == ()
    answer = chen_again().post("/desk/office/policies/draft/", {"content": "{"})
    assert "This is no JSON." in answer.content.decode()


def chen_again() -> Client:
    return signed_in(hired("chen2@office.example", "supervisor"))


def test_a_table_that_asks_who_somebody_is_shows_so_and_is_not_proposed() -> None:
    browser = chen()
    inputs = [*told()["inputs"], {"field": "nationality", "type": "boolean"}]
    drafted(browser, inputs=inputs)
    page = text(browser, PAGE)
    assert "nationality asks who somebody is." in page
    assert "It cannot be signed as it is." in page
    assert browser.post(f"{PAGE}propose/", {}).status_code == 409


def test_facts_are_tried_and_every_row_says_why() -> None:
    browser = chen()
    drafted(browser)
    asked = f"{PAGE}try/?asked=1&days=9&urgent=true&since=&why=flight&lane=b"
    page = text(browser, asked)
    for shown in ("Is it urgent?", "does not hold", "&lt;= 3", "notice of 2026", "An officer decides."):
        assert shown in page
    empty = browser.get(f"{PAGE}try/?asked=1&days=&urgent=&since=&lane=a")  # never silently the last row
    assert empty.status_code == 409
    assert "is missing or not what it asks for" in empty.content.decode()
    assert "<form" in text(browser, f"{PAGE}try/")


def test_what_is_drafted_is_taken_back_and_a_new_version_begins_from_the_old_text() -> None:
    browser = chen()
    drafted(browser)
    assert "notice of 2026" in text(browser, f"/desk/office/policies/draft/?of={NAME}")
    browser.post(f"{PAGE}retire/")
    assert "Taken back" in text(browser, PAGE)
    assert browser.get("/desk/office/policies/nothing/1/").status_code == 404


def test_the_auditor_reads_and_touches_nothing() -> None:
    first = chen()
    drafted(first)
    auditor = signed_in(hired("audit@office.example", "auditor"))
    assert "Propose" not in text(auditor, PAGE)
    assert auditor.post(f"{PAGE}propose/", {}).status_code == 403
    assert auditor.get("/desk/office/policies/draft/").status_code == 403


@pytest.mark.parametrize("path", ["/desk/office/policies/", "/desk/office/policies/draft/", PAGE, f"{PAGE}try/"])
def test_eve_sees_none_of_it(path: str) -> None:
    assert signed_in(hired("eve@office.example", "writer")).get(path).status_code == 403


@pytest.mark.parametrize("page", ["", "lodging_check/1/", "lodging_check/1/try/"])
def test_a_page_costs_twelve_queries_at_most(page: str, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    commands.load_tables(by=machine("tests"), at=timezone.now())
    browser = chen()
    with django_assert_max_num_queries(12):
        assert browser.get(f"/desk/office/policies/{page}").status_code == 200
