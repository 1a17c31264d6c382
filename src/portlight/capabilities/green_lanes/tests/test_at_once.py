"""Two at once: one list, one draft a person, never more times than were agreed."""

from __future__ import annotations

import pytest

from portlight.capabilities.green_lanes import commands
from portlight.capabilities.green_lanes.models import Batch, Member, Row, Taken
from portlight.capabilities.green_lanes.tests.given import (
    HALL,
    agreed,
    drafted,
    ending,
    lane_opened,
    person,
    take,
    text,
)
from portlight.kernel.emergencies.tests.given import effective, told
from tests.cast import AT, make
from tests.together import at_once


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
