"""Several who come together: a place for each, all of them or none, also when many ask at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.models import Booking, Taken
from portlight.kernel.slots.tests.given import (
    ANNA,
    AT,
    BY,
    DORA,
    HALL,
    NINE,
    SERVICE,
    book,
    opened,
    refuses,
    wait,
    wish,
)
from portlight.kernel.slots.tests.given import a_service as a_service
from portlight.toolkit.actor import person
from portlight.toolkit.refusals import Refused
from tests.together import at_once


def counts(starts_at: Any = NINE) -> tuple[int, int, int]:
    found = Taken.objects.filter(starts_at=starts_at).values_list("ordinary", "urgent", "green").first()
    return found or (0, 0, 0)


@pytest.mark.django_db
def test_all_of_them_come_or_none() -> None:
    opened(capacity=5, urgent=2)
    book(ANNA, people=2)
    with refuses("slots.full"):
        book(DORA, people=2)
    assert counts() == (2, 0, 0)
    assert book(DORA, people=2, lane="urgent")
    assert counts() == (2, 2, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("people", [0, -1, 7])
def test_a_bus_is_no_family(people: int) -> None:
    opened(capacity=50)
    with refuses("slots.too-many", most=6):
        book(people=people)
    with refuses("slots.too-many", most=6):
        wait(ANNA, people=people)
    assert not Taken.objects.exists()


@pytest.mark.django_db
def test_a_move_takes_the_places_along() -> None:
    opened(capacity=3)
    number = book(people=3)
    later = NINE + timedelta(minutes=30)
    commands.move(number, starts_at=later, by=person(ANNA), at=AT)
    assert (counts(), counts(later)) == ((0, 0, 0), (3, 0, 0))
    commands.cancel(number, by=person(ANNA), at=AT)
    assert counts(later) == (0, 0, 0)


@pytest.mark.django_db
def test_a_family_that_waits_is_held_as_many_places_as_it_needs_and_passes_them_on() -> None:
    opened(capacity=3, hold_minutes=60)
    number = book(people=3)
    family, single = wait(DORA, date(2026, 11, 26), people=2), wait(UUID(int=13), date(2026, 11, 26))
    commands.cancel(number, by=person(ANNA), at=AT)
    assert counts() == (3, 0, 0)
    assert {queries.waits(key, by=BY).state for key in (family, single)} == {"offered"}
    commands.withdraw(family, by=person(DORA), at=AT)
    assert counts() == (1, 0, 0)
    taken = commands.take_up(single, by=person(UUID(int=13)), at=AT)
    assert queries.booking(taken, by=BY).people == 1


@pytest.mark.django_db
def test_the_first_free_time_has_room_for_all() -> None:
    opened(capacity=2)
    today = NINE - timedelta(days=1)
    book(starts_at=today)
    alone = queries.first_times(SERVICE, last_lawful=None, at=AT, place=HALL).ordinary
    both = queries.first_times(SERVICE, last_lawful=None, at=AT, place=HALL, people=2).ordinary
    assert alone is not None
    assert both is not None
    assert alone.starts_at == today < both.starts_at


def test_families_that_ask_at_once_never_oversell(fresh_db: Any) -> None:
    opened(capacity=7)

    def ask(n: int) -> str:
        try:
            return commands.book(wish(UUID(int=100 + n), people=n % 3 + 1), by=person(UUID(int=100 + n)), at=AT)
        except Refused as refusal:
            return refusal.code

    answers = at_once(*[lambda n=n: ask(n) for n in range(9)])
    standing = sum(Booking.objects.filter(state="booked").values_list("people", flat=True))
    assert standing == counts()[0] <= 7
    assert "slots.full" in answers
    assert standing >= 5, "three places were free and somebody asked for no more"
