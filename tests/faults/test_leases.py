"""Two workers, stale fences, hosts that are gone, restored backups."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from portlight.delivery import commands, flush, queries, recovery, rules
from portlight.delivery.flush import Done
from portlight.delivery.leases import Facts, Held, claim, load
from portlight.delivery.models import Doubt, Lease, Message, Result
from tests.faults import office
from tests.together import at_once

pytestmark = pytest.mark.faults


def _expanded(people: int, **changes: Any) -> str:
    """A message whose audience is expanded and whose leases are open, nothing sent."""
    office.enrol_people(people)
    code = office.announce(**changes)
    commands.pause(channel="email", by=office.BY, at=timezone.now())
    office.run_here(office.Clock())
    commands.resume(channel="email", by=office.BY, at=timezone.now())
    return code


def _held(owner: str) -> Held:
    found = claim("email", owner, timezone.now())
    assert found is not None
    id, message, kind, lo, hi, fence = found
    held = Held(id=id, facts=Facts(Message.objects.get(id=message)), channel="email", kind=kind, fence=fence)
    load(held, lo, hi)
    return held


def _accepted(held: Held, count: int) -> list[Done]:
    rows = [held.rows.popleft() for _ in range(count)]
    return [
        Done(
            row.delivery, row.attempt, held.id, held.fence, "accepted", "250", "", held, row.person, row.address_id,
            row.language, False, 0.0,
        )
        for row in rows
    ]  # fmt: skip


def test_of_two_claims_at_once_one_gets_the_lease(fresh_db: object) -> None:
    _expanded(100)
    found = at_once(*(lambda name=name: claim("email", name, timezone.now()) for name in ("one", "two", "three")))
    assert len([one for one in found if one is not None and not isinstance(one, Exception)]) == 1


def test_two_workers_send_everybody_one_message(fresh_db: object, child_env: dict[str, str], tmp_path: Path) -> None:
    office.enrol_people(6_000)
    code = office.announce()
    with office.post_office(tmp_path) as post:
        env = {**child_env, "PORTLIGHT_SMTP_PORT": str(post.port), "PORTLIGHT_LOG": "WARNING"}
        workers = [subprocess.Popen([sys.executable, "-c", office._WORK], env=env) for _ in range(2)]
        assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
        office.work(child_env, post)
        office.settle()
        assert post.count() == {"messages": 6_000, "recipients": 6_000, "duplicates": 0}
    assert office.ledger_adds_up(code)["accepted"] == 6_000


def test_an_older_fence_cannot_write(fresh_db: object) -> None:
    _expanded(100)
    held = _held("one")
    done = _accepted(held, 10)
    Lease.objects.filter(id=held.id).update(owner="two", fence=held.fence + 1)
    with pytest.raises(flush.LeaseLost):
        flush.write(done, [held], owner="one", at=timezone.now())
    assert not Result.objects.exists()


def test_a_result_is_written_once(fresh_db: object) -> None:
    code = _expanded(100)
    held = _held("one")
    done = _accepted(held, 10)
    flush.write(done, [held], owner="one", at=timezone.now())
    with pytest.raises(flush.Doubled):
        flush.write(done, [held], owner="one", at=timezone.now())
    assert flush.unwritten(done) == []
    assert office.ledger_adds_up(code)["accepted"] == 10


def test_a_host_that_is_gone_leaves_doubts_not_second_messages(fresh_db: object, tmp_path: Path) -> None:
    code = _expanded(100)
    held = _held("elsewhere-w1")
    flush.write(_accepted(held, 40), [held], owner="elsewhere-w1", at=timezone.now())
    clock = office.Clock()
    with office.post_office(tmp_path) as post:
        clock.on(seconds=rules.LEASE_SECONDS + rules.GONE_SECONDS - 5)
        office.run_here(clock, post=post)
        assert not Doubt.objects.exists()
        clock.on(seconds=10)
        office.run_here(clock, post=post)
        assert post.count()["messages"] == 0
    assert Doubt.objects.filter(reason="host-gone", resolved_at=None).count() == 60
    sums = office.ledger_adds_up(code)
    assert (sums["accepted"], sums["uncertain"]) == (40, 60)
    with pytest.raises(flush.LeaseLost):
        flush.write(_accepted(held, 1), [held], owner="elsewhere-w1", at=timezone.now())


def test_a_journal_that_comes_back_late_settles_its_doubts(fresh_db: object) -> None:
    code = _expanded(100)
    folder = settings.DATA / "journals"
    from portlight.delivery.journal import Journal
    from portlight.delivery.port import accepted

    journal = Journal.take(folder)
    held = _held(journal.name)
    journal.open()
    rows = list(held.rows)[:5]
    for row in rows:
        journal.intend(row.delivery, 0, held.id, held.fence)
    for row in rows[:4]:
        journal.answer(row.delivery, 0, held.id, held.fence, accepted("q1", "250"))
    at = timezone.now() + timedelta(seconds=rules.LEASE_SECONDS + rules.GONE_SECONDS + 1)
    Lease.objects.filter(id=held.id).update(owner="elsewhere-w1")  # seen from a host that cannot read the file
    recovery.take_over("other-w1", folder, at=at)
    assert office.ledger_adds_up(code)["uncertain"] == 100
    assert recovery.replay(journal, at=at) == 4
    journal.release()
    assert Doubt.objects.filter(how="journal").count() == 4
    assert queries.reach(code=code).addressed == 4


def test_a_restored_office_sends_nothing_that_is_past(fresh_db: object, tmp_path: Path) -> None:
    code = _expanded(100)
    clock = office.Clock()
    clock.on(days=2)
    with office.post_office(tmp_path) as post:
        office.run_here(clock, post=post)
        assert post.count()["messages"] == 0
    assert office.ledger_adds_up(code)["expired"] == 100
    assert queries.progress(code=code).finished


def test_a_message_whose_time_is_over_before_it_was_expanded_never_leaves(fresh_db: object, tmp_path: Path) -> None:
    office.enrol_people(20)
    code = office.announce(outlets=("website",))
    clock = office.Clock()
    clock.on(days=2)
    with office.post_office(tmp_path) as post:
        office.run_here(clock, post=post)
        assert post.count()["messages"] == 0
    assert office.ledger_adds_up(code)["expired"] == 20
    assert queries.reach(code=code).pushes == 0


def test_a_recall_stops_what_has_not_gone(fresh_db: object, tmp_path: Path) -> None:
    code = _expanded(300)
    held = _held("one")
    flush.write(_accepted(held, 120), [held], owner="one", at=timezone.now())
    commands.recall(code=code, by=office.BY, at=timezone.now())
    Lease.objects.filter(id=held.id).update(state="open", owner="")
    with office.post_office(tmp_path) as post:
        office.run_here(office.Clock(), post=post)
        assert post.count()["messages"] == 0
    sums = office.ledger_adds_up(code)
    assert (sums["accepted"], sums["recalled"]) == (120, 180)
    assert queries.progress(code=code).finished


def test_who_withdraws_after_the_expansion_is_left_out(fresh_db: object, tmp_path: Path) -> None:
    from portlight.kernel.people import commands as people

    code = _expanded(10)
    from portlight.delivery import sql

    first = sql.select("SELECT id FROM people_address ORDER BY id LIMIT 1")[0][0]
    people.withdraw(address=first, by=office.BY, at=timezone.now())
    with office.post_office(tmp_path) as post:
        office.run_here(office.Clock(), post=post)
        office.settle()
        assert post.count()["messages"] == 9
    assert office.ledger_adds_up(code)["excluded"] == 1
    assert Result.objects.get(outcome="excluded").code == "no-consent"


def test_the_urgent_overtakes_the_bulk(fresh_db: object, tmp_path: Path) -> None:
    """A bulk of six leases is open; an urgent one announced now is the next to leave."""
    _expanded(6_000)
    urgent = office.announce(about="N-2020-019", severity="urgent")
    with office.post_office(tmp_path) as post:
        office.run_here(office.Clock(), post=post)
        office.settle()
        order = [line.split("\t")[1][1:10] for line in post.record.read_text(encoding="utf-8").splitlines()]
    last_urgent = max(place for place, code in enumerate(order) if code == urgent)
    assert last_urgent < 6_000 + 4 * office.CONNECTIONS


def test_a_database_that_fails_in_the_middle_ends_the_worker_and_loses_nothing(
    fresh_db: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enrol_people(2_400)
    code = office.announce()
    write, passed = flush.write, []

    def gone(*given: Any, **told: Any) -> None:
        if len(passed) == 2:
            raise OperationalError("the database is gone")
        passed.append(1)
        write(*given, **told)

    with office.post_office(tmp_path) as post:
        with monkeypatch.context() as broken:
            broken.setattr(flush, "write", gone)
            with pytest.raises(OperationalError):
                office.run_here(office.Clock(), post=post)
        office.run_here(office.Clock(), post=post)
        office.settle()
        doubts = office.open_doubts(code)
        assert len(doubts) <= office.CONNECTIONS
        assert post.count()["duplicates"] == 0
        assert len(set(post.deliveries()) | set(doubts)) == 2_400
    assert office.ledger_adds_up(code)["uncertain"] == len(doubts)
