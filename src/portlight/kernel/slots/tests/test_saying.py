"""A room that counts the times it has booked hears of every change of them, and can refuse it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.tests.given import ANNA, AT, BAO, DORA, HALL, NINE, SERVICE, book, opened, refuses, wait
from portlight.kernel.slots.tests.given import a_service as a_service
from portlight.toolkit import nameplate
from portlight.toolkit.actor import person
from portlight.toolkit.nameplate import Rebooked
from portlight.toolkit.refusals import Refused

pytestmark = pytest.mark.django_db
HALF_PAST = NINE + timedelta(minutes=30)


@contextmanager
def heard(refuse: str = "") -> Iterator[list[Rebooked]]:
    told: list[Rebooked] = []

    def hear(one: Rebooked) -> None:
        told.append(one)
        if refuse:
            raise Refused(refuse)

    nameplate.hang(nameplate.Nameplate(room="tests.counting", rebooked=hear))
    try:
        yield told
    finally:
        nameplate.hang(nameplate.Nameplate(room="tests.counting"))


def test_a_move_and_a_cancelling_are_told_once_each_with_what_was_before() -> None:
    opened()
    number = book(about="row:7")
    with heard() as told:
        commands.move(number, starts_at=HALF_PAST, by=BAO, at=AT)
        commands.move(number, starts_at=HALF_PAST, by=BAO, at=AT)
        for _ in range(2):
            commands.cancel(number, by=person(ANNA), at=AT)
    assert [(one.about, one.starts_at, one.to, one.by) for one in told] == [
        ("row:7", NINE, HALF_PAST, BAO), ("row:7", HALF_PAST, None, person(ANNA))
    ]  # fmt: skip
    assert {one.number for one in told} == {number}


def test_an_earlier_time_taken_up_from_the_waiting_list_is_told_too() -> None:
    opened(capacity=1)
    first, mine = book(DORA, NINE), book(ANNA, HALF_PAST)
    key = wait(ANNA)
    commands.cancel(first, by=BAO, at=AT)
    with heard() as told:
        assert commands.take_up(key, by=person(ANNA), at=AT) == mine
    assert [(one.number, one.starts_at, one.to) for one in told] == [(mine, HALF_PAST, NINE)]


@pytest.mark.parametrize("act", [
    lambda number: commands.move(number, starts_at=HALF_PAST, by=BAO, at=AT),
    lambda number: commands.cancel(number, by=BAO, at=AT),
])  # fmt: skip
def test_what_a_room_refuses_did_not_happen(act: Callable[[str], object]) -> None:
    opened(capacity=1)
    number = book()
    with heard("tests.too-many"), refuses("tests.too-many"):
        act(number)
    card = queries.booking(number, by=BAO)
    assert (card.starts_at, card.state, card.revision) == (NINE, "booked", 1)
    free = {one.starts_at: one.free for one in queries.times(SERVICE, HALL, on=NINE.date(), at=AT)}
    assert (free[NINE], free[HALF_PAST]) == (0, 1)


def test_a_time_says_whether_the_green_share_has_fallen_to_everybody() -> None:
    opened(green=1, green_hours=25)
    at = NINE - timedelta(hours=24, minutes=45)
    told = {one.starts_at: one.fallen for one in queries.times(SERVICE, HALL, "green", on=NINE.date(), at=at)}
    assert (told[NINE], told[NINE + timedelta(hours=1)]) == (True, False)
