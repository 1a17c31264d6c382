"""What Prometheus is told, to whom, and that it costs ten statements and names nobody."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from portlight.delivery import beats, spool
from portlight.delivery.models import Inbound, Lease, Message, Provider
from portlight.delivery.tests import make

STATEMENTS = 14


def scraped(**headers: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = Client().get("/metrics", headers=headers)
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.django_db
def test_strangers_get_nothing(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert Client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="203.0.113.7").status_code == 404


@pytest.mark.django_db
def test_the_token_opens_it_from_elsewhere(settings: Any) -> None:
    settings.METRICS_TOKEN = "a-long-one"
    for given, status in (("a-long-one", 200), ("a-long-on", 404)):
        headers = {"Authorization": f"Bearer {given}", "X-Forwarded-For": "203.0.113.7"}
        assert Client().get("/metrics", headers=headers, REMOTE_ADDR="203.0.113.7").status_code == status


def test_it_tells_the_age_of_the_oldest_work_and_never_a_person(
    fresh_db: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.pigeons(monkeypatch, make.Pigeon("pigeon"))
    make.people(make.person("en", pigeon="anna@mail.example"))
    code = make.announce()
    since = timezone.now() - timedelta(minutes=7)
    Lease.objects.create(
        message=Message.objects.get(code=code), channel="pigeon", lane=40, kind="first", lo=1, hi=2, not_before=since
    )
    Provider.objects.create(kind="pigeon", paused_at=since)
    Inbound.objects.create(channel="pigeon", digest="d", got_at=since)
    spool.put("pigeon", b"anna@mail.example", at=since)
    found = scraped()
    channel = (("channel", "pigeon"),)
    assert found[("portlight_oldest_work_seconds", channel)] == pytest.approx(420, abs=5)
    assert found[("portlight_leases", (("channel", "pigeon"), ("state", "open")))] == 1
    assert found[("portlight_channel_paused", channel)] == 1
    assert found[("portlight_inbox", (("state", "new"),))] == 1
    assert found[("portlight_inbox_oldest_seconds", ())] == pytest.approx(420, abs=5)
    assert found[("portlight_expansions", ())] == 1
    assert found[("portlight_spool_files", ())] >= 1
    assert found[("portlight_disk_free_bytes", ())] > 0
    text = Client().get("/metrics").content.decode()
    assert "anna" not in text
    assert code not in text


@pytest.mark.django_db
def test_a_scrape_costs_the_same_few_statements_whatever_is_there() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        scraped()
    assert len(asked) <= STATEMENTS, [query["sql"][:80] for query in asked]


@pytest.mark.django_db
def test_what_the_processes_counted_is_there_whoever_is_asked() -> None:
    """Two processes count into files, one on each of two machines where both are number 1; a third one reads them."""
    folder = Path(settings.DATA) / "metrics" / "worker"
    said = (
        "import os, socket, sys, pathlib; os.getpid = lambda: 1; socket.gethostname = lambda: sys.argv[2];"
        "from portlight.toolkit import meter; meter.write_to(pathlib.Path(sys.argv[1]));"
        "meter.count('portlight_messages', 'Told.', 3, channel='pigeon', outcome='accepted'); input()"
    )
    counting = [
        subprocess.Popen([sys.executable, "-c", said, str(folder), host], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for host in ("worker-1", "worker-2")
    ]
    try:
        _until_counted(folder)
        key = ("portlight_messages_total", (("channel", "pigeon"), ("outcome", "accepted")))
        assert scraped()[key] == 6
    finally:
        for one in counting:
            one.communicate(b"\n", timeout=20)


def test_a_machine_that_counts_no_more_is_forgotten_after_a_month(tmp_path: Path) -> None:
    for name, days in (("gone", 31), ("quiet", 29)):
        file = tmp_path / name / "counter_1.db"
        file.parent.mkdir()
        file.touch()
        for one in (file, file.parent):
            os.utime(one, (time.time() - days * 86_400,) * 2)
    (tmp_path / "begun").mkdir()  # it has counted nothing yet
    said = "import sys, pathlib; from portlight.toolkit import meter; meter.write_to(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", said, str(tmp_path)], check=True)
    assert {one.name for one in tmp_path.iterdir()} == {"quiet", "begun", socket.gethostname()}


def _until_counted(folder: Path) -> None:
    for _ in range(200):
        if sum(b"accepted" in file.read_bytes() for file in folder.glob("*/*.db")) == 2:
            return
        time.sleep(0.05)
    raise AssertionError("nothing was counted")


@pytest.mark.django_db
def test_ready_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from portlight.config.ops import readiness

    assert Client().get("/api/ready").status_code == 200
    monkeypatch.setattr(readiness, "_fine", set())
    monkeypatch.setattr(readiness, "_migrated", lambda: False)
    answer = Client().get("/api/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "tables")
    monkeypatch.undo()
    readiness._fine.clear()
    monkeypatch.setattr(spool, "folder", lambda: Path("/proc/nowhere"))
    answer = Client().get("/api/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "spool")


@pytest.mark.django_db
def test_ready_refuses_strange_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    from portlight.config.ops import readiness
    from portlight.config.ops.keys import RingState

    monkeypatch.setattr(readiness, "_fine", set())
    monkeypatch.setattr(readiness, "ring_state", lambda: RingState(True, "a", "b"))
    answer = Client().get("/api/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "keys")


@pytest.mark.django_db
def test_ready_tells_whether_a_worker_beats(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(beats, "folder", lambda: tmp_path)
    assert Client().get("/api/ready").json()["worker"] == "none"
    life = beats.Beat("here-w1")
    life.now()
    assert Client().get("/api/ready").json()["worker"] == "alive"
    monkeypatch.setattr(beats, "SILENT_SECONDS", -1.0)
    assert Client().get("/api/ready").json()["worker"] == "silent"
    life.gone()
    assert Client().get("/api/ready").json() == {"state": "ready", "worker": "none"}
