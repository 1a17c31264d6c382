from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from portlight.kernel.timeline.queries import about
from portlight.kernel.work import commands, queries
from portlight.kernel.work.rules import MOST_ATTEMPTS, wait_after
from portlight.toolkit import nameplate
from tests.together import at_once

AT = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)


def ask(key: str = "notice:1", due_at: datetime = AT) -> int:
    return commands.later(kind="notices.bake", key=key, due_at=due_at, at=AT, facts={"language": "fr"})


def take(owner: str = "one", at: datetime = AT, seconds: float = 60) -> commands.Taken | None:
    return commands.take(owner=owner, at=at, seconds=seconds)


@pytest.mark.django_db
def test_asked_twice_is_done_once_and_at_the_earlier_moment() -> None:
    first = ask(due_at=AT + timedelta(hours=1))
    assert ask(due_at=AT) == first
    assert ask(due_at=AT + timedelta(hours=2)) == first
    taken = take()
    assert taken is not None
    assert (taken.number, taken.facts, taken.attempts) == (first, {"language": "fr"}, 1)
    assert commands.done(taken)
    assert take() is None
    assert ask() != first


@pytest.mark.django_db
def test_nothing_is_taken_before_it_is_due_and_the_longest_due_comes_first() -> None:
    late = ask("a", AT - timedelta(minutes=1))
    later = ask("b", AT - timedelta(minutes=2))
    ask("c", AT + timedelta(seconds=1))
    numbers = [taken.number for taken in (take(), take()) if taken]
    assert numbers == [later, late]
    assert take() is None


@pytest.mark.django_db
def test_a_lease_that_ran_out_is_taken_over_and_its_first_owner_writes_nothing_more() -> None:
    ask()
    slow = take("slow", seconds=10)
    assert slow is not None
    assert take("quick", at=AT + timedelta(seconds=9)) is None
    quick = take("quick", at=AT + timedelta(seconds=10))
    assert quick is not None
    assert quick.fence == slow.fence + 1
    assert not commands.done(slow)
    assert not commands.again(slow, due_at=AT)
    assert not commands.failed(slow, error="late", at=AT)
    assert commands.done(quick)


def test_two_workers_never_take_the_same(fresh_db: object) -> None:
    for number in range(20):
        ask(str(number))
    took = at_once(*[lambda: [taken.number for _ in range(20) if (taken := take())]] * 2)
    assert sorted(took[0] + took[1]) == sorted(set(took[0] + took[1]))
    assert queries.backlog(at=AT).due == 20


@pytest.fixture
def job() -> Iterator[list[str]]:
    told: list[str] = []

    def bake(*, key: str, facts: dict[str, str], at: datetime) -> None:
        told.append(key + facts["language"])
        if key == "broken":
            raise OSError("the disk is full")

    nameplate.hang(nameplate.Nameplate(room="tests.bakery", jobs={"notices.bake": bake}))
    yield told
    nameplate.hang(nameplate.Nameplate(room="tests.bakery"))


@pytest.mark.django_db
def test_the_room_that_owns_the_kind_does_it(job: list[str]) -> None:
    ask()
    assert commands.run_one(owner="one", at=AT)
    assert not commands.run_one(owner="one", at=AT)
    assert job == ["notice:1fr"]


@pytest.mark.django_db
def test_what_fails_is_tried_again_and_given_up_in_the_end(job: list[str]) -> None:
    number, at = ask("broken"), AT
    while commands.run_one(owner="one", at=at):
        at += timedelta(hours=5)
    assert len(job) == MOST_ATTEMPTS
    assert queries.backlog(at=at) == queries.Backlog(due=0, waiting=0, failed=1)
    assert about(f"work:{number}").rows[0].facts == {"kind": "notices.bake", "attempts": MOST_ATTEMPTS}


@pytest.mark.django_db
def test_a_kind_that_no_room_does_stays_and_is_seen() -> None:
    commands.later(kind="nobody.knows", key="1", due_at=AT, at=AT)
    assert commands.run_one(owner="one", at=AT)
    assert queries.late(at=AT + timedelta(hours=1), by=timedelta(minutes=10)) == 1


def test_pauses_grow_to_four_hours_and_end() -> None:
    waits = [wait_after(n) for n in range(1, MOST_ATTEMPTS + 1)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits[-2:] == [timedelta(seconds=7680), None]


@pytest.mark.django_db
def test_what_was_done_is_dropped_after_thirty_days_and_what_was_given_up_stays() -> None:
    for key, end in (("a", commands.done), ("b", lambda taken: commands.failed(taken, error="x", at=AT))):
        ask(key)
        taken = take()
        assert taken is not None
        end(taken)
    ask("c")
    assert commands.tidy(at=AT + timedelta(days=30)) == 0
    assert commands.tidy(at=AT + timedelta(days=31)) == 1
    assert queries.backlog(at=AT) == queries.Backlog(due=1, waiting=0, failed=1)
