"""Every code of the rules has its words, and every word its code."""

from __future__ import annotations

from portlight.capabilities.permits import words
from portlight.capabilities.permits.kinds.choices import MATTERS_SAID
from portlight.capabilities.permits.rules import reasons
from portlight.capabilities.permits.rules.agents import GROUNDS
from portlight.capabilities.permits.rules.matters import MATTERS


def test_codes_and_words_are_the_same_ones() -> None:
    assert set(words.ASKABLE) == set(reasons.ASKABLE)
    assert set(words.REFUSED_FOR) == set(reasons.REFUSED_FOR)
    assert set(words.NOT_ACCEPTED_FOR) == set(reasons.NOT_ACCEPTED_FOR)
    assert set(words.GROUNDS) == set(GROUNDS)
    assert set(MATTERS_SAID) == set(MATTERS)
