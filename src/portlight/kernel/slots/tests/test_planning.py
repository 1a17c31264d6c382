"""Patterns in versions, closures, extra days: what changes is what can be booked, never what is booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.models import Pattern
from portlight.kernel.slots.tests.given import (
    ANNA,
    AT,
    BAO,
    BY,
    DORA,
    HALL,
    NINE,
    PATTERN,
    SERVICE,
    at,
    book,
    hall,
    opened,
    refuses,
)
from portlight.kernel.slots.tests.given import a_service as a_service
from portlight.toolkit.actor import person

pytestmark = pytest.mark.django_db


def times(on: str, **told: Any) -> list[str]:
    cards = queries.times(SERVICE, HALL, on=date.fromisoformat(on), at=AT, **told)
    return [card.starts_at.astimezone(AT.tzinfo).strftime("%H:%M") for card in cards]


def test_a_new_version_begins_where_the_old_one_ends() -> None:
    opened()
    opened(since=date(2026, 11, 30), minutes=60)
    assert times("2026-11-27") == ["09:00", "09:30", "10:00", "10:30"]
    assert times("2026-11-30") == ["09:00", "10:00"]
    spans = [(card.number, card.told.since, card.told.until) for card in queries.patterns(on=AT.date())]
    assert spans == [(1, date(2026, 11, 25), date(2026, 11, 30)), (2, date(2026, 11, 30), None)]
    opened(minutes=120, until=date(2026, 11, 27))  # from today; what was planned for the 30th never begins
    assert (times("2026-11-26"), times("2026-11-27"), times("2026-11-30")) == (["09:00"], [], [])
    assert [card.number for card in queries.patterns(on=AT.date())] == [3]


def test_bookings_stand_when_a_pattern_changes_and_are_listed_for_somebody_to_tell() -> None:
    opened()
    kept, moved = book(ANNA, NINE), book(DORA, NINE + timedelta(minutes=30))
    opened(minutes=60, since=date(2026, 11, 26), capacity=1)
    assert [card.number for card in queries.stranded(HALL, SERVICE, at=AT)] == [moved]
    assert [card.free for card in queries.times(SERVICE, HALL, on=NINE.date(), at=AT)] == [0, 1]
    commands.move(moved, starts_at=NINE + timedelta(hours=1), by=person(DORA), at=AT)
    assert queries.stranded(HALL, SERVICE, at=AT) == ()
    assert queries.booking(kept, by=BY).starts_at == NINE


def test_a_closure_stops_booking_strands_what_stands_and_can_be_lifted() -> None:
    opened()
    number = book()
    key = commands.close(HALL, begins_at=NINE, ends_at=NINE + timedelta(hours=1), why="no power", by=BAO, at=AT)
    assert times("2026-11-26") == ["10:00", "10:30"]
    with refuses("slots.no-such-time"):
        book(DORA)
    assert [card.number for card in queries.stranded(HALL, SERVICE, at=AT)] == [number]
    assert [card.why for card in queries.changes(at=AT)] == ["no power"]
    assert [commands.lift(key, by=BAO, at=AT) for _ in range(2)] == [True, False]
    assert queries.stranded(HALL, SERVICE, at=AT) == queries.changes(at=AT) == ()
    assert book(DORA)


def test_a_closure_sent_twice_is_one_and_differs_no_second_time() -> None:
    told = {"begins_at": NINE, "ends_at": NINE + timedelta(hours=1), "why": "no power", "by": BAO, "at": AT}
    request_id = uuid4()
    hall()
    key = commands.close(HALL, **told, request_id=request_id)
    assert commands.close(HALL, **told, request_id=request_id) == key
    assert len(queries.changes(at=AT)) == 1
    with refuses("timeline.resend-differs"):
        commands.close(HALL, **{**told, "why": "no water"}, request_id=request_id)


def test_a_saturday_is_opened() -> None:
    opened()
    assert times("2026-11-28") == []
    commands.open_extra(HALL, date(2026, 11, 28), why="reopening", service=SERVICE, by=BAO, at=AT)
    assert len(times("2026-11-28")) == 4
    assert times("2026-11-29") == []


def test_what_cannot_be_planned() -> None:
    hall()
    for wrong, code in (
        ({"service": "nothing"}, "slots.no-such-service"), ({"place": "nowhere"}, "slots.no-such-place"),
        ({"since": date(2026, 11, 24)}, "slots.past"), ({"capacity": 0}, "slots.capacity-odd"),
    ):  # fmt: skip
        with refuses(code):
            commands.put_pattern(replace(PATTERN, **wrong), by=BAO, at=AT)
    opened()
    with refuses("slots.overlaps", name="mornings"):
        opened(name="others", opens=time(10), closes=time(12))
    opened(name="others", opens=time(11), closes=time(12))
    for why, begins, code in ((" ", NINE, "slots.why-missing"), ("x", NINE + timedelta(days=1), "slots.ends-before")):
        with refuses(code):
            commands.close(HALL, begins_at=begins, ends_at=NINE + timedelta(hours=1), why=why, by=BAO, at=AT)
    with refuses("slots.past"):
        commands.open_extra(HALL, date(2026, 11, 24), why="x", service=SERVICE, by=BAO, at=AT)
    with refuses("slots.no-such-place"):
        commands.open_extra("nowhere", date(2026, 11, 28), why="x", service=SERVICE, by=BAO, at=AT)
    with refuses("slots.venue-unnamed"):
        commands.put_venue("annex", name={"en": "Annex", "zh-Hans": " "}, address={"en": "x"}, by=BAO, at=AT)


def test_a_pattern_sent_twice_is_one_version() -> None:
    hall()
    request = uuid4()
    keys = {commands.put_pattern(PATTERN, by=BAO, at=AT, request_id=request) for _ in range(2)}
    assert len(keys) == Pattern.objects.count() == 1
    assert at("2026-11-25 08:00") == AT
