"""Numbers, codes, and facts that cannot stand on a paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portlight.kernel.papers import rules
from portlight.kernel.papers.tests.make import FACTS, KIND
from portlight.toolkit import numbers


@given(some.integers(0, 10**7 - 1), some.integers(2000, 9999))
def test_a_number_with_one_wrong_character_is_none(drawn: int, year: int) -> None:
    number = rules.numbered("L", year, drawn)
    assert numbers.numbered(number) is not None
    for place, char in enumerate(number):
        if char.isdigit():
            other = str((int(char) + 1) % 10)
            assert not numbers.numbered(number[:place] + other + number[place + 1 :])


@pytest.mark.parametrize("typed", ["{n} K7F3-9QXM", " {n}  k7f39qxm ", "{n}/K7F3-9QXM", "{n},K7F39QXM"])
def test_number_and_code_are_known_however_they_are_typed(typed: str) -> None:
    number = rules.numbered("L", 2026, 1234)
    assert rules.typed(typed.format(n=number)) == (number, "K7F3-9QXM")
    assert rules.typed(typed.format(n=number.lower().replace("-", ""))) == (number, "K7F3-9QXM")


@pytest.mark.parametrize("typed", ["", "K7F3-9QXM", "L-2026-0001234-A K7F3-9QXM", "L-2026-0001234 K7F3", "PL1:ABC"])
def test_anything_else_is_not(typed: str) -> None:
    assert rules.typed(typed) is None


@pytest.mark.parametrize(
    ("document", "shown"), [("C01X00T47", "0T47"), ("AB123", "23"), ("e 1", "1"), ("7", ""), ("", "")]
)
def test_of_a_travel_papers_number_never_more_than_half_is_shown(document: str, shown: str) -> None:
    assert rules.shown_of(document) == shown


@pytest.mark.parametrize(
    ("name", "fact", "how"),
    [
        ("name", "", "missing"), ("station", "", "missing"), ("colour", "red", "unknown"), ("stay", "soon", "odd"),
        ("stay", "2026-03-11/2026-02-10", "odd"), ("received", "2026-02-10T09:30:00", "odd"),
        ("nationality", "D", "odd"),
        ("by", "nobody", "odd"), ("name", "A\u202eB", "odd"), ("name", "A\nB", "odd"), ("address", "x" * 301, "odd"),
        ("document", "1", "odd"), ("nationality", "GERMANY", "odd"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_named(name: str, fact: str, how: str) -> None:
    assert rules.wrong(KIND, {**FACTS, name: fact}) == (name, how)


def test_what_can_be_printed_is_kept_without_the_travel_papers_number() -> None:
    assert rules.wrong(KIND, FACTS) is None
    assert rules.wrong(KIND, {**FACTS, "stay": "2026-02-10/"}) is None
    assert rules.kept(KIND, FACTS) == {**FACTS, "document": "0T47"}
