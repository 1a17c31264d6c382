"""The broker only wakes: messages lost, doubled, made up, a broker that restarts. Counted at the sink."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from portlight.delivery import commands, leases, ticks, transport
from portlight.delivery.models import Lease
from tests.faults import office

pytestmark = pytest.mark.faults
PEOPLE = 12_000
VHOST = "portlight-faults"
URL = f"amqp://guest:guest@127.0.0.1:5672/{VHOST}"
SLOW = ("--slow", "2")
_CARRY = "import django; django.setup(); from portlight.delivery import transport; transport.consume()"


def _control(*words: str) -> int:
    try:
        return subprocess.run(["rabbitmqctl", "-q", *words], capture_output=True, timeout=120, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return -1


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    """A virtual host of its own on the RabbitMQ of this machine."""
    if connection.vendor != "postgresql":
        pytest.skip("several workers need PostgreSQL")
    if not shutil.which("rabbitmqctl") or _control("await_startup", "--timeout", "5"):
        pytest.skip("no RabbitMQ on this machine that we may steer (apt install rabbitmq-server)")
    _control("delete_vhost", VHOST)
    assert _control("add_vhost", VHOST) == 0
    assert _control("set_permissions", "-p", VHOST, "guest", ".*", ".*", ".*") == 0
    yield URL
    _control("delete_vhost", VHOST)


@pytest.fixture
def opened(broker: str, fresh_db: object, monkeypatch: pytest.MonkeyPatch) -> str:
    """A message with all its leases open, and a broker that is switched on."""
    monkeypatch.setattr(settings, "BROKER", broker)
    monkeypatch.setattr(transport, "_resting_until", 0.0)
    _control("purge_queue", "-p", VHOST, "portlight.leases")
    office.enrol_people(PEOPLE)
    code = office.announce()
    commands.pause(channel="email", by=office.BY, at=timezone.now())
    office.run_here(office.Clock())
    commands.resume(channel="email", by=office.BY, at=timezone.now())
    assert office.open_leases() >= 6
    return code


@contextmanager
def _carriers(env: dict[str, str], post: office.Post, broker: str, folder: Path, count: int = 2) -> Iterator[list[Any]]:
    """Workers of the broker, each a process; in the end they are asked to leave, and must leave in order."""
    env = {
        **env, "PORTLIGHT_SMTP_PORT": str(post.port), "PORTLIGHT_SMTP_CONNECTIONS": str(office.CONNECTIONS),
        "PORTLIGHT_LOG": "WARNING", "PORTLIGHT_BROKER": broker,
    }  # fmt: skip
    log = (folder / "carriers.log").open("wb")
    running = [subprocess.Popen([sys.executable, "-c", _CARRY], env=env, stdout=log, stderr=log) for _ in range(count)]
    try:
        yield running
        for worker in running:
            worker.send_signal(signal.SIGTERM)
        assert {worker.wait(timeout=30) for worker in running} <= {0, -signal.SIGKILL}, _said(folder)
    finally:
        for worker in running:
            worker.kill()
            worker.wait()
        log.close()


def _said(folder: Path) -> str:
    return (folder / "carriers.log").read_text(errors="replace")[-3000:]


def _until(so: Callable[[], bool], folder: Path, *, also: Callable[[], object] = lambda: None) -> None:
    """Wait for `so`, doing `also` every half second; the sweeper of a worker would do it every five."""
    ends = time.monotonic() + 60
    while not so():
        assert time.monotonic() < ends, _said(folder)
        also()
        time.sleep(0.5)


def _sweep() -> None:
    ticks.offer_leases(timezone.now())


def _everybody_once(code: str, post: office.Post) -> None:
    office.settle()
    assert post.count() == {"messages": PEOPLE, "recipients": PEOPLE, "duplicates": 0}
    sums = office.ledger_adds_up(code)
    assert (sums["accepted"], sums["uncertain"]) == (PEOPLE, 0)
    assert not list((settings.DATA / "journals").glob("*.journal"))


def test_doubled_and_made_up_messages_double_nothing(
    opened: str, broker: str, child_env: dict[str, str], tmp_path: Path
) -> None:
    open_ones = list(Lease.objects.values_list("id", flat=True))
    with office.post_office(tmp_path, *SLOW) as post:
        with _carriers(child_env, post, broker, tmp_path):
            transport.offer([*open_ones * 3, 999_999, *reversed(open_ones)])
            _until(lambda: not office.open_leases(), tmp_path)
            transport.offer(open_ones * 2)
            time.sleep(1)
        _everybody_once(opened, post)
    assert Lease.objects.values("owner").distinct().count() == 2


def test_lost_messages_lose_nobody(opened: str, broker: str, child_env: dict[str, str], tmp_path: Path) -> None:
    """Whatever stood in the queue is thrown away, twice; the sweeper offers again what is open."""
    with office.post_office(tmp_path, *SLOW) as post:
        with _carriers(child_env, post, broker, tmp_path):
            for share in (0.2, 0.6):
                _sweep()
                _until(lambda share=share: post.count()["messages"] >= PEOPLE * share, tmp_path)
                assert _control("purge_queue", "-p", VHOST, "portlight.leases") == 0
            _until(lambda: not office.open_leases(), tmp_path, also=_sweep)
        _everybody_once(opened, post)


@pytest.mark.parametrize("how", ["stop_app", "close_all_connections"])
def test_a_broker_that_restarts_in_the_middle_costs_nobody_anything(
    how: str, opened: str, broker: str, child_env: dict[str, str], tmp_path: Path
) -> None:
    with office.post_office(tmp_path, *SLOW) as post:
        with _carriers(child_env, post, broker, tmp_path):
            _sweep()
            _until(lambda: post.count()["messages"] >= PEOPLE * 0.2, tmp_path)
            if how == "stop_app":
                try:
                    assert _control("stop_app") == 0
                    began = time.monotonic()
                    _sweep()  # nobody is there: it is not waited for
                    _sweep()
                    assert time.monotonic() - began < 20, "a minute and more is what a client waits by itself"
                finally:
                    assert _control("start_app") == 0
            else:
                assert _control("close_all_connections", "--vhost", VHOST, "a test") == 0
            _until(lambda: not office.open_leases(), tmp_path, also=_sweep)
        _everybody_once(opened, post)


def test_a_killed_worker_of_the_broker_loses_nothing(
    opened: str, broker: str, child_env: dict[str, str], tmp_path: Path
) -> None:
    with office.post_office(tmp_path, *SLOW) as post:
        with _carriers(child_env, post, broker, tmp_path) as running:
            _sweep()
            _until(lambda: post.count()["messages"] >= PEOPLE * 0.3, tmp_path)
            running[0].send_signal(signal.SIGKILL)
            _until(lambda: not office.open_leases(), tmp_path, also=_sweep)
        office.settle()
        doubts, arrived = office.open_doubts(opened), post.deliveries()
    assert len(doubts) <= office.CONNECTIONS
    assert max(arrived.values()) == 1
    assert len(set(arrived) | set(doubts)) == PEOPLE
    assert office.ledger_adds_up(opened)["accepted"] == PEOPLE - len(doubts)


def test_the_more_urgent_goes_first_whatever_was_offered(
    opened: str, broker: str, child_env: dict[str, str], tmp_path: Path
) -> None:
    bulk = list(Lease.objects.order_by("id").values_list("id", flat=True))
    urgent = office.announce(about="N-2020-019", severity="urgent")
    commands.pause(channel="email", by=office.BY, at=timezone.now())
    office.run_here(office.Clock())
    commands.resume(channel="email", by=office.BY, at=timezone.now())
    with office.post_office(tmp_path) as post, _carriers(child_env, post, broker, tmp_path, count=1):
        transport.offer(bulk)
        _until(lambda: post.count()["messages"] >= 2_000, tmp_path)
        office.settle()
        first = post.record.read_text(encoding="utf-8").splitlines()[:2_000]
    assert {line.split("\t")[1][1:10] for line in first} == {urgent}


def test_celery_is_not_even_imported_without_a_broker(child_env: dict[str, str]) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import django, sys; django.setup(); from portlight.delivery import cli, worker, ticks;"
         " ticks.offer_leases(None); print('celery' in sys.modules)"],
        env=child_env, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert said.strip() == "False"


def test_what_is_offered_is_open_or_lapsed_and_the_urgent_first(opened: str) -> None:
    offered = leases.to_offer(["email"], timezone.now(), most=3)
    assert offered == list(Lease.objects.order_by("lane", "id").values_list("id", flat=True)[:3])
    Lease.objects.filter(id=offered[0]).update(state="held", until=timezone.now())
    Lease.objects.exclude(id=offered[0]).update(state="closed")
    assert leases.to_offer(["email"], timezone.now(), most=3) == offered[:1]
