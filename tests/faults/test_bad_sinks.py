"""Mail servers that refuse, stall, drop and close: nothing is lost, and what is tried again is tried as designed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portlight.delivery import commands, queries
from portlight.delivery.models import Doubt, Provider, Result, Retry, Suppression
from tests.faults import office

pytestmark = pytest.mark.faults


def test_a_refused_address_is_left_alone_for_good(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(300, local=lambda number: f"{'bounce' if number % 10 == 0 else 'person'}{number}")
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path, "--refuse", "bounce=550") as post:
        office.run_here(clock, post=post)
        clock.on(minutes=1)
        again = office.announce(about="N-2020-018")
        office.run_here(clock, post=post)
        office.settle()
        assert post.count() == {"messages": 540, "recipients": 270, "duplicates": 0}
    sums = office.ledger_adds_up(code)
    assert (sums["accepted"], sums["refused"]) == (270, 30)
    assert Suppression.objects.count() == 30
    assert queries.reach(code=again).excluded == {"suppressed": 30}
    assert queries.progress(code=code).finished


def test_a_greylisted_person_gets_it_five_minutes_later(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(100, local=lambda number: f"{'grey' if number < 30 else 'person'}{number}")
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path, "--grey", "grey") as post:
        office.run_here(clock, post=post)
        assert office.ledger_adds_up(code)["later"] == 30
        waits = [retry.due_at - clock.now for retry in Retry.objects.all()]
        assert timedelta(minutes=4) <= min(waits)
        assert max(waits) <= timedelta(minutes=6)
        clock.on(minutes=3)
        office.run_here(clock, post=post)
        assert office.ledger_adds_up(code)["later"] == 30
        clock.on(minutes=4)
        office.run_here(clock, post=post)
        office.settle()
        assert post.count() == {"messages": 100, "recipients": 100, "duplicates": 0}
    assert office.ledger_adds_up(code)["accepted"] == 100
    assert queries.progress(code=code).finished


def test_temporary_refusals_after_the_body_are_tried_again(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(200)
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path, "--reject-every", "5") as post:
        office.rounds(clock, 12, post=post, minutes=70)
        office.settle()
        assert post.count() == {"messages": 200, "recipients": 200, "duplicates": 0}
    assert office.ledger_adds_up(code)["accepted"] == 200


def test_what_still_waits_at_not_after_expires(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(10, local="full{}".format)
    clock = office.Clock()
    code = office.announce(at=clock.now, not_after=clock.now + timedelta(minutes=20))
    with office.post_office(tmp_path, "--refuse", "full=452") as post:
        office.rounds(clock, 5, post=post, minutes=6)
        assert post.count()["messages"] == 0
    assert office.ledger_adds_up(code)["expired"] == 10
    assert not Result.objects.filter(outcome="later", at__gt=clock.now - timedelta(minutes=10)).exists()
    assert queries.progress(code=code).finished


def test_a_server_that_drops_before_taking_leaves_a_doubt_and_loses_nothing(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(400)
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path, "--drop-before", "60") as post:
        office.rounds(clock, 6, post=post, minutes=6)
        doubts = office.open_doubts(code)
        assert 1 <= len(doubts) <= 8
        office.settle()
        arrived = post.deliveries()
        assert not set(arrived) & set(doubts)
        assert len(arrived) + len(doubts) == 400
        assert not queries.progress(code=code).finished
        commands.resolve(delivery_ids=doubts, how="send-again", by=office.BY, at=clock.now)
        office.run_here(clock, post=post)
        office.settle()
        assert post.count() == {"messages": 400, "recipients": 400, "duplicates": 0}
    assert queries.progress(code=code).finished


def test_a_server_that_takes_and_then_drops_is_believed_by_an_operator(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(400)
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path, "--drop-after", "60") as post:
        office.rounds(clock, 6, post=post, minutes=6)
        doubts = office.open_doubts(code)
        office.settle()
        assert set(doubts) <= set(post.deliveries())
        assert post.count() == {"messages": 400, "recipients": 400, "duplicates": 0}
    commands.resolve(delivery_ids=doubts, how="taken-as-sent", by=office.BY, at=clock.now)
    assert office.ledger_adds_up(code)["accepted"] == 400
    assert queries.reach(code=code).addressed == 400
    assert queries.progress(code=code).finished


def test_a_server_that_stalls_leaves_one_doubt(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(200)
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path, "--stall-after", "50") as post:
        office.run_here(clock, post=post, seconds=1)
        clock.on(minutes=1)
        office.run_here(clock, post=post, seconds=1)
        office.settle()
        assert post.count() == {"messages": 200, "recipients": 200, "duplicates": 0}
    assert Doubt.objects.get().reason == "no-answer"
    assert office.ledger_adds_up(code)["accepted"] == 199


def test_a_server_that_says_goodbye_loses_nothing(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(300)
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path, "--close-after", "40") as post:
        office.rounds(clock, 6, post=post, minutes=10)
        office.settle()
        assert post.count() == {"messages": 300, "recipients": 300, "duplicates": 0}
    assert not Doubt.objects.exists()
    assert office.ledger_adds_up(code)["accepted"] == 300


def test_a_server_without_pipelining_gets_one_command_at_a_time(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(100, local=lambda number: f"{'bounce' if number % 10 == 0 else 'person'}{number}")
    code = office.announce()
    with office.post_office(tmp_path, "--no-pipelining", "--refuse", "bounce=550") as post:
        office.run_here(office.Clock(), post=post)
        office.settle()
        assert post.count() == {"messages": 90, "recipients": 90, "duplicates": 0}
    assert office.ledger_adds_up(code)["refused"] == 10


def test_no_server_at_all_opens_the_circuit_and_keeps_everything(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(50)
    code = office.announce()
    clock = office.Clock()
    with office.post_office(tmp_path) as post:
        pass
    for _ in range(5):
        office.run_here(clock, post=post)
        clock.on(seconds=2)
    provider = Provider.objects.get(kind="email")
    assert provider.failures >= 5
    assert provider.open_until is not None
    assert provider.open_until > clock.now - timedelta(seconds=2)
    sums = office.ledger_adds_up(code)
    assert (sums["planned"], sums["accepted"]) == (50, 0)
    clock.on(minutes=10)
    with office.post_office(tmp_path) as post:
        office.run_here(clock, post=post)
        office.settle()
        assert post.count()["messages"] == 50
    assert Provider.objects.get(kind="email").failures == 0


def test_the_whole_body_arrives_as_it_was_written(fresh_db: object, tmp_path: Path) -> None:
    """The sink counts bytes without the closing dot: a line that begins with a dot must not end the message early."""
    office.enrol_people(5)
    office.announce(at=timezone.now())
    with office.post_office(tmp_path) as post:
        office.run_here(office.Clock(), post=post)
        office.settle()
        sizes = [int(line.split("\t")[4]) for line in post.record.read_text(encoding="utf-8").splitlines()]
    assert len(sizes) == 5
    assert min(sizes) > 1500
