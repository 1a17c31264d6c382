"""Times and shares by tables: midnight, make-up workdays, holidays, zones, releases, what is kept for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.kernel.slots.rules import (
    LANES,
    Change,
    Counts,
    Pattern,
    Shares,
    fault,
    free,
    last_day,
    limit,
    meet,
    opening_day,
    opens_at,
    shared,
    slots_of,
    way_for,
)
from portlight.toolkit import workdays

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
DAYS = workdays.published()
HALL = Pattern(
    service="permits.apply", place="hall", name="mornings", opens=time(9), closes=time(11), minutes=30, capacity=4,
    since=date(2026, 1, 1),
)  # fmt: skip


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def begins(pattern: Pattern, on: str, *changes: Change, zone: ZoneInfo = SHANGHAI) -> list[str]:
    found = slots_of([pattern], changes, day(on), calendar=DAYS, zone=zone)
    return [slot.starts_at.astimezone(zone).strftime("%H:%M") for _, slot in found]


@pytest.mark.parametrize(
    ("on", "open_"),
    [
        ("2026-11-25", True),  # a Wednesday
        ("2026-11-28", False),  # a Saturday
        ("2026-10-10", True),  # a Saturday made up for the festival
        ("2026-10-07", False),  # a Wednesday of the festival
        ("2025-12-31", False),  # before the pattern begins
    ],
)
def test_working_days_are_the_calendars(on: str, open_: bool) -> None:
    assert begins(HALL, on) == (["09:00", "09:30", "10:00", "10:30"] if open_ else [])


def test_named_weekdays_ask_no_calendar() -> None:
    saturdays = replace(HALL, days=frozenset({6}))
    assert begins(saturdays, "2026-11-28") != []
    assert begins(saturdays, "2026-11-25") == []
    assert begins(replace(HALL, days=frozenset({3})), "2026-10-07") != []


def test_a_pattern_ends_before_its_last_day() -> None:
    ends = replace(HALL, until=day("2026-11-25"))
    assert begins(ends, "2026-11-24") != []
    assert begins(ends, "2026-11-25") == []


def test_midnight_is_the_end_of_the_day_and_what_does_not_fit_is_no_time() -> None:
    late = replace(HALL, opens=time(22, 15), closes=time(0), minutes=45)
    assert begins(late, "2026-11-25") == ["22:15", "23:00"]
    (*_, last) = slots_of([late], [], day("2026-11-25"), calendar=DAYS, zone=SHANGHAI)
    assert last[1].ends_at <= at("2026-11-26 00:00")


@pytest.mark.parametrize(
    ("on", "count"),
    [("2026-03-28", 8), ("2026-03-29", 6), ("2026-10-25", 10)],  # clocks are put forward, and back
)
def test_a_clock_that_is_changed_makes_no_time_twice(on: str, count: int) -> None:
    night = replace(HALL, opens=time(0), closes=time(4), days=frozenset(range(1, 8)))
    found = [slot.starts_at for _, slot in slots_of([night], [], day(on), calendar=DAYS, zone=BERLIN)]
    assert len(found) == len(set(found)) == count
    assert {(b - a) for a, b in pairwise(found)} == {timedelta(minutes=30)}


def test_a_closure_takes_what_it_touches_and_nothing_else() -> None:
    shut = Change(place="hall", begins_at=at("2026-11-25 09:15"), ends_at=at("2026-11-25 10:00"))
    assert begins(HALL, "2026-11-25", shut) == ["10:00", "10:30"]
    assert begins(HALL, "2026-11-26", shut) == ["09:00", "09:30", "10:00", "10:30"]
    for elsewhere in ({"place": "annex"}, {"service": "visits"}, {"name": "evenings"}):
        assert begins(HALL, "2026-11-25", replace(shut, **elsewhere)) == begins(HALL, "2026-11-25")


def test_a_day_is_opened_and_a_closure_is_the_stronger() -> None:
    extra = Change(place="hall", opens=True, begins_at=at("2026-11-28 00:00"), ends_at=at("2026-11-29 00:00"))
    assert len(begins(HALL, "2026-11-28", extra)) == 4
    assert begins(HALL, "2026-11-29", extra) == []
    shut = Change(place="hall", begins_at=at("2026-11-28 10:00"), ends_at=at("2026-11-28 12:00"))
    assert begins(HALL, "2026-11-28", extra, shut) == ["09:00", "09:30"]


@pytest.mark.parametrize(
    ("today", "horizon", "last"),
    [
        ("2026-11-25", 10, "2026-12-09"),
        ("2026-11-25", 30, "2027-01-06"),  # as Shanghai's hall reopened in 2023: 30 instead of 10
        ("2026-09-30", 1, "2026-10-08"),  # over the festival
    ],
)
def test_the_horizon_counts_working_days_and_its_last_day_opens_today(today: str, horizon: int, last: str) -> None:
    assert last_day([replace(HALL, horizon=horizon)], day(today), DAYS) == day(last)
    assert opening_day(day(last), horizon, DAYS) == day(today)


@given(st.dates(day("2025-01-01"), day("2026-11-01")), st.integers(1, 40))
def test_a_day_opens_neither_before_nor_after_it_comes_within_the_horizon(on: date, horizon: int) -> None:
    opened = opening_day(on, horizon, DAYS)
    pattern = [replace(HALL, horizon=horizon)]
    assert last_day(pattern, opened, DAYS) >= on > last_day(pattern, opened - workdays.DAY, DAYS)


def test_times_are_dealt_out_over_the_release_hours_and_kept_lanes_wait_for_none() -> None:
    dealt = replace(HALL, releases=(time(9), time(12), time(15)))
    slots = [slot for _, slot in slots_of([dealt], [], day("2026-12-09"), calendar=DAYS, zone=SHANGHAI)]
    told = [opens_at(dealt, slot, "ordinary", calendar=DAYS, zone=SHANGHAI) for slot in slots]
    assert told == [at(f"2026-11-25 {hour}:00") for hour in ("09", "12", "15", "09")]
    assert opens_at(dealt, slots[1], "urgent", calendar=DAYS, zone=SHANGHAI) == at("2026-11-25 00:00")


KEPT = replace(HALL, capacity=10, urgent=2, green=3, green_hours=24)
START = at("2026-11-25 09:00")


@pytest.mark.parametrize(
    ("taken", "hours_before", "free_places"),
    [
        (Counts(), 48, (5, 7, 3)),
        (Counts(5, 0, 0), 48, (0, 2, 3)),  # the ordinary places are gone, nobody touched what is kept
        (Counts(5, 2, 0), 48, (0, 0, 3)),
        (Counts(0, 7, 0), 48, (0, 0, 3)),  # urgent went over its share, never into the green one
        (Counts(0, 0, 3), 48, (5, 7, 0)),  # green has its share and no more
        (Counts(5, 0, 0), 24, (3, 5, 3)),  # a day before, the green share is everybody's
        (Counts(0, 0, 3), 24, (5, 7, 5)),
        (Counts(12, 0, 0), 48, (0, 0, 0)),  # a wider pattern had given away more
    ],
)
def test_shares(taken: Counts, hours_before: int, free_places: tuple[int, int, int]) -> None:
    now = START - timedelta(hours=hours_before)
    assert tuple(free(limit(KEPT, lane, START, now), taken, lane) for lane in LANES) == free_places


@given(
    st.integers(1, 9), st.integers(0, 4), st.integers(0, 4),
    st.lists(st.tuples(st.sampled_from(LANES), st.sampled_from([30, 3])), max_size=40),
)  # fmt: skip
def test_whoever_comes_in_whatever_order_no_place_is_given_twice(
    capacity: int, urgent: int, green: int, asked: list[Any]
) -> None:
    if urgent + green > capacity:
        return
    pattern, taken = replace(KEPT, capacity=capacity, urgent=urgent, green=green), Counts()
    for lane, hours in sorted(asked, key=lambda one: -one[1]):
        if free(limit(pattern, lane, START, START - timedelta(hours=hours)), taken, lane):
            taken = taken._replace(**{lane: getattr(taken, lane) + 1})
        assert sum(taken) <= capacity
        if hours == 30:
            assert taken.ordinary <= capacity - urgent - green
            assert taken.green <= green
            assert taken.urgent <= capacity - green


@pytest.mark.parametrize(
    ("last", "ordinary", "urgent", "way"),
    [
        (None, "2026-12-01", None, "ordinary"),
        (None, None, "2026-12-01", "none"),
        ("2026-12-01", "2026-12-01", None, "ordinary"),  # the last day itself is lawful
        ("2026-12-01", "2026-12-02", "2026-11-30", "urgent"),
        ("2026-12-01", "2026-12-02", "2026-12-02", "none"),
        ("2026-12-01", None, None, "none"),
    ],
)
def test_which_lane_keeps_somebody_lawful(last: str | None, ordinary: str, urgent: str, way: str) -> None:
    told = [None if text is None else day(text) for text in (last, ordinary, urgent)]
    assert way_for(told[0], ordinary=told[1], urgent=told[2]) == way


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"minutes": 0}, "slots.minutes-odd"), ({"closes": time(8)}, "slots.hours-odd"),
        ({"closes": time(9, 20)}, "slots.hours-odd"), ({"capacity": 0}, "slots.capacity-odd"),
        ({"urgent": 3, "green": 2}, "slots.shares-too-large"), ({"horizon": 0}, "slots.horizon-odd"),
        ({"until": day("2026-01-01")}, "slots.ends-before"),
    ],
)  # fmt: skip
def test_what_is_no_pattern(wrong: dict[str, Any], code: str) -> None:
    found = fault(replace(HALL, **wrong))
    assert found is not None
    assert found[0] == code
    assert fault(HALL) is fault(replace(HALL, closes=time(0))) is None


@pytest.mark.parametrize(
    ("other", "both"),
    [
        ({}, True), ({"opens": time(11), "closes": time(0)}, False), ({"opens": time(10, 30), "closes": time(0)}, True),
        ({"since": day("2027-01-01")}, True), ({"days": frozenset({6})}, True),
    ],
)  # fmt: skip
def test_two_patterns_never_offer_one_moment_twice(other: dict[str, Any], both: bool) -> None:
    mine = replace(HALL, name="others", **other)
    assert meet(HALL, mine) is meet(mine, HALL) is both
    assert not meet(replace(HALL, until=day("2026-06-01")), replace(mine, since=day("2026-06-01")))
    assert not meet(replace(HALL, days=frozenset({1})), replace(HALL, days=frozenset({2, 3})))


def test_moments_are_kept_in_one_zone() -> None:
    (first, *_) = slots_of([HALL], [], day("2026-11-25"), calendar=DAYS, zone=SHANGHAI)
    assert first[1].starts_at == datetime(2026, 11, 25, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "shares", "places"),  # capacity, kept for urgent, kept for the green lane
    [
        ((10, 2, 1), Shares(), (10, 2, 1)),
        ((10, 2, 1), Shares(50, 100), (6, 2, 0)),  # half of the eight for everybody, the green one among them
        ((10, 2, 4), Shares(50, 100), (6, 2, 2)),
        ((10, 2, 1), Shares(100, 150), (11, 3, 1)),
        ((10, 2, 1), Shares(200, 200), (20, 4, 2)),
        ((3, 0, 0), Shares(50, 100), (1, 0, 0)),  # for distance: never more than half
        ((1, 0, 0), Shares(50, 100), (1, 0, 0)),  # but half of one would close the hall
        ((4, 1, 1), Shares(0, 100), (1, 1, 0)),  # urgent ones only
        ((4, 1, 1), Shares(100, 0), (3, 0, 1)),
        ((4, 4, 0), Shares(1, 1), (1, 1, 0)),  # a pattern of its own for the urgent lane
        ((4, 0, 4), Shares(100, 200), (4, 0, 4)),
        ((4, 1, 1), Shares(0, 0), (0, 0, 0)),
    ],
)
def test_in_an_emergency_there_are_so_many_places(told: Any, shares: Shares, places: Any) -> None:
    capacity, urgent, green = told
    found = shared(replace(HALL, capacity=capacity, urgent=urgent, green=green), shares)
    assert (found.capacity, found.urgent, found.green) == places


@given(
    st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 200), st.integers(0, 200),
    st.sampled_from(LANES),
)  # fmt: skip
def test_what_is_kept_never_exceeds_what_there_is(
    capacity: int, urgent: int, green: int, ordinary: int, more: int, lane: Any
) -> None:
    urgent = min(urgent, capacity)
    pattern = replace(HALL, capacity=capacity, urgent=urgent, green=min(green, capacity - urgent))
    found = shared(pattern, Shares(ordinary, more))
    assert found.urgent + found.green <= found.capacity
    within = limit(found, lane, at("2026-11-26 09:00"), at("2026-11-25 09:00"))
    assert 0 <= free(within, Counts(), lane) <= found.capacity
