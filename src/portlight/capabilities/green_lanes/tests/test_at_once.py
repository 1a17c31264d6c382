"""Two at once: one list, one draft a person, never more times than were agreed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from portlight.capabilities.green_lanes import commands, queries
from portlight.capabilities.green_lanes.models import Batch, Member, Row, Taken
from portlight.capabilities.green_lanes.queries import BatchCard
from portlight.capabilities.green_lanes.tests.given import (
    HALL,
    agreed,
    coming,
    drafted,
    ending,
    lane_opened,
    person,
    take,
    text,
)
from portlight.faces import appointing
from portlight.kernel.emergencies.tests.given import effective, told
from tests.cast import AT, Cast, make
from tests.together import at_once

DAY = timedelta(days=1)


def test_one_sheet_sent_and_drafted_three_times_at_once_is_one_list(fresh_db: object) -> None:
    cast = make()
    organisation, by = agreed(cast), cast.dora.actor
    content = text(*(ending(number) for number in range(7)))
    (number,) = set(at_once(*[lambda: take(content, organisation, by)] * 3))
    assert Batch.objects.count() == 1
    found = at_once(*[lambda: commands.draft(number, by=by, at=AT).drafts] * 3)
    assert found == [7, 7, 7]
    assert (Member.objects.count(), Row.objects.filter(state="draft").count()) == (7, 7)


def test_two_lists_at_once_know_each_person_once(fresh_db: object) -> None:
    cast = make()
    organisation, by = agreed(cast), cast.dora.actor
    first = take(text(ending(1), ending(2)), organisation, by, whole=False)
    second = take(text(ending(2), ending(3)), organisation, by, whole=False)
    at_once(lambda: commands.draft(first, by=by, at=AT), lambda: commands.draft(second, by=by, at=AT))
    assert (Member.objects.count(), Row.objects.filter(state="draft").count()) == (3, 3)


@pytest.mark.parametrize(("share", "most"), [(100, 5), (50, 2), (140, 7)])
def test_two_who_book_at_once_never_pass_the_number(fresh_db: object, share: int, most: int) -> None:
    """What was agreed, or what an emergency makes of it."""
    cast = make()
    organisation, by, on = agreed(cast), cast.dora.actor, lane_opened()
    lists = [
        drafted(
            text(*(person(10 * part + number, visa_type="Z") for number in range(4))), organisation, by, whole=False
        )
        for part in range(2)
    ]
    effective(told(since=AT, until=None, parameters={"lanes.quota": share}), at=AT)
    at_once(*[lambda found=found: commands.book(found.number, place=HALL, on=on, by=by, at=AT) for found in lists])
    assert Row.objects.exclude(booking="").count() == most
    assert Taken.objects.get(span="day").count == most


def listed_with_times(cast: Cast, on: date, **more: Any) -> BatchCard:
    """A list of four who must come, all of them with a time on the same day."""
    found = drafted(text(*(coming(number) for number in range(4))), agreed(cast, **more), cast.dora.actor)
    commands.book(found.number, place=HALL, on=on, by=cast.dora.actor, at=AT)
    return found


def test_two_who_move_at_once_never_pass_the_number_of_the_day_they_go_to(fresh_db: object) -> None:
    cast = make()
    on = lane_opened()
    found = listed_with_times(cast, on, per_day=4, per_week=8)
    Taken.objects.create(organisation_id=found.organisation.id, span="day", day=on + DAY, count=3)
    moves = [
        lambda row=row, card=card: commands.move_time(
            commands.Which(batch=found.number, row=row, seen=card.revision), starts_at=card.starts_at + DAY,
            by=cast.dora.actor, at=AT,
        )
        for row, card in queries.times_of(found, at=AT).items()
    ]  # fmt: skip
    refusals = [one for one in at_once(*moves) if one is not None]
    assert [getattr(one, "code", one) for one in refusals] == ["lanes.quota-used"] * 3
    assert dict(Taken.objects.filter(span="day").values_list("day", "count")) == {on: 3, on + DAY: 4}
    assert Taken.objects.get(span="week").count == 4


def test_one_time_cancelled_by_the_office_and_by_the_institution_at_once_counts_once(fresh_db: object) -> None:
    cast = make()
    on = lane_opened()
    found = listed_with_times(cast, on)
    row, card = min(queries.times_of(found, at=AT).items())
    which = commands.Which(batch=found.number, row=row, seen=card.revision)
    at_once(
        lambda: commands.cancel_time(which, by=cast.dora.actor, at=AT),
        lambda: appointing.cancel_for(
            card.number, reason="closed", seen=card.revision, by=cast.chen.actor, at=AT, request_id=uuid4()
        ),
    )
    assert set(Taken.objects.values_list("count", flat=True)) == {3}
    assert Row.objects.exclude(booking="").count() == 3


def test_booking_and_cancelling_at_once_wait_for_each_other_and_lose_nothing(fresh_db: object) -> None:
    cast = make()
    on = lane_opened()
    found = listed_with_times(cast, on, per_day=8, per_week=8)
    more = drafted(text(*(coming(20 + n) for n in range(4))), found.organisation.key, cast.dora.actor, whole=False)
    cancels = [
        lambda row=row, card=card: commands.cancel_time(
            commands.Which(batch=found.number, row=row, seen=card.revision), by=cast.dora.actor, at=AT
        )
        for row, card in queries.times_of(found, at=AT).items()
    ]
    done = at_once(*cancels, lambda: commands.book(more.number, place=HALL, on=on, by=cast.dora.actor, at=AT).count)
    assert done == [None, None, None, None, 4]
    assert set(Taken.objects.values_list("count", flat=True)) == {4}
    assert len(queries.times_of(more, at=AT)) == 4
