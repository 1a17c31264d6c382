"""The day's figures: counted from the rows, again and again to the same end; the board reads nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from portlight.kernel.cases import attending, commands, queries, tallying
from portlight.kernel.cases.models import Tally
from portlight.kernel.cases.queries import EffortLine, MedianLine, PromiseLine
from portlight.kernel.cases.rules import Filing
from portlight.kernel.cases.tests.kind import TRIAL, handed_in
from portlight.kernel.clocks import commands as clocks
from portlight.toolkit.statements import select
from tests.cast import AT, BY, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    with handed_in(TRIAL):
        yield


def opened(*, days: float = 0) -> int:
    filing = Filing(filed_as="staff", language="en")
    return commands.open_case("trial", filing=filing, queue="team:a", by=BY, at=AT + days * DAY).id


def test_flow_and_ages_are_what_the_rows_say() -> None:
    for days in (-40, -8, -2, -2, 0):
        opened(days=days)
    commands.move(opened(days=-2), "accept", by=BY, at=AT)
    for back in (2, 0):
        tallying.count_now(AT - back * DAY)
    found = queries.figures(["trial"], at=AT)
    by_day = {line.day: (line.opened, line.closed) for line in found.days}
    today = AT.date()
    assert (by_day[today], by_day[today - 2 * DAY], by_day[today - DAY]) == ((1, 1), (3, 0), (0, 0))
    assert found.ages == {"trial": {"1": 1, "3": 2, "14": 1, "older": 1}}
    assert found.counted_at == AT


def test_counting_again_changes_nothing_and_an_older_day_is_left_as_it_was() -> None:
    one = opened(days=-5)
    tallying.count_now(AT - 5 * DAY)
    commands.move(one, "accept", by=BY, at=AT)
    first = tallying.count_now(AT)
    assert tallying.count_now(AT) == first
    days = sorted(Tally.objects.values_list("day", "figure", "part", "count"))
    assert (AT.date() - 5 * DAY, "opened", "", 1) in days
    assert (AT.date(), "closed", "", 1) in days


def test_a_period_that_was_met_and_one_that_ran_out_are_told_apart() -> None:
    met, late = opened(days=-30), opened(days=-30)
    commands.move(met, "accept", by=BY, at=AT - 29 * DAY)
    tallying.count_now(AT - 29 * DAY)
    while clocks.lapse_due(AT):
        pass
    card = queries.by_id(late)
    assert card is not None
    assert card.due_at is not None
    tallying.count_now(card.due_at)
    commands.move(late, "accept", by=BY, at=AT)  # too late: it stays missed, and is counted once
    tallying.count_now(AT)
    found = queries.figures(["trial"], at=AT)
    assert found.promises == (PromiseLine(kind="trial", clock="legal", met=1, missed=1),)


def test_minutes_by_kind_and_step(cast: Cast) -> None:
    for number in (opened(), opened()):
        card = queries.by_id(number)
        assert card is not None
        attending.attend(card, by=cast.bao.actor, at=AT)
        attending.leave(by=cast.bao.actor, at=AT + timedelta(minutes=3))
    tallying.count_now(AT + timedelta(minutes=4))
    found = queries.figures(["trial"], at=AT)
    assert found.efforts == (EffortLine(kind="trial", step="declared", seconds=360, cases=2),)


def worked(cast: Cast, *lengths: float, days: float = 0) -> None:
    """So many cases, closed; on each an officer spent so many minutes, ten at a time."""
    for minutes in lengths:
        number, since = opened(days=days), AT + days * DAY
        card = queries.by_id(number)
        assert card is not None
        for begun in range(0, int(minutes * 60) + 1, 600):
            attending.attend(card, by=cast.bao.actor, at=since + timedelta(seconds=begun))
        attending.leave(by=cast.bao.actor, at=since + timedelta(minutes=minutes))
        commands.move(number, "accept", by=BY, at=since + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("lengths", "seconds"),
    [
        ((3,), 180),
        ((1, 2), 90),
        ((1, 2, 9), 120),  # one that took long moves the mean, not this
        ((0, 1, 2, 9), 90),
        ((4.04,), 240),  # to a tenth of a minute under five minutes
        ((12.2,), 720),  # to half a minute under half an hour
        ((62,), 3600),  # to five minutes above
    ],
)
def test_half_of_the_closed_cases_took_less(cast: Cast, lengths: tuple[float, ...], seconds: float) -> None:
    worked(cast, *lengths)
    opened()  # still open, and nobody has looked at it
    commands.move(opened(), "accept", by=BY, at=AT)  # closed by a machine: no officer's minutes
    tallying.count_now(AT + DAY / 2)
    found = queries.figures(["trial"], at=AT + DAY / 2)
    assert found.medians == (MedianLine(kind="trial", seconds=seconds, cases=len(lengths)),)


def test_the_days_of_a_month_are_one_median_and_counting_again_changes_nothing(cast: Cast) -> None:
    for days, length in ((-40, 9), (-3, 1), (-2, 2), (-1, 4)):
        worked(cast, length, days=days)
        for _ in range(2):
            tallying.count_now(AT + days * DAY + DAY / 2)
    found = queries.figures(["trial"], at=AT)
    assert found.medians == (MedianLine(kind="trial", seconds=120, cases=3),), "what is forty days old is over"
    assert queries.figures(["rush"], at=AT).medians == ()


def test_however_many_cases_few_counters_stand(cast: Cast) -> None:
    worked(cast, *[2 + number / 1000 for number in range(30)])
    tallying.count_now(AT + DAY / 2)
    assert Tally.objects.filter(figure="took").count() == 1


def test_the_load_is_what_each_holds_and_did_today(cast: Cast) -> None:
    for n in range(3):
        commands.hold(opened(), by=cast.bao.actor if n else cast.chen.actor, at=AT)
    card = queries.by_id(opened())
    assert card is not None
    attending.attend(card, by=cast.chen.actor, at=AT)
    attending.leave(by=cast.chen.actor, at=AT + timedelta(minutes=2))
    lines = queries.loads(["trial"], at=AT)
    assert [(line.account, line.held, line.seconds, line.cases) for line in lines] == [
        (cast.bao.key, 2, 0, 0), (cast.chen.key, 1, 120, 1),
    ]  # fmt: skip


def test_the_board_asks_so_much_and_no_more(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    opened()
    tallying.count_now(AT)
    with django_assert_num_queries(6):
        queries.figures(["trial"], at=AT)
        queries.loads(["trial"], at=AT)
        queries.overdue(["trial"], at=AT)


def test_what_somebody_has_in_hand_and_how_much_of_it_is_late(cast: Cast) -> None:
    for number in (opened(), opened(days=-60), opened(days=-60)):
        commands.hold(number, by=cast.bao.actor, at=AT)
    closed = opened()
    commands.hold(closed, by=cast.bao.actor, at=AT)
    commands.move(closed, "accept", by=BY, at=AT)
    assert queries.in_hand(cast.bao.key, at=AT) == (3, 2)
    assert queries.in_hand(cast.chen.key, at=AT) == (0, 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by what the tables hold")
def test_the_minutes_of_a_day_are_found_along_the_index_of_what_was_closed() -> None:
    plan = str(select(f"EXPLAIN QUERY PLAN {tallying._TOOK}", AT, AT + DAY))
    assert "cases_closed" in plan
    assert "cases_spell_case" in plan
    assert "SCAN c" not in plan
