from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from portlight.channels.webpush.rendering import LONGEST_LIFE, MOST_BYTES, lay_out
from portlight.delivery.tests.contract import AT, copy
from portlight.toolkit.languages import CODES


def _read(**changes: Any) -> dict[str, str]:
    made: dict[str, str] = json.loads(lay_out(copy(**changes)).payload(b"T" * 24))
    return made


def test_a_notice_says_that_there_is_news_and_not_what_it_is() -> None:
    told = _read(text="Your case 4711 was decided.")
    assert told["title"] == "Six measures"
    assert "4711" not in json.dumps(told)
    assert told["url"] == f"http://localhost:8000/en/notices/seen/{'T' * 24}/"


def test_what_one_person_asked_for_is_said_whole_and_leads_to_no_notice() -> None:
    told = _read(kind="tell", purpose="code", title="Your code: 123456", text="**123456** is your code.")
    assert told["body"] == "123456 is your code."
    assert told["url"] == "http://localhost:8000/en/"


@pytest.mark.parametrize("language", CODES)
def test_each_language_has_its_own_words(language: str) -> None:
    told = _read(language=language, wanted=language)
    english = _read()["body"]
    assert told["lang"] == language
    assert (told["body"] == english) is (language == "en")


def test_a_reader_who_waits_for_her_language_is_told_so_in_it_unless_it_never_comes() -> None:
    assert "English" in _read(wanted="fr")["body"]
    assert _read(wanted="fr")["body"].startswith("Ce ")
    assert _read(wanted="fr", last=True)["body"] == _read()["body"]


def test_a_drill_says_so_first() -> None:
    assert _read(drill=True)["title"] == "EXERCISE: Six measures"


@pytest.mark.parametrize("letter", ["a", "疫", "👨‍👩‍👧‍👦", "e" + "\u0323" * 500])
def test_it_never_grows_too_long_for_the_service(letter: str) -> None:
    made = lay_out(copy(kind="tell", title=letter * 5_000, text=letter * 50_000)).payload(b"T" * 24)
    assert len(made) <= MOST_BYTES
    json.loads(made)


def test_it_lives_until_the_notice_ends_and_no_longer_than_services_keep() -> None:
    template = lay_out(copy(not_after=AT + timedelta(seconds=90)))
    assert template.lives(AT) == 90
    assert template.lives(AT + timedelta(days=1)) == 0
    assert lay_out(copy(not_after=AT + timedelta(days=90))).lives(AT) == LONGEST_LIFE
