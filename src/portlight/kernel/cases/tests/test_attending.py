"""Officers' time: counted between signs of life, never more than ten minutes of silence, one case at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from portlight.kernel.cases import attending, commands, queries
from portlight.kernel.cases.models import Spell
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.cases.rules import Filing
from portlight.kernel.cases.tests.kind import TRIAL, handed_in
from portlight.toolkit.actor import machine
from tests.cast import AT, BY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    with handed_in(TRIAL):
        yield


def opened() -> CaseCard:
    filing = Filing(filed_as="staff", language="en")
    return commands.open_case("trial", filing=filing, queue="team:a", by=BY, at=AT).card


def minutes(n: float) -> datetime:
    return AT + timedelta(minutes=n)


def test_the_time_between_opening_a_case_and_the_next_one_is_the_first_ones(cast: Cast) -> None:
    one, two = opened(), opened()
    attending.attend(one, by=cast.bao.actor, at=minutes(0))
    attending.attend(two, by=cast.bao.actor, at=minutes(4))
    attending.leave(by=cast.bao.actor, at=minutes(5))
    assert (queries.spent(one.id), queries.spent(two.id)) == (240, 60)


def test_a_page_left_open_overnight_counts_ten_minutes(cast: Cast) -> None:
    one = opened()
    attending.attend(one, by=cast.bao.actor, at=minutes(0))
    attending.attend(opened(), by=cast.bao.actor, at=minutes(14 * 60))
    assert queries.spent(one.id) == 600


def test_signs_of_life_at_the_same_case_go_on_with_one_spell(cast: Cast) -> None:
    one = opened()
    for at in (0, 6, 6, 12):
        attending.attend(one, by=cast.bao.actor, at=minutes(at))
    assert (queries.spent(one.id), Spell.objects.count()) == (720, 1)


def test_a_move_begins_the_time_of_the_next_step(cast: Cast) -> None:
    one = opened()
    attending.attend(one, by=cast.bao.actor, at=minutes(0))
    commands.move(one.id, "halt", by=cast.bao.actor, at=minutes(2))
    moved = queries.by_id(one.id)
    assert moved is not None
    attending.attend(moved, by=cast.bao.actor, at=minutes(2))
    attending.leave(by=cast.bao.actor, at=minutes(3))
    assert list(Spell.objects.order_by("id").values_list("step", "seconds")) == [("declared", 120), ("halted", 60)]


def test_two_officers_at_one_case_are_two_spells(cast: Cast) -> None:
    one = opened()
    for who in (cast.bao, cast.chen):
        attending.attend(one, by=who.actor, at=minutes(0))
        attending.leave(by=who.actor, at=minutes(1))
    assert queries.spent(one.id) == 120


def test_a_closed_page_ends_its_own_spell_and_no_later_one(cast: Cast) -> None:
    one = opened()
    attending.attend(one, by=cast.bao.actor, at=minutes(0))
    attending.attend(one, by=cast.bao.actor, at=minutes(1))  # the page was loaded again before the old one spoke
    assert not attending.leave(by=cast.bao.actor, at=minutes(1), case=one.id, seen_at=minutes(0))
    assert attending.leave(by=cast.bao.actor, at=minutes(3), case=one.id, seen_at=minutes(1))
    assert not attending.leave(by=cast.bao.actor, at=minutes(9))
    assert queries.spent(one.id) == 180


def test_nobody_but_staff_is_measured() -> None:
    attending.attend(opened(), by=machine("test"), at=AT)
    assert not Spell.objects.exists()


def test_a_clock_that_goes_back_takes_nothing_away(cast: Cast) -> None:
    one = opened()
    attending.attend(one, by=cast.bao.actor, at=minutes(5))
    attending.attend(one, by=cast.bao.actor, at=minutes(1))
    attending.leave(by=cast.bao.actor, at=minutes(6))
    assert queries.spent(one.id) == 60


def test_after_a_month_it_is_forgotten_whose_time_it_was(cast: Cast) -> None:
    one = opened()
    attending.attend(one, by=cast.bao.actor, at=minutes(0))
    attending.leave(by=cast.bao.actor, at=minutes(5))
    assert attending.forget(AT + timedelta(days=31)) == 0
    assert attending.forget(AT + timedelta(days=32)) == 1
    assert list(Spell.objects.values_list("account", "seconds")) == [(None, 300)]
