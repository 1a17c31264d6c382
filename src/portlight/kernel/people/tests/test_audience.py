from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from portlight.kernel.people import commands
from portlight.kernel.people.queries import audience
from portlight.kernel.people.rules import NewPerson, Question
from portlight.kernel.places.commands import load_districts
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused

AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
BY = machine("test")


@pytest.fixture
def city(db: object) -> list[object]:
    load_districts(by=BY, at=AT)
    return list(
        commands.enrol(
            [
                NewPerson(languages=("fr", "en"), nationality="FRA", district="310101", topics=("measures", "entry")),
                NewPerson(languages=("en", "fr"), nationality="CAN", district="310115", topics=("measures",)),
                NewPerson(languages=("zh-Hans",), nationality="SGP", district="310115"),
                NewPerson(languages=(), nationality="", topics=("entry",)),
                NewPerson(languages=("ru",), nationality="RUS"),
            ],
            by=BY,
            at=AT,
        )
    )


@pytest.mark.parametrize(
    ("question", "people"),
    [
        (Question(), 5),
        (Question(nationalities=("FRA", "CAN")), 2),
        (Question(languages=("fr",)), 1),
        (Question(languages=("fr",), language_is="any"), 2),
        (Question(languages=("fr", "zh-Hans"), language_is="any"), 3),
        (Question(languages=("zh-Hans",)), 1),
        (Question(languages=("de",)), 0),
        (Question(districts=("310115",)), 2),
        (Question(topics=("measures", "entry")), 3),
        (Question(districts=("310115",), topics=("measures",), languages=("en",)), 1),
    ],
)
def test_each_part_narrows_the_answer(city: list[object], question: Question, people: int) -> None:
    assert audience.count(question) == people
    assert audience.count(Question.from_json(question.to_json())) == people


def test_whoever_was_erased_is_in_no_audience(city: list[object]) -> None:
    commands.erase(person=city[0], by=BY, at=AT)  # type: ignore[arg-type]
    assert audience.count(Question()) == 4
    assert audience.count(Question(nationalities=("FRA",))) == 0


def test_the_predicate_stands_under_the_caller_s_alias(city: list[object]) -> None:
    predicate, given = audience.where(Question(languages=("fr",), topics=("measures",)), alias="who")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT who.nationality FROM people_person who WHERE who.id > %s AND {predicate}", [0, *given])
        assert cursor.fetchall() == [("FRA",)]


def test_chains_are_told_by_number(city: list[object]) -> None:
    assert set(audience.chains().values()) == {("fr", "en"), ("en", "fr"), ("zh-Hans",), (), ("ru",)}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("everyone", "people.question-odd"),
        ({"names": ["Anna"]}, "people.question-odd"),
        ({"languages": "fr"}, "people.question-odd"),
        ({"languages": [1]}, "people.question-odd"),
        ({"language_is": "last"}, "people.question-odd"),
        ({"languages": ["xx"]}, "people.language-unknown"),
        ({"nationalities": [""]}, "people.nationality-odd"),
        ({"districts": ["31"]}, "people.district-odd"),
        ({"topics": ["'; DROP TABLE"]}, "people.topic-odd"),
    ],
)
def test_it_refuses_a_question_that_cannot_be(told: object, code: str) -> None:
    with pytest.raises(Refused, match=code):
        Question.from_json(told)
