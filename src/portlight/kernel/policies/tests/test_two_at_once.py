"""Two at the same moment: one signs, one loads, numbers and periods follow one another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from portlight.kernel.policies import commands, queries
from portlight.kernel.policies.tests.given import AT, BAO, CHEN, published, told
from portlight.toolkit.actor import machine, staff
from portlight.toolkit.refusals import Refused
from tests.together import at_once

NAME = "queue_first"
DORA = staff(UUID(int=3))


def test_two_who_sign_at_once_sign_once(fresh_db: Any) -> None:
    number = commands.draft(told(), by=CHEN, at=AT)
    commands.propose(NAME, number, since=AT, by=CHEN, at=AT)
    found = at_once(*[lambda by=by: commands.publish(NAME, number, by=by, at=AT) for by in (BAO, DORA)])  # type: ignore[misc]
    assert sorted(type(one) for one in found if one is not None) == [Refused]
    assert [card.state for card in queries.versions(NAME)] == ["published"]


def test_two_versions_signed_at_once_follow_one_another_without_gap_or_overlap(fresh_db: Any) -> None:
    published()
    later = [AT + timedelta(days=days) for days in (3, 5)]
    numbers = []
    for limit, since in zip((10, 20), later, strict=True):
        numbers.append(commands.draft(told(limit), by=CHEN, at=AT))
        commands.propose(NAME, numbers[-1], since=since, by=CHEN, at=AT)
    found = at_once(*[lambda number=number: commands.publish(NAME, number, by=BAO, at=AT) for number in numbers])  # type: ignore[misc]
    assert found == [None, None]
    spans = sorted((card.since, card.until) for card in queries.versions(NAME) if card.since is not None)
    assert spans == [(AT, later[0]), (later[0], later[1]), (later[1], None)]


def test_drafts_at_once_get_numbers_of_their_own_and_what_ships_is_loaded_once(fresh_db: Any) -> None:
    numbers = at_once(*[lambda limit=limit: commands.draft(told(limit), by=CHEN, at=AT) for limit in (1, 2, 3)])  # type: ignore[misc]
    assert sorted(numbers) == [1, 2, 3]
    loaded = at_once(*[lambda: commands.load_tables(by=machine("tests"), at=AT)] * 2)
    assert sum(loaded) == len({card.table for card in queries.latest()} - {NAME})
