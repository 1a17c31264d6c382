"""Do I have to register again? The table in force as a page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portlight.capabilities.lodging import queries, reference, words
from portlight.capabilities.lodging.rules.values import STAYS
from portlight.capabilities.lodging.words.tables import CASES, EVENTS, QUESTIONS, SOURCES, WHOLE
from portlight.kernel.policies import commands as policies
from portlight.kernel.policies import queries as tables_asked
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tables(db: object) -> None:
    policies.load_tables(by=machine("tests"), at=timezone.now())


def asked(event: str, stay: str, language: str = "en") -> str:
    answer = Client().get(f"/{language}/lodging/again/", {"event": event, "stay": stay})
    return answer.content.decode()


def shipped() -> list[dict[str, Any]]:
    return [json.loads(one.read_text(encoding="utf-8")) for one in reference.TABLES]


@pytest.mark.parametrize(
    ("event", "stay", "said", "because"),
    [
        ("new-address", "visa", "Yes: register again", "Within 24 hours at every new address"),
        ("re-entry", "residence-permit", "An officer answers this", "unsettled here"),
        ("new-address", "diplomatic", "No: you need not register here", "not this office"),
    ],
)
def test_the_answer_comes_with_its_reason_and_its_row(event: str, stay: str, said: str, because: str) -> None:
    page = asked(event, stay)
    answer = page[page.index('id="answer"') : page.index("<form")]
    assert said in answer
    assert because in answer


def test_the_whole_table_stands_beneath_and_the_row_is_marked() -> None:
    page = asked("new-visa", "visa")
    assert page.count('<li id="row-') == 7
    assert re.findall(r'<li id="row-(\d)"[^>]* aria-current', page) == ["3"]
    assert "in every case but: Diplomatic, courtesy or service visa" in page


def test_a_question_half_asked_is_sent_back_with_a_sentence() -> None:
    answer = Client().get("/en/lodging/again/", {"event": "re-entry", "stay": ""})
    assert answer.status_code == 409
    assert 'id="answer"' not in answer.content.decode()


@pytest.mark.parametrize("language", CODES)
def test_it_answers_in_nine_languages(language: str) -> None:
    page = asked("new-passport", "visa", language)
    assert 'id="answer"' in page
    if language != "en":
        assert "register again" not in page.split("<footer")[0]
        assert "Because" not in page.split("<footer")[0]


def test_the_page_asks_few_questions_of_the_database() -> None:
    asked("re-entry", "visa")
    with CaptureQueriesContext(connection) as asked_of:
        asked("re-entry", "visa")
    assert len(asked_of) <= 2


def test_every_code_source_and_question_of_the_shipped_tables_has_its_words() -> None:
    for table in shipped():
        assert {row["_source"] for row in table["rules"]} <= set(SOURCES), table["name"]
        assert {one["name"] for one in table["inputs"]} <= set(QUESTIONS), table["name"]
        assert {table["title"], table["source"]} <= set(WHOLE), table["name"]
        cases = {one["title"] for one in table["cases"]}
        assert cases <= set(CASES) or table["name"] == "lodging_again"  # its cases are called by their codes
    (event, stay) = next(one["inputs"] for one in shipped() if one["name"] == "lodging_again")
    assert set(event["codes"]) == set(EVENTS)
    assert set(stay["codes"]) == set(words.STAYS_NOW) == set(STAYS)


def by_the_table(event: str, stay: str) -> object:
    return tables_asked.answer("lodging_again", {"event": event, "stay": stay}, at=timezone.now()).output["again"]


def test_the_page_says_what_the_rule_says() -> None:
    for event in EVENTS:
        for stay in STAYS:
            card = queries.again_card(at=timezone.now(), event=event, stay=stay)
            assert card.answer is not None
            assert card.answer.again == by_the_table(event, stay)
            assert event in card.answer.events
            assert stay in card.answer.stays
            assert card.answer == next(row for row in card.rows if event in row.events and stay in row.stays)
