"""Numbers, days and hours as each reader says them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portlight.faces import telling, words
from portlight.faces.languages import django_code
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

MOMENT = datetime(2020, 2, 17, 6, 5, tzinfo=UTC)


def test_a_moment_is_told_in_the_offices_zone() -> None:
    assert telling.moment(MOMENT, language="en") == "17 February 2020, 14:05"
    assert telling.moment(MOMENT, language="zh-Hans") == "2020年2月17日 14:05"
    assert telling.day(date(2020, 2, 17), language="de") == "17. Februar 2020"


@pytest.mark.parametrize("code", CODES)
def test_only_the_digits_0_to_9_are_used(code: str) -> None:
    said = telling.moment(MOMENT, language=code) + telling.number(1234.5, language=code)
    said += telling.span(7500, language=code) + telling.share(1, 3, language=code)
    assert all(char in "0123456789" for char in said if char.isdigit())
    assert "14:05" in said


@pytest.mark.parametrize("code", CODES)
def test_a_list_names_each_once(code: str) -> None:
    for words_ in (["7"], ["7", "8"], ["7", "8", "9"]):
        said = telling.several(words_, language=code)
        assert [char for char in said if char.isdigit()] == words_


def test_numbers_in_the_readers_manner() -> None:
    assert telling.number(154534, language="en") == "154,534"
    assert telling.number(154534.5, language="de") == "154.534,5"
    assert telling.share(623, 1000, language="en") == "62.3 %"
    assert telling.share(1, 0, language="en") == "–"


def test_a_refusal_becomes_a_sentence_with_its_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_known", lambda: {"a.b": "At most {most} people, not before {at}."})
    assert words.sentence(Refused("a.b", most=1234, at=MOMENT), "en") == (
        "At most 1,234 people, not before 17 February 2020, 14:05."
    )


def test_facts_are_isolated_where_the_page_runs_from_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_known", lambda: {"a.b": "{language}"})
    assert words.sentence(Refused("a.b", language="fr"), "ar") == "\u2068Français\u2069"


@pytest.mark.parametrize("refusal", [Refused("no.such"), Refused("a.b")])
def test_an_unknown_code_or_a_missing_fact_still_tells_something(
    refusal: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "_known", lambda: {"a.b": "Needs {fact}."})
    assert refusal.code in words.sentence(refusal, "en")


def test_django_calls_chinese_by_another_name() -> None:
    assert django_code("zh-Hans") == "zh-hans"
