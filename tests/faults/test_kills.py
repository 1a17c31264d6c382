"""`kill -9` of a worker at every named step, counted at the sink: nothing lost, at most one doubt per connection."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from django.utils import timezone

from portlight.delivery import commands, queries
from portlight.delivery.models import Doubt, Posting
from tests.faults import office

pytestmark = pytest.mark.faults
PEOPLE = 2_500
POINTS = (
    "delivery.page-committed:1",
    "delivery.lease-claimed:1",
    "delivery.lease-claimed:2",
    "delivery.body-sent:1",
    "delivery.body-sent:901",
    "delivery.reply-read:902",
    "delivery.journalled:903",
    "delivery.flush.before-commit:3",
    "delivery.flush.after-commit:3",
    "delivery.lease-closed:1",
)


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_loses_nothing_and_doubles_nothing(
    point: str, fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    office.enrol_people(PEOPLE)
    code = office.announce()
    with office.post_office(tmp_path) as post:
        assert office.work(child_env, post, stop_at=point) == -signal.SIGKILL
        assert office.work(child_env, post) == 0
        office.settle()
        doubts = office.open_doubts(code)
        _nothing_lost_nothing_doubled(code, post, doubts)
        if doubts:
            commands.resolve(delivery_ids=doubts, how="send-again", by=office.BY, at=timezone.now())
            assert office.work(child_env, post) == 0
            office.settle()
        _everybody_once_but_the_doubted(code, post, doubts)


def _nothing_lost_nothing_doubled(code: str, post: office.Post, doubts: list[int]) -> None:
    """Before anybody decided about a doubt: each person has it once, or is listed."""
    sums = office.ledger_adds_up(code)
    arrived = post.deliveries()
    assert sums["planned"] == PEOPLE
    assert len(doubts) <= office.CONNECTIONS
    assert sums["uncertain"] == len(doubts)
    assert max(arrived.values()) == 1
    assert len(set(arrived) | set(doubts)) == PEOPLE


def _everybody_once_but_the_doubted(code: str, post: office.Post, doubts: list[int]) -> None:
    arrived = post.deliveries()
    doubled = {delivery for delivery, times in arrived.items() if times > 1}
    assert len(arrived) == PEOPLE
    assert doubled <= set(doubts)
    assert post.count()["duplicates"] <= office.CONNECTIONS
    assert office.ledger_adds_up(code)["accepted"] == PEOPLE
    assert queries.progress(code=code).finished
    assert queries.reach(code=code).addressed == PEOPLE
    assert not office.open_leases()


def test_a_worker_killed_after_writing_retries_keeps_them(
    fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    office.enrol_people(40, local="grey{}".format)
    code = office.announce()
    with office.post_office(tmp_path, "--grey", "grey") as post:
        assert office.work(child_env, post, stop_at="delivery.retry-written:1") == -signal.SIGKILL
        office.work(child_env, post)
        assert office.ledger_adds_up(code)["later"] == 40
        clock = office.Clock()
        clock.on(minutes=7)
        office.run_here(clock, post=post)
        office.settle()
        assert post.count() == {"messages": 40, "recipients": 40, "duplicates": 0}
    assert office.ledger_adds_up(code)["accepted"] == 40


def test_a_worker_killed_after_baking_a_page_publishes_each_once(
    fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    office.enrol_people(3)
    code = office.announce(outlets=("website", "feeds"))
    with office.post_office(tmp_path) as post:
        assert office.work(child_env, post, stop_at="delivery.page-baked:3") == -signal.SIGKILL
        Posting.objects.filter(state="held").update(until=timezone.now())
        assert office.work(child_env, post) == 0
    assert set(Posting.objects.values_list("state", flat=True)) == {"published"}
    languages = len(office.TEXTS)
    assert queries.reach(code=code).outlets == {"website": languages, "feeds": languages}
    assert queries.reach(code=code).pushes == 2 * languages + len({"en", "fr", "ru"})


def test_an_emergency_is_sent_again_after_it_was_listed(
    fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    office.enrol_people(600)
    code = office.announce(severity="emergency")
    with office.post_office(tmp_path) as post:
        assert office.work(child_env, post, stop_at="delivery.reply-read:300") == -signal.SIGKILL
        assert office.work(child_env, post) == 0
        office.settle()
        doubted = set(Doubt.objects.filter(how="send-again", by="policy").values_list("delivery_id", flat=True))
        arrived = post.deliveries()
    assert 1 <= len(doubted) <= office.CONNECTIONS
    assert {delivery for delivery, times in arrived.items() if times > 1} <= doubted
    assert len(arrived) == 600
    assert office.ledger_adds_up(code)["accepted"] == 600
