"""In an emergency a time has fewer places, or more: from the signature, until its last day, and never by cancelling."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from portlight.kernel.emergencies import commands as emergencies
from portlight.kernel.emergencies import queries as declared
from portlight.kernel.emergencies.commands import paging
from portlight.kernel.emergencies.tests.given import BAO as BY_BAO
from portlight.kernel.emergencies.tests.given import counted, effective, run, shown, told
from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.models import Booking, Taken
from portlight.kernel.slots.rules import LANES
from portlight.kernel.slots.tests.given import (
    ANNA,
    AT,
    BAO,
    DORA,
    HALL,
    NINE,
    SERVICE,
    at,
    book,
    opened,
    refuses,
    wait,
    wish,
)
from portlight.kernel.slots.tests.given import a_service as a_service
from portlight.toolkit.refusals import Refused
from tests.together import at_once

LAST = at("2026-12-01 00:00")  # exclusive
HALF_PAST = NINE + timedelta(minutes=30)


def sets(ordinary: int | None = None, urgent: int | None = None, **more: Any) -> Any:
    values = {"slots.ordinary": ordinary, "slots.urgent": urgent}
    parameters = {name: value for name, value in values.items() if value is not None}
    return told(**{"since": AT, "until": LAST, "parameters": parameters, **more})


def free_at(starts_at: datetime = NINE, lane: Any = "ordinary", *, now: datetime = AT) -> int:
    on = queries.office_day(starts_at)
    (found,) = [one.free for one in queries.times(SERVICE, HALL, lane, on=on, at=now) if one.starts_at == starts_at]
    return found


def said(number: int, effect: str = "slots.times") -> declared.Counted:
    return next(one for one in declared.preview(number) if one.effect == effect)


def fill(starts_at: datetime = NINE, count: int = 1, **more: Any) -> list[str]:
    return [book(uuid4(), starts_at, **more) for _ in range(count)]


@pytest.mark.django_db
def test_half_of_a_hall_is_half_everywhere_and_what_is_booked_stands() -> None:
    opened(capacity=8, urgent=2)
    fill(count=5)
    number = effective(sets(50), at=AT)
    assert (free_at(), free_at(HALF_PAST), free_at(HALF_PAST, "urgent")) == (0, 3, 5)
    with refuses("slots.full"):
        book()
    assert Booking.objects.filter(state="booked").count() == 5
    first = queries.first_free(SERVICE, at=at("2026-11-26 08:00"))
    assert first is not None
    assert first.starts_at == HALF_PAST, "nine o'clock is more than full"
    today = next(day for day in queries.days(SERVICE, HALL, at=at("2026-11-26 08:00")))
    assert (today.free, today.first) == (9, HALF_PAST)
    fill(HALF_PAST, 3)
    with refuses("slots.full"):
        book(ANNA, HALF_PAST)
    book(ANNA, HALF_PAST, lane="urgent")
    emergencies.revert(number, "by mistake", by=BY_BAO, at=AT)
    assert (free_at(), free_at(HALF_PAST)) == (1, 3)


@pytest.mark.django_db
def test_it_ends_with_its_last_day_also_for_who_books_today_and_begins_with_its_first() -> None:
    opened(capacity=8)
    after, before = LAST + timedelta(hours=9), at("2026-11-25 10:00")
    effective(sets(50, since=at("2026-11-26 00:00")), at=AT)
    assert [free_at(one) for one in (before, NINE, after)] == [8, 4, 8]


@pytest.mark.django_db
def test_the_urgent_lane_has_more_and_the_green_one_goes_with_the_others() -> None:
    opened(capacity=4, urgent=2, green=1)
    effective(sets(urgent=150), at=AT)
    assert (free_at(), free_at(lane="urgent"), free_at(lane="green")) == (1, 4, 1)
    fill(count=4, lane="urgent")
    with refuses("slots.full"):
        book(lane="urgent")
    assert (free_at(), free_at(lane="green")) == (0, 1)


@pytest.mark.django_db
def test_nothing_at_all_can_be_set_and_a_freed_place_of_a_crowded_time_is_offered_to_nobody() -> None:
    opened(capacity=2)
    numbers = fill(count=2)
    wait(DORA, date(2026, 11, 30))
    number = effective(sets(0), at=AT)
    commands.cancel(numbers[0], reason="mistaken", by=BAO, at=AT)
    assert commands.offer_freed(AT) == 0
    assert free_at() == free_at(HALF_PAST) == 0
    emergencies.end(number, "lifted", by=BY_BAO, at=AT)
    run(number, at=AT)
    assert commands.offer_freed(AT) == 1


@pytest.mark.django_db
def test_of_two_the_one_that_began_last_says_how_many() -> None:
    opened(capacity=8)
    effective(sets(25, since=AT - timedelta(days=3)), at=AT)
    later = effective(sets(50), at=AT)
    assert free_at() == 4
    emergencies.revert(later, "by mistake", by=BY_BAO, at=AT)
    assert free_at() == 2


@pytest.mark.django_db
def test_the_preview_says_which_times_would_be_crowded_and_the_desk_lists_them() -> None:
    opened(capacity=8)
    fill(count=5), fill(HALF_PAST, 4), fill(at("2026-12-01 09:00"), 6)
    assert queries.crowded(at=AT) == ()
    number = counted(sets(50), at=AT)
    found = said(number)
    assert (found.rows, found.by_hand, found.samples[0].after["places"]) == (1, 1, 4)
    assert queries.crowded(at=AT) == (), "counting changes nothing"
    fill(HALF_PAST)  # a city goes on: what is left to an officer hinders no signature
    emergencies.sign(number, shown(number).digest, by=BY_BAO, at=AT)
    run(number, at=AT)
    assert (said(number).states, said(number).late) == ({"by-hand": 1}, 1)
    assert [(one.starts_at, one.taken, one.before, one.places) for one in queries.crowded(at=AT)] == [
        (NINE, 5, 8, 4), (HALF_PAST, 5, 8, 4),
    ]  # fmt: skip
    again = counted(sets(50, since=AT + timedelta(minutes=1)), at=AT)
    assert said(again).rows == 0, "it takes no further places away"
    more = counted(sets(25), at=AT)
    assert said(more).rows == 2


@pytest.mark.django_db
def test_the_preview_counts_the_days_with_fewer_and_with_more_places_and_so_it_comes() -> None:
    opened(capacity=4, urgent=2)
    number = counted(sets(50, 200, until=at("2026-12-03 00:00")), at=AT)
    found = said(number, "slots.days")
    assert (found.rows, found.whats) == (6, {"more-places": 6})
    assert {row.after["places"] - row.before["places"] for row in found.samples} == {4}
    emergencies.sign(number, shown(number).digest, by=BY_BAO, at=AT)
    run(number, at=AT)
    found = said(number, "slots.days")
    assert (found.states, found.late) == ({"applied": 6}, 0)
    assert queries.times(SERVICE, HALL, "urgent", on=date(2026, 11, 26), at=AT)[0].free == 5
    emergencies.revert(number, "a trial", by=BY_BAO, at=AT)
    run(number, at=AT)
    assert said(number, "slots.days").states == {"undone": 6}
    again = counted(sets(100), at=AT)
    assert said(again, "slots.days").rows == 0, "as many as always is no change"
    fewer = counted(sets(50, until=None), at=AT)
    assert said(fewer, "slots.days").rows > 30


@tried(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    capacity=st.integers(1, 6), urgent=st.integers(0, 2), green=st.integers(0, 2),
    wanted=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["ordinary", "urgent", "green"])), max_size=20),
    ordinary=st.none() | st.integers(0, 200), more=st.none() | st.integers(0, 200), until=st.sampled_from([LAST, None]),
)  # fmt: skip
def test_what_is_counted_is_what_is_crowded_and_what_is_reverted_never_was(
    db: object, monkeypatch: pytest.MonkeyPatch, capacity: int, urgent: int, green: int, wanted: Any, ordinary: Any,
    more: Any, until: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(paging, "PAGE", 2)
    urgent = min(urgent, capacity)
    with transaction.atomic():
        opened(capacity=capacity, urgent=urgent, green=min(green, capacity - urgent))
        for place, lane in wanted:
            on = NINE + timedelta(days=place // 4, minutes=30 * (place % 4))
            commands.book(wish(uuid4(), on, lane=lane), by=BAO, at=AT) if free_at(on, lane) else None
        before = (stood(), offered())
        number = counted(sets(ordinary, more, until=until), at=AT)
        planned = said(number).rows
        assert (stood(), offered()) == before, "counting changes nothing"
        emergencies.sign(number, shown(number).digest, by=BY_BAO, at=AT)
        run(number, at=AT)
        assert len(queries.crowded(at=AT)) == planned == said(number).by_hand
        assert (said(number).late, stood()) == (0, before[0])
        assert not [one for one in queries.crowded(at=AT) if free_at(one.starts_at, "urgent")]
        emergencies.revert(number, "a trial", by=BY_BAO, at=AT)
        run(number, at=AT)
        assert ((stood(), offered()), queries.crowded(at=AT)) == (before, ())
        transaction.set_rollback(True)


def stood() -> list[Any]:
    """What is booked and what is taken, row by row."""
    booked = Booking.objects.order_by("pk").values_list("pk", "state", "starts_at", "lane", "revision")
    return [*booked, *Taken.objects.order_by("pk").values_list("pk", "ordinary", "urgent", "green")]


def offered() -> list[Any]:
    return [queries.days(SERVICE, HALL, lane, at=AT) for lane in LANES]


def test_of_forty_at_once_as_many_get_the_lowered_and_the_raised_places_as_there_are(fresh_db: Any) -> None:
    opened(capacity=8, urgent=2)
    fill(count=3)
    effective(sets(50, 150), at=AT)
    lanes = ["ordinary", "urgent"] * 20

    def ask(lane: str, starts_at: datetime) -> bool:
        try:
            book(uuid4(), starts_at, lane=lane)
        except Refused:
            return False
        return True

    for starts_at in (NINE, HALF_PAST):  # six places: three for everybody, three kept for urgent ones
        at_once(*[partial(ask, lane, starts_at) for lane in lanes])
    taken = list(Taken.objects.order_by("starts_at").values_list("ordinary", "urgent"))
    assert [sum(one) for one in taken] == [6, 6]
    assert all(ordinary <= 3 for ordinary, _ in taken)
