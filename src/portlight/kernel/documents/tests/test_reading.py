"""The line of photos: in order, one at a time, and no reader that dies takes a photo with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from portlight.kernel.documents import checks, commands, queries
from portlight.kernel.documents.models import Reading
from portlight.kernel.documents.tests.facts import AT, BY, CASE, PDF, refused, take
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit import nameplate
from tests import files as made
from tests.together import at_once

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Read:
    lines: tuple[str, ...]
    advice: str
    strip: bytes
    born: date
    took: timedelta


def fake(image: bytes, *, on: date) -> Read:
    assert image[:3] == b"\xff\xd8\xff"
    return Read(("P<FRA", "X1"), "", b"\0\xff", on, timedelta(seconds=1.5))


@pytest.fixture(autouse=True)
def _a_reader_is_here() -> Any:
    plate = nameplate.Nameplate(room="portlight.config", reader=nameplate.Reader(available=lambda: True, read=fake))
    before = dict(nameplate._plates)
    nameplate.hang(plate)
    yield
    nameplate._plates.update(before)


def ask(width: int = 400) -> int:
    return commands.ask_reading(take(made.picture(size=(width, 90)), slot="supporting-paper").key, by=BY, at=AT)


def read(at: Any = AT, reader: Any = fake) -> bool:
    return commands.read_next(reader, who="test", at=at)


def result(number: int) -> Any:
    return queries.read(number, by=BY, why="fill-in", at=AT)


@pytest.mark.django_db
def test_photos_are_read_in_the_order_they_were_asked_for() -> None:
    first, second, third = ask(100), ask(101), ask(102)
    assert [queries.place_in_line(number) for number in (first, second, third)] == [0, 1, 2]
    assert read()
    assert [queries.place_in_line(number) for number in (first, second, third)] == [0, 0, 1]
    card = queries.reading(first)
    assert (card.state, card.place, card.advice) == ("done", None, "")
    assert card.took_ms is not None
    assert queries.reading(third).place == 1
    assert read()
    assert read()
    assert not read()


@pytest.mark.django_db
def test_what_was_read_is_sealed_and_who_looked_is_noted() -> None:
    number = ask()
    assert result(number) is None
    assert read()
    stored = bytes(Reading.objects.get(pk=number).result)
    assert b"FRA" not in stored
    assert result(number) == {
        "lines": ["P<FRA", "X1"],
        "advice": "",
        "strip": "AP8=",
        "born": "2026-11-26",
        "took": 1.5,
    }
    card = queries.reading(number)
    event = told_about(f"document:{card.document}").rows[0]
    assert (event.kind, event.facts) == ("documents.reading-opened", {"number": number, "why": "fill-in"})
    refused("documents.unknown", result, 999)


@pytest.mark.django_db
def test_what_was_read_is_kept_for_a_day() -> None:
    number = ask()
    assert read()
    assert commands.erase_due(AT + timedelta(hours=23)) == 0
    assert commands.erase_due(AT + timedelta(hours=25)) == 1
    assert (queries.reading(number).state, result(number)) == ("gone", None)


@pytest.mark.django_db
def test_a_line_that_nobody_works_off_is_a_finding() -> None:
    assert checks.photos_are_read(AT).state == "ok"
    ask()
    assert checks.photos_are_read(AT + timedelta(minutes=4)).state == "ok"
    assert checks.photos_are_read(AT + timedelta(minutes=5)).state == "warn"
    assert read()
    assert checks.photos_are_read(AT + timedelta(minutes=5)).state == "ok"


@pytest.mark.django_db
def test_asked_twice_is_asked_once_and_only_of_photos() -> None:
    key = take().key
    number = commands.ask_reading(key, by=BY, at=AT)
    assert commands.ask_reading(key, by=BY, at=AT) == number
    assert read()
    assert commands.ask_reading(key, by=BY, at=AT) == number, "it was read already"
    refused("documents.not-a-photo", commands.ask_reading, take(PDF).key, by=BY, at=AT)
    commands.drop(key, about=CASE, by=BY, at=AT)
    refused("documents.unknown", commands.ask_reading, key, by=BY, at=AT)
    assert queries.reading(number).state == "gone"
    assert result(number) is None, "what was read goes with the photo"


@pytest.mark.django_db
def test_a_reader_that_dies_leaves_its_photo_to_the_next_and_not_for_ever() -> None:
    number = ask()
    first = commands.claim(AT, "one")
    assert first is not None
    assert commands.claim(AT + MINUTE - timedelta(seconds=1), "two") is None
    second = commands.claim(AT + MINUTE, "two")
    assert second is not None
    assert (second.number, second.fence) == (number, first.fence + 1)
    assert not commands.finish(first, result={"late": True}, took_ms=1, at=AT + MINUTE), "the lease was lost"
    assert not commands.give_up(first, at=AT + MINUTE)
    assert commands.claim(AT + 2 * MINUTE, "three") is None
    card = queries.reading(number)
    assert (card.state, card.advice, card.place) == ("gone", "unreadable", None)
    assert not commands.finish(second, result={}, took_ms=1, at=AT + 3 * MINUTE)
    assert commands.ask_reading(card.document, by=BY, at=AT + 3 * MINUTE) != number, "it may be asked for again"


@pytest.mark.django_db
def test_a_reader_that_breaks_on_a_picture_gives_it_up_and_reads_the_next() -> None:
    def breaks(image: bytes, *, on: date) -> Read:
        raise RuntimeError("no such model")

    first, second = ask(100), ask(101)
    assert read(reader=breaks)
    assert (queries.reading(first).state, queries.reading(first).advice) == ("gone", "unreadable")
    assert read()
    assert queries.reading(second).state == "done"


@pytest.mark.django_db
def test_advice_can_be_asked_for_without_opening_anything() -> None:
    number = ask()
    assert read(reader=lambda image, on: {"advice": ["glare", "too-small"], "lines": []})
    assert queries.reading(number).advice == "glare too-small"
    number = ask(200)
    assert read(reader=lambda image, on: ["only", 1, None])
    assert result(number) == ["only", 1, None]


@pytest.mark.django_db
def test_where_no_reader_is_installed_the_answer_is_there_at_once() -> None:
    nameplate.hang(nameplate.Nameplate(room="portlight.config"))
    number = ask()
    card = queries.reading(number)
    assert (card.state, card.advice, card.place) == ("done", "reader-absent", None)
    assert commands.claim(AT, "one") is None


def test_two_readers_never_get_the_same_photo(fresh_db: Any) -> None:
    numbers = {ask(100), ask(101)}
    found = at_once(lambda: commands.claim(AT, "one"), lambda: commands.claim(AT, "two"))
    assert {claimed.number for claimed in found} == numbers, found


def test_asked_for_at_once_is_asked_for_once(fresh_db: Any) -> None:
    key = take().key
    found = at_once(*[lambda: commands.ask_reading(key, by=BY, at=AT)] * 2)
    assert found[0] == found[1], found
    assert Reading.objects.count() == 1
