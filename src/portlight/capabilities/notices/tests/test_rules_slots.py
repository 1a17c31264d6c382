"""Typed slots: a value typed once, written nine times."""

from __future__ import annotations

import pytest

from portlight.capabilities.notices.rules.slots import SlotType, parse, written
from portlight.toolkit.refusals import Refused


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("date", "2028-02-29", "2027-02-29"),
        ("date", "2026-12-01", "1/12/2026"),
        ("time", "00:00", "24:30"),
        ("number", "50", "-1"),
        ("number", "0", "٥٠"),
        ("phone", "+86 21 2895 1900", "call us"),
        ("phone", "120", "1"),
        ("link", "https://portal.example/a", "http://portal.example/a"),
        ("link", "https://portal.example", "javascript:alert(1)"),
    ],
)
def test_it_takes_what_its_type_asks_for_and_nothing_else(kind: str, good: str, bad: str) -> None:
    assert parse({"x": good}, {"x": kind}) == {"x": good}
    with pytest.raises(Refused, match="slot-wrong"):
        parse({"x": bad}, {"x": kind})


def test_it_refuses_an_empty_slot_and_one_that_is_not_there() -> None:
    with pytest.raises(Refused, match="slot-missing"):
        parse({"x": " "}, {"x": "date"})
    with pytest.raises(Refused, match="slot-unknown"):
        parse({"x": "2026-12-01", "y": "1"}, {"x": "date"})


@pytest.mark.parametrize(
    ("language", "day", "number"),
    [
        ("zh-Hans", "2020年2月17日", "170,000"),
        ("en", "17 February 2020", "170,000"),
        ("ru", "17 февраля 2020\u202fг.", "170\xa0000"),
        ("fr", "17 février 2020", "170\u202f000"),
        ("de", "17. Februar 2020", "170.000"),
        ("ja", "2020年2月17日", "170,000"),
        ("ko", "2020년 2월 17일", "170,000"),
        ("es", "17 de febrero de 2020", "170.000"),
        ("ar", "17 فبراير 2020", "170,000"),
    ],
)
def test_dates_and_numbers_stand_in_the_readers_form(language: str, day: str, number: str) -> None:
    assert written("2020-02-17", SlotType.DATE, language) == day
    assert written("170000", SlotType.NUMBER, language) == number


def test_a_telephone_keeps_its_direction_in_arabic() -> None:
    assert written("021-5550 0160", SlotType.PHONE, "ar") == "\u2066021-5550 0160\u2069"
