"""Which paper do I need: at most three steps, the answer with everything that follows, in nine languages."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portlight.capabilities.permits import queries, reference
from portlight.capabilities.permits.queries import Question
from portlight.capabilities.permits.rules.applying import asked_for
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.capabilities.permits.rules.stays import HOLDS, Stay
from portlight.capabilities.permits.words import codes
from portlight.capabilities.permits.words.tables import QUESTIONS, SOURCES, WHOLE
from portlight.kernel.policies import commands as policies
from portlight.kernel.policies.rules import apart, examine
from portlight.toolkit import tables
from portlight.toolkit.actor import machine
from portlight.toolkit.languages import CODES
from portlight.toolkit.tables.checks import who
from portlight.toolkit.visas import VISAS

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
VISIT = {"holds": "L", "entered_on": (TODAY - timedelta(days=10)).isoformat(), "printed_days": "30"}


def child(parent: str) -> dict[str, str]:
    return {"holds": "none", "wants": "newborn", "more": "1", "chinese_parent": parent}


def passport(wants: str, where: str) -> dict[str, str]:
    return {"holds": "L", "wants": wants, "more": "1", "passport": where}


@pytest.fixture(autouse=True)
def _tables(db: object) -> None:
    policies.load_tables(by=machine("tests"), at=timezone.now())


def shipped() -> dict[str, Any]:
    (file,) = (one for one in reference.TABLES if one.stem.startswith("permits_which"))
    told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return told


def page(told: dict[str, str], language: str = "en", status: int = 200) -> str:
    answer = Client().get(f"/{language}/permits/which/", told)
    assert answer.status_code == status, told
    return html.unescape(answer.content.decode())


def main_of(text: str) -> str:
    return text[text.index("<main") : text.index("</main")]


def test_the_table_passes_its_checks_and_its_own_cases() -> None:
    examined = examine(*apart(shipped()))
    assert examined.publishable
    assert {one.code for one in examined.findings} <= {"gap"}, "rows overlap or are never reached"
    assert len(examined.trials) > 50


def test_the_table_does_not_ask_who_somebody_is() -> None:
    asked = {one.name for one in tables.read(shipped()).inputs if who(one)}
    assert not asked


def test_every_way_of_the_table_is_tried_by_a_case_and_has_its_words() -> None:
    told = shipped()
    (output,) = tables.read(told).outputs
    assert {one["expect"]["way"] for one in told["cases"]} == set(output.codes)
    assert set(output.codes) == set(codes.WAYS)
    assert set(codes.WHAT_TO_DO) == set(output.codes) - set(MATTERS)


def test_every_source_and_question_of_the_shipped_table_has_its_words() -> None:
    told = shipped()
    assert {row["_source"] for row in told["rules"]} == set(SOURCES)
    assert {one["name"] for one in told["inputs"]} == set(QUESTIONS)
    assert {told["title"], told["source"]} == set(WHOLE)
    asked = {one["field"]: set(one.get("codes", ())) for one in told["inputs"]}
    assert asked["holds"] == set(HOLDS) == {*VISAS, *codes.HOLDS}
    assert asked["wants"] == set(codes.WANTS)
    assert asked["passport"] == {"at-hand", *codes.PASSPORTS}
    assert asked["chinese_parent"] == set(codes.PARENTS)


def test_every_code_of_a_matter_has_its_words() -> None:
    for matter in MATTERS.values():
        assert set(matter.papers) <= set(codes.PAPERS)
        assert matter.agents in codes.WHO
        assert len(matter.fees) == 1 or set(matter.fees) <= set(codes.FEES)


def test_every_answer_can_be_told_whatever_is_held_and_wanted() -> None:
    ways = set()
    for holds in HOLDS:
        for wants in codes.WANTS:
            card = queries.which(Question(stay=Stay(holds=holds), wants=wants, passport="lost"), at=timezone.now())
            ways.add(card.way)
            assert (card.onward is not None) == (card.way in MATTERS)
    assert {"visa-extension", "passport-lost", "home-first", "foreign-ministry", "refer"} <= ways


def test_three_steps_carry_what_was_answered() -> None:
    first = page({})
    assert "What ends when?" in first
    assert "Three dates that are not the same" in first
    second = page(VISIT)
    assert 'type="hidden" name="entered_on"' in second
    assert "Step <bdi" in second
    third = page({**VISIT, "wants": "stay-longer"})
    assert 'name="nationality"' in third
    assert 'name="passport"' not in third, "asked for what decides nothing here"
    assert "Visa extension" in main_of(page({**VISIT, "wants": "stay-longer", "more": "1"}))


def test_where_nothing_more_is_needed_two_steps_are_enough() -> None:
    assert "Report of a death" in page({"holds": "none", "wants": "death"})


def test_an_extension_tells_its_days_its_fee_and_its_longest() -> None:
    text = main_of(page({**VISIT, "wants": "stay-longer", "more": "1", "nationality": "DEU"}))
    last, by = TODAY + timedelta(days=20), TODAY + timedelta(days=13)
    for said in (
        "签证延期", last.isoformat(), by.isoformat(), "160 yuan", "working days at most", "30 more days at most",
        "apply all the same", "article 29", "Hotline",
    ):  # fmt: skip
        assert said in text, said
    assert "20 days left" in re.sub(r"[\u2066-\u2069]", "", text)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"nationality": "JPN"}, "amounts of their own"),
        ({"nationality": ""}, "Depends on the nationality"),
    ],
)
def test_why_no_fee_is_told(told: dict[str, str], said: str) -> None:
    assert said in page({**VISIT, "wants": "stay-longer", "more": "1", **told})


def test_nationality_changes_the_fee_and_nothing_else() -> None:
    def rest(nationality: str) -> str:
        text = main_of(page({**VISIT, "wants": "stay-longer", "more": "1", "nationality": nationality}))
        return re.sub(r'<section [^>]*aria-labelledby="fee".*?</section>', "", text, flags=re.DOTALL)

    assert rest("DEU") == rest("JPN") == rest("XXA")


def test_late_is_told_and_nobody_is_turned_away() -> None:
    late = {**VISIT, "entered_on": (TODAY - timedelta(days=27)).isoformat()}
    text = page({**late, "wants": "stay-longer", "more": "1"})
    assert "Visa extension" in text
    assert "Apply all the same, today if you can" in text
    over = {**VISIT, "entered_on": (TODAY - timedelta(days=31)).isoformat()}
    text = page({**over, "wants": "stay-longer", "more": "1"})
    assert "Come to the office at once" in text
    assert "over since 1 day" in re.sub(r"[\u2066-\u2069]", "", text)


@pytest.mark.parametrize(
    ("told", "said", "not_said"),
    [
        ({"holds": "diplomatic", "wants": "stay-longer"}, "foreign ministry", "What to bring"),
        (child("yes"), "Your child is Chinese", "What to bring"),
        (child("none"), "Registration of a birth", "Your child is Chinese"),
        (passport("no-passport", "lost"), "First your own embassy", "What to bring"),
        (passport("lost-passport", "lost"), "Next: take the paper", "home"),
        ({"holds": "visa-free", "wants": "stay-longer"}, "No published source names it", "160 yuan"),
        ({"holds": "X1", "wants": "study", "more": "1"}, "your fingerprints are taken", "Visa extension"),
    ],
)  # fmt: skip
def test_ways_that_are_not_an_extension(told: dict[str, str], said: str, not_said: str) -> None:
    text = main_of(page(told))
    assert said in text
    assert not_said not in text


def test_a_birth_is_counted_from_its_day() -> None:
    born = TODAY - timedelta(days=5)
    assert (born + timedelta(days=60)).isoformat() in page({**child("none"), "happened_on": born.isoformat()})


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"entered_on": (TODAY + timedelta(days=1)).isoformat()}, "entered_on", "This day lies ahead"),
        ({"printed_days": "9000"}, "printed_days", "No visa gives so many days"),
        ({"extended_days": "31"}, "extended_days", "All extensions together"),
        ({"enter_before": (TODAY - timedelta(days=11)).isoformat()}, "enter_before", "You entered after this day"),
        ({"holds": "on-a-boat"}, "holds", "Select a valid choice"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    told: dict[str, str], field: str, said: str
) -> None:
    text = page({**VISIT, **told}, status=409)
    wrong = text[text.index(f'id="id_{field}_wrong"') :]
    assert said in wrong[:400]
    assert 'name="wants"' not in text
    if field != "entered_on":
        assert f'value="{VISIT["entered_on"]}"' in text


@pytest.mark.parametrize("told", [{"wants": "dance"}, {"wants": "newborn", "more": "1", "chinese_parent": "maybe"}])
def test_an_answer_nobody_offered_is_asked_again(told: dict[str, str]) -> None:
    assert "<form" in page({**VISIT, **told}, status=409)


@pytest.mark.parametrize("language", CODES)
def test_it_answers_in_nine_languages_with_the_chinese_term(language: str) -> None:
    text = main_of(page({**VISIT, "wants": "stay-longer", "more": "1", "nationality": "DEU"}, language))
    assert "签证延期" in text
    assert TODAY.replace(day=1).isoformat()[:4] in text
    for step in ({}, VISIT, {**VISIT, "wants": "lost-passport"}):
        text += main_of(page(step, language))
    if language != "en":
        for english in ("What to bring", "Because", "Which paper", "Step", "working days", "Stay longer", "Duration"):
            assert english not in text, english


def test_the_answer_asks_few_questions_of_the_database() -> None:
    told = {**VISIT, "wants": "stay-longer", "more": "1"}
    page(told)
    with CaptureQueriesContext(connection) as asked:
        page(told)
    assert len(asked) <= 3  # the table, the calendar, the weather


def test_nobody_is_asked_for_what_decides_nothing() -> None:
    assert asked_for("L", "stay-longer") == ("nationality",)
    assert asked_for("residence-permit", "stay-longer") == ()
    assert asked_for("residence-permit", "new-passport") == ("happened_on",)
    assert asked_for("none", "newborn") == ("chinese_parent", "happened_on")
    assert asked_for("visa-free", "lost-passport") == ("passport",)
