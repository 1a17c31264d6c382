"""The published order of the urgent: sound, tried, said in nine languages, and it asks nobody who she is."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from portlight.capabilities.permits import reference
from portlight.capabilities.permits.rules import triage
from portlight.capabilities.permits.rules.applied import Urgency
from portlight.capabilities.permits.tests.given import TODAY, with_
from portlight.capabilities.permits.words import RANKS, URGENT
from portlight.capabilities.permits.words.tables import TRIAGE_QUESTIONS, TRIAGE_SOURCES, TRIAGE_WHOLE
from portlight.faces.languages import django_code
from portlight.kernel.policies.rules import apart, examine
from portlight.toolkit import tables
from portlight.toolkit.languages import CODES


def shipped() -> dict[str, Any]:
    (file,) = (one for one in reference.TABLES if one.stem.startswith(triage.TABLE))
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def test_it_can_be_published_and_every_answer_is_tried() -> None:
    examined = examine(*apart(shipped()))
    assert examined.publishable
    assert {one.code for one in examined.findings} <= {"gap", "overlap"}
    tried = {case["expect"]["rank"] for case in shipped()["cases"]}
    assert tried == set(triage.ORDER) == set(RANKS)


def test_its_grounds_and_sentences_are_those_of_the_office() -> None:
    told = shipped()
    assert set(told["inputs"][0]["codes"]) == set(URGENT)
    assert (told["title"], told["source"]) == TRIAGE_WHOLE
    assert tuple(one["name"] for one in told["inputs"]) == TRIAGE_QUESTIONS
    assert tuple(one["_source"] for one in told["rules"]) == TRIAGE_SOURCES


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_what_stands_in_it_is_said_in_every_language(language: str) -> None:
    with translation.override(django_code(language)):
        said = (*TRIAGE_WHOLE, *TRIAGE_QUESTIONS, *TRIAGE_SOURCES)
        assert not [one for one in said if translation.gettext(one) == one]


def test_what_it_is_asked_is_days_and_codes() -> None:
    told = Urgency(ground="flight", needed_on=TODAY + timedelta(days=2))
    facts = triage.asked(with_(urgency=told), evidence=True, on=TODAY)
    assert facts == {"ground": "flight", "needed_in": 2, "stay_left": 12, "evidence": True, "vulnerable": False}
    assert set(facts) == {one.name for one in tables.read(shipped()).inputs}
    with pytest.raises(ValueError, match="not urgent"):
        triage.asked(with_(), evidence=True, on=TODAY)
