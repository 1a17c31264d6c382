"""Several workers on one database: one is killed, all of them want the same page, the same day, the same receipts."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from portlight.delivery import queries, rules
from portlight.delivery.models import Lease
from tests.faults import office

pytestmark = pytest.mark.faults
PEOPLE = 12_000
WORKERS = 3
SLOW = ("--slow", "2")  # milliseconds an answer: long enough that all of them are at it together
one_worker_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite runs one worker (docs/adr/0003); two are tried in test_leases"
)


def _worker(env: dict[str, str], post: office.Post) -> subprocess.Popen[bytes]:
    env = {
        **env, "PORTLIGHT_SMTP_PORT": str(post.port), "PORTLIGHT_SMTP_CONNECTIONS": str(office.CONNECTIONS),
        "PORTLIGHT_LOG": "WARNING",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", office._WORK], stderr=subprocess.PIPE, env=env)


def _until(so: Callable[[], bool], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < ends
        time.sleep(0.05)


def _release(env: dict[str, str], post: office.Post, *, killed_at: str = "", workers: int = WORKERS) -> None:
    """Several workers at once, the first of them killed at a named point; none of the others may fail."""
    points = [{"PORTLIGHT_POINTS": killed_at} if killed_at and not number else {} for number in range(workers)]
    running = [_worker({**env, **point}, post) for point in points]
    ended = [(worker.communicate(timeout=120)[1].decode(), worker.returncode) for worker in running]
    wanted = [-signal.SIGKILL if killed_at and not number else 0 for number in range(workers)]
    assert [code for _, code in ended] == wanted, "\n".join(said[-2000:] for said, _ in ended)
    assert not [said for said, _ in ended if "Traceback" in said], "\n".join(said[-2000:] for said, _ in ended)


@one_worker_only
@pytest.mark.parametrize(
    "point", ["delivery.body-sent:1500", "delivery.lease-claimed:2", "delivery.flush.before-commit:5"]
)
def test_three_workers_of_which_one_is_killed_lose_nothing(
    point: str, fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    office.enrol_people(PEOPLE)
    code = office.announce()
    with office.post_office(tmp_path, *SLOW) as post:
        _release(child_env, post, killed_at=point)
        assert office.work(child_env, post) == 0
        office.settle()
        doubts, arrived = office.open_doubts(code), post.deliveries()
    sums = office.ledger_adds_up(code)
    assert sums["planned"] == PEOPLE
    assert (sums["accepted"], sums["uncertain"]) == (PEOPLE - len(doubts), len(doubts))
    assert len(doubts) <= office.CONNECTIONS
    assert max(arrived.values()) == 1
    assert len(set(arrived) | set(doubts)) == PEOPLE
    assert queries.reach(code=code).addressed == PEOPLE - len(doubts)
    assert not office.open_leases()
    assert (
        Lease.objects.exclude(owner="").values("owner").distinct().count() >= WORKERS - 1
    )  # the killed one may own none


@one_worker_only
@pytest.mark.parametrize("where", ["delivery.body-sent:1000", "delivery.flush.before-commit:3"])
def test_a_worker_that_froze_and_lost_its_leases_writes_nothing_more(
    where: str, fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    """Its leases run out, the second takes them over, it wakes. Frozen in the middle of a transaction it holds rows
    that the others need: the database takes them away."""
    office.enrol_people(6_000)
    code = office.announce()
    freezing = {"PORTLIGHT_POINTS": f"{where}:freeze", "PORTLIGHT_DATABASE_IDLE_SECONDS": "2"}
    with office.post_office(tmp_path, *SLOW) as post, _frozen({**child_env, **freezing}, post) as first:
        held = set(Lease.objects.filter(state="held").values_list("id", flat=True))
        assert held
        Lease.objects.filter(state="held").update(until=timezone.now() - timedelta(hours=1))
        assert office.work(child_env, post) == 0
        listed = set(office.open_doubts(code))
        assert set(Lease.objects.filter(id__in=held).values_list("state", flat=True)) == {"closed"}
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=60)
        assert (first.returncode == 0) is (
            "commit" not in where
        )  # who lost her connection says so, and is started anew
        office.settle()
        arrived = post.deliveries()
    assert max(arrived.values()) == 1
    assert 1 <= len(listed) <= rules.LEASE_ROWS
    assert set(office.open_doubts(code)) == listed
    assert len(set(arrived) | listed) == 6_000
    assert office.ledger_adds_up(code)["accepted"] == 6_000 - len(listed)


@contextmanager
def _frozen(env: dict[str, str], post: office.Post) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that stands still at the point named in `env`; in the end it is not left behind."""
    worker = _worker(env, post)
    try:
        _until(lambda: Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T")
        yield worker
    finally:
        worker.kill()
        worker.communicate()
