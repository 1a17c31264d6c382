"""Lists of work over kinds and worklists: the soonest due first, each case once, one statement a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from portlight.kernel.cases import commands, queries
from portlight.kernel.cases.queries import Sight, Wanted
from portlight.kernel.cases.rules import CaseKind, Filing
from portlight.kernel.cases.tests.kind import DECIDE, TRIAL, handed_in
from portlight.toolkit.nameplate import CaseDesk
from tests.cast import AT, BY, Cast

pytestmark = pytest.mark.django_db
RUSH = replace(TRIAL, name="rush", letter="V", urgent=True, clocks=(replace(DECIDE, name="trial.decide"),))
DESK = CaseDesk(kind="trial", may="t.do", queues=lambda key, held: (), route="", red=("no-slot-left",))
BOTH = (Sight(kind="trial", queues=("team:a", "team:b")), Sight(kind="rush", queues=("team:a",)))


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with handed_in(TRIAL, RUSH, desks=(DESK,)):
        yield


def opened(kind: str = "trial", queue: str = "team:a", *, days: int = 0, flags: tuple[str, ...] = ()) -> int:
    filing = Filing(filed_as="staff", language="en", flags=flags)
    return commands.open_case(kind, filing=filing, queue=queue, by=BY, at=AT + timedelta(days=days)).id


def listed(*sights: Sight, size: int = 25, **wanted: Any) -> list[int]:
    found, after = [], None
    while True:
        page = queries.across(sights or BOTH, Wanted(**wanted), after=after, size=size)
        found += [card.id for card in page.rows]
        if page.next is None:
            return found
        after = page.next


def test_what_is_due_first_stands_first_over_all_kinds_and_worklists() -> None:
    third, first, second = opened(days=40), opened("rush", days=1), opened(queue="team:b", days=5)
    opened(queue="team:c")
    assert listed() == [first, second, third]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_every_page_goes_on_where_the_last_one_ended(size: int) -> None:
    made = [opened(kind, queue) for kind, queue in [("trial", "team:a"), ("rush", "team:a"), ("trial", "team:b")] * 4]
    assert listed(size=size) == sorted(made), "all are due at the same moment: their numbers decide"


def test_a_kind_without_named_worklists_is_seen_whole_and_other_kinds_not_at_all() -> None:
    seen = [opened(queue=queue) for queue in ("team:a", "team:x")]
    opened("rush")
    assert listed(Sight(kind="trial")) == seen


def test_what_somebody_holds_is_hers_in_every_worklist(cast: Cast) -> None:
    mine, others = opened(queue="team:z"), opened()
    commands.hold(mine, by=cast.bao.actor, at=AT)
    commands.hold(others, by=cast.chen.actor, at=AT)
    assert listed(holder=cast.bao.key) == [mine]


def test_urgent_are_the_cases_of_an_urgent_kind_and_those_flagged_so() -> None:
    ordinary, flagged, by_kind = opened(), opened(flags=("urgent",)), opened("rush")
    assert listed(urgent=True) == [flagged, by_kind]
    commands.flag(ordinary, ["urgent"], by=BY, at=AT)
    assert listed(urgent=True) == [ordinary, flagged, by_kind]


def test_red_is_what_the_capability_says_is_red() -> None:
    one, _ = opened(), opened(flags=("late",))
    commands.flag(one, ["no-slot-left"], by=BY, at=AT)
    assert listed(red=True) == [one]
    assert queries.overdue(["trial", "rush"], at=AT) == {"trial": (0, 1), "rush": (0, 0)}


def test_a_closed_case_stands_in_no_list() -> None:
    one = opened()
    commands.move(one, "accept", by=BY, at=AT)
    assert listed() == []


def test_the_neighbours_of_a_place_are_told_even_when_its_case_is_gone() -> None:
    made = [opened(days=day) for day in range(6)]
    card = queries.by_id(made[2])
    assert card is not None
    place = queries.token(card)
    commands.move(made[2], "accept", by=BY, at=AT)
    above, below = queries.around(BOTH, queries.ALL, place, before=2, behind=2)
    assert [one.id for one in (*above, *below)] == [made[0], made[1], made[3], made[4]]


@pytest.mark.parametrize("typed", ["", "x", "2026-02-10.1", "2026-02-10T00:00:00.x", "2026-02-10T00:00:00+00:00.-1"])
def test_a_place_that_somebody_typed_is_the_beginning(typed: str) -> None:
    one = opened()
    assert [card.id for card in queries.across(BOTH, after=typed).rows] == [one]
    assert queries.around(BOTH, queries.ALL, typed, before=1, behind=1) == ([], [])


def test_more_worklists_than_one_statement_takes_are_still_one_list() -> None:
    queues = tuple(f"station:{n:03d}" for n in range(230))
    made = [opened(queue=queue, days=n % 5) for n, queue in enumerate(queues) if n % 23 == 0]
    found = listed(Sight(kind="trial", queues=queues), size=3)
    assert sorted(found) == sorted(made)
    assert [queries.by_id(one).due_at for one in found] == sorted(queries.by_id(one).due_at for one in found)  # type: ignore[union-attr,type-var]


def test_a_page_is_one_statement_along_the_indexes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    opened(), opened("rush")
    with django_assert_num_queries(1):
        queries.across(BOTH)
    with CaptureQueriesContext(connection) as seen:
        queries.across([*BOTH, Sight(kind="rush")])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {seen[0]['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "cases_open" in plan
        assert "cases_open_all" in plan
        assert "SCAN cases_case" not in plan


def test_an_urgent_kind_says_so_in_its_table_and_another_does_not() -> None:
    assert "urgent" not in TRIAL.to_json(), "tables that are kept already stay as they are"
    assert CaseKind.from_json(RUSH.to_json()) == RUSH
    assert CaseKind.from_json(TRIAL.to_json()) == TRIAL
