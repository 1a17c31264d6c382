"""Two at the same moment, and ten thousand: no place is given twice, no request done twice."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portlight.kernel.slots import commands, queries
from portlight.kernel.slots.models import Booking, Taken
from portlight.kernel.slots.tests import crowd
from portlight.kernel.slots.tests.given import ANNA, AT, BAO, DORA, NINE, book, opened, wish
from portlight.kernel.slots.tests.given import a_service as a_service
from portlight.toolkit.actor import person
from tests.together import at_once

HALF_PAST = NINE + timedelta(minutes=30)


def counts(starts_at: Any = NINE) -> tuple[int, int, int]:
    found = Taken.objects.filter(starts_at=starts_at).values_list("ordinary", "urgent", "green").first()
    return found or (0, 0, 0)


def test_two_who_change_places_at_once_do_not_wait_for_each_other(fresh_db: Any) -> None:
    opened(capacity=2)
    mine, hers = book(ANNA, NINE), book(DORA, HALF_PAST)
    found = at_once(
        lambda: commands.move(mine, starts_at=HALF_PAST, by=person(ANNA), at=AT),
        lambda: commands.move(hers, starts_at=NINE, by=person(DORA), at=AT),
    )
    assert found == [mine, hers]
    assert (counts(NINE), counts(HALF_PAST)) == ((1, 0, 0), (1, 0, 0))


def test_the_same_request_in_eight_threads_is_one_booking(fresh_db: Any) -> None:
    opened()
    request = uuid4()
    found = at_once(*[lambda: commands.book(wish(), by=person(ANNA), at=AT, request_id=request)] * 8)
    assert len(set(found)) == 1
    assert counts() == (1, 0, 0)


def test_one_who_cancels_and_moves_at_once_gives_one_place_back(fresh_db: Any) -> None:
    opened()
    number = book()
    at_once(
        lambda: commands.cancel(number, by=person(ANNA), at=AT),
        lambda: commands.move(number, starts_at=HALF_PAST, by=person(ANNA), at=AT),
        lambda: commands.cancel(number, by=BAO, at=AT),
    )
    standing = queries.of_person(f"person:{ANNA}", at=AT)
    assert sum(sum(counts(one)) for one in (NINE, HALF_PAST)) == len(standing)


@pytest.mark.scale
def test_ten_thousand_who_send_three_times_get_four_thousand_places_and_not_one_more(
    fresh_db: Any, child_env: dict[str, str]
) -> None:
    """500 times of 8 places, 10,000 people in two processes: oversold 0, and every sending has the same answer."""
    opened(
        capacity=crowd.CAPACITY, urgent=crowd.URGENT, green=crowd.GREEN, closes=time(17, 20), minutes=10, horizon=10,
    )  # fmt: skip
    told = [sys.executable, "-m", "portlight.kernel.slots.tests.crowd"]
    running = [subprocess.Popen([*told, str(share), "2"], env=child_env, stdout=subprocess.PIPE) for share in range(2)]
    answers: dict[str, list[str]] = {}
    for child in running:
        said, _ = child.communicate(timeout=120)
        for who, got in json.loads(said).items():
            answers.setdefault(who, []).extend(got)
    assert len(answers) == crowd.PEOPLE
    assert all(len(set(got)) == 1 for got in answers.values()), "a resend had another answer"
    booked = [got[0] for got in answers.values() if got[0] != crowd.FULL]
    assert {len(got) for got in answers.values() if got[0] != crowd.FULL} == {crowd.COPIES, 2 * crowd.COPIES}
    taken = list(Taken.objects.values_list("ordinary", "urgent", "green"))
    assert len(taken) == crowd.TIMES
    assert {sum(one) for one in taken} == {crowd.CAPACITY}
    assert len(set(booked)) == len(booked) == Booking.objects.count() == crowd.TIMES * crowd.CAPACITY
    assert max(one[0] for one in taken) <= crowd.CAPACITY - crowd.URGENT - crowd.GREEN
    assert {one[2] for one in taken} == {crowd.GREEN}
