"""The database goes down in the middle of a release and comes back: whoever watches the worker starts it again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections

from portlight.delivery import commands, queries
from tests.faults import office

pytestmark = [pytest.mark.faults, pytest.mark.alone]
PEOPLE = 8_000
# As systemd or the container's restart policy does it: a worker that failed is started again.
_WATCHED = f"""
import subprocess, sys, time
for attempt in range(60):
    done = subprocess.run([sys.executable, "-c", {office._WORK!r}])
    if done.returncode == 0:
        break
    time.sleep(0.3)
sys.exit(done.returncode)
"""


def _commits_last() -> None:
    """The tests' server forgets its last commits in a crash, for speed; an office's does not (`doctor` looks)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        cursor.execute(f'ALTER DATABASE "{cursor.fetchone()[0]}" SET synchronous_commit = on')
    connections.close_all()


def _crash_the_database() -> None:
    """Kill one of its processes: PostgreSQL then throws everybody out and recovers from its log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        others = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    os.kill(others[0] if others else own, signal.SIGKILL)
    time.sleep(0.5)  # its parent notices, and throws everybody out


def _wait_for_the_database() -> None:
    for _ in range(200):
        connections.close_all()
        with contextlib.suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return
        time.sleep(0.1)
    raise AssertionError("the database did not come back")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could go down")
def test_a_database_that_restarts_in_the_middle_of_a_release_loses_nothing(
    fresh_db: object, child_env: dict[str, str], tmp_path: Path
) -> None:
    _commits_last()
    office.enrol_people(PEOPLE)
    code = office.announce()
    with office.post_office(tmp_path, "--slow", "1") as post:
        env = {
            **child_env, "PORTLIGHT_SMTP_PORT": str(post.port),
            "PORTLIGHT_SMTP_CONNECTIONS": str(office.CONNECTIONS),
            "PORTLIGHT_LOG": "WARNING",
        }  # fmt: skip
        with subprocess.Popen([sys.executable, "-c", _WATCHED], env=env, stderr=subprocess.DEVNULL) as watched:
            for share in (0.2, 0.6):
                while post.count()["messages"] < PEOPLE * share and watched.poll() is None:
                    time.sleep(0.05)
                _crash_the_database()
                _wait_for_the_database()
            assert watched.wait(timeout=120) == 0
        office.settle()
        _wait_for_the_database()
        doubts = office.open_doubts(code)
        arrived = post.deliveries()
        assert max(arrived.values()) == 1
        assert len(set(arrived) | set(doubts)) == PEOPLE
        assert len(doubts) <= 2 * office.CONNECTIONS
        if doubts:
            commands.resolve(delivery_ids=doubts, how="taken-as-sent", by=office.BY, at=office.timezone.now())
    assert office.ledger_adds_up(code)["accepted"] == PEOPLE
    assert queries.progress(code=code).finished
