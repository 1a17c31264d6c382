"""The waiting list: a freed place is held for the first, passed on when nobody takes it up, and never given twice."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.models import Booking, Taken, Waiting
from portlight.kernel.slots.tests.given import ANNA, AT, BAO, DORA, HALL, NINE, SERVICE, at, book, opened, refuses, wait
from portlight.kernel.slots.tests.given import a_service as a_service
from portlight.toolkit.actor import person

pytestmark = pytest.mark.django_db
EMIL, FAY = UUID(int=21), UUID(int=22)
LATER = at("2026-11-27 09:00")


def full() -> str:
    """One time a day, one place each: Anna has tomorrow's, and there is nothing else before the 27th."""
    opened(capacity=1, closes=NINE.replace(hour=9, minute=30).timetz().replace(tzinfo=None))
    return book(ANNA)


def state(key: int) -> str:
    return str(Waiting.objects.get(pk=key).state)


def test_a_cancelled_place_is_held_for_the_first_and_nobody_else_can_book_it() -> None:
    number = full()
    first, second = wait(DORA, NINE.date()), wait(EMIL, NINE.date())
    commands.cancel(number, by=person(ANNA), at=AT)
    assert (state(first), state(second)) == ("offered", "waiting")
    with refuses("slots.full"):
        book(FAY)
    (card,) = queries.offers_to_tell(AT)
    assert (card.key, card.starts_at, card.held_until) == (first, NINE, AT + timedelta(minutes=120))
    assert [commands.offer_told(first, at=AT) for _ in range(2)] == [True, False]
    assert queries.offers_to_tell(AT) == ()
    request = uuid4()
    taken = {commands.take_up(first, by=person(DORA), at=AT, request_id=request) for _ in range(3)}
    assert [card.number for card in queries.of_person(f"person:{DORA}", at=AT)] == list(taken)
    assert Taken.objects.get(starts_at=NINE).ordinary == 1


def test_a_hold_that_runs_out_goes_to_the_next_and_then_to_everybody() -> None:
    number = full()
    first, second = wait(DORA, NINE.date()), wait(EMIL, NINE.date())
    commands.cancel(number, by=person(ANNA), at=AT)
    after = AT + timedelta(minutes=120)
    assert commands.offer_freed(after - timedelta(seconds=1)) == 0
    assert commands.offer_freed(after) == 1
    assert (state(first), state(second)) == ("lapsed", "offered")
    with refuses("slots.no-longer-held"):
        commands.take_up(first, by=person(DORA), at=after)
    commands.offer_freed(after + timedelta(minutes=120))
    assert state(second) == "lapsed"
    assert Taken.objects.get(starts_at=NINE).ordinary == 0
    assert book(FAY)


def test_who_comes_first_and_who_cannot_use_the_day() -> None:
    number = full()
    plain, too_late, urgent = wait(DORA, NINE.date()), wait(EMIL, AT.date()), wait(FAY, NINE.date(), first=1)
    commands.cancel(number, by=person(ANNA), at=AT)
    assert [state(one) for one in (plain, too_late, urgent)] == ["waiting", "waiting", "offered"]
    assert commands.withdraw(urgent, by=person(FAY), at=AT)
    assert not commands.withdraw(urgent, by=person(FAY), at=AT)
    assert [state(one) for one in (plain, too_late)] == ["offered", "waiting"]
    assert commands.end_waits(AT + timedelta(days=1)) == 1


def test_an_earlier_place_moves_her_booking_and_her_old_place_goes_on() -> None:
    full()
    hers = book(DORA, LATER)
    first, second = wait(DORA, NINE.date()), wait(EMIL, LATER.date())
    commands.close(HALL, begins_at=AT, ends_at=AT + timedelta(hours=1), why="a drill", by=BAO, at=AT)
    commands.cancel(queries.of_person(f"person:{ANNA}", at=AT)[0].number, by=BAO, at=AT)
    assert commands.take_up(first, by=person(DORA), at=AT) == hers
    card = queries.booking(hers, by=person(DORA))
    assert (card.starts_at, card.revision) == (NINE, 2)
    assert state(second) == "offered"
    assert queries.waits(second, by=person(EMIL)).starts_at == LATER
    assert Booking.objects.count() == 2


def test_a_place_is_not_offered_later_than_one_she_has_nor_when_it_begins_before_the_hold_ends() -> None:
    number = full()
    commands.move(number, starts_at=at("2026-11-25 09:00"), by=person(ANNA), at=AT)
    hers = wait(ANNA, LATER.date())
    commands.offer_freed(AT)
    assert state(hers) == "waiting"
    theirs = wait(DORA, AT.date())
    commands.cancel(number, by=person(ANNA), at=AT)  # an hour before it begins
    assert state(theirs) == "waiting"
    assert Taken.objects.get(starts_at=at("2026-11-25 09:00")).ordinary == 0


def test_what_a_wider_pattern_frees_is_offered_in_order_and_only_as_often_as_there_are_places() -> None:
    full()
    keys = [wait(one, NINE.date()) for one in (DORA, EMIL, FAY)]
    commands.offer_freed(AT)  # today's nine o'clock is too near, tomorrow's is Anna's
    assert [state(one) for one in keys] == ["waiting"] * 3
    opened(capacity=3, closes=NINE.replace(hour=9, minute=30).timetz().replace(tzinfo=None))
    assert commands.offer_freed(AT) == 2
    assert [state(one) for one in keys] == ["offered", "offered", "waiting"]
    assert Taken.objects.get(starts_at=NINE).ordinary == 3


def test_one_waits_once_for_one_matter_and_for_no_day_that_is_over() -> None:
    full()
    key = wait(DORA)
    with refuses("slots.waits-already"):
        wait(DORA)
    assert wait(DORA, about="case:3") != key
    with refuses("slots.past"):
        wait(EMIL, date(2026, 11, 24))
    assert next(card.key for card in queries.waits_of(f"person:{DORA}")) == key
    for act in (lambda: queries.waits(key, by=person(EMIL)), lambda: commands.withdraw(key, by=person(EMIL), at=AT),
                lambda: commands.take_up(key, by=person(EMIL), at=AT)):  # fmt: skip
        with refuses("slots.unknown"):
            act()
    assert queries.waits(key, by=BAO).service == SERVICE
