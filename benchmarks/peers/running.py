"""What a round of a peer needs: its own database, its own processes, the same sink as everybody."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.databases import Database
from benchmarks.figures import Measured
from benchmarks.machine import ROOT
from benchmarks.sinks import OwnSink, PostfixSink
from portlight.simulator.children import Child, any_port

Sink = PostfixSink | OwnSink
PROCESSES = os.cpu_count() or 2
GIVE_UP = 180.0
NO_GROUP = "not installed: make .venv/bench.stamp"
NO_REDIS = "no broker: redis-server is not installed (apt install redis-server)"


def measured(count: int, seconds: float, cpu: float, rss: float, came: int, size: int) -> Measured:
    if came < count:
        raise RuntimeError(f"only {came} of {count} arrived")
    return Measured(count, seconds, cpu, rss, {"bytes": size})


def env_of(database: Database, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    return {
        **kept, "DJANGO_SETTINGS_MODULE": "benchmarks.peers.settings", "BENCH_DATABASE_URL": database.url,
        "BENCH_SMTP_PORT": str(port), "PYTHONPATH": str(ROOT), **more,
    }  # fmt: skip


def told_by(command: Sequence[str], env: dict[str, str], log: Path) -> dict[str, Any]:
    """The JSON object a peer's program prints last."""
    with log.open("wb") as out:
        done = subprocess.run(command, env=env, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE, stderr=out)
    return dict(json.loads(done.stdout.strip().rpartition("\n")[2]))


def queue(command: list[str], env: dict[str, str]) -> dict[str, Any]:
    with subprocess.Popen(
        command, env=env, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as queuing:
        said, _ = queuing.communicate("\n")
    if queuing.returncode:
        raise RuntimeError(f"queuing failed with exit code {queuing.returncode}")
    return dict(json.loads(said.strip().rpartition("\n")[2]))


@contextmanager
def broker(folder: Path) -> Iterator[str]:
    """A Redis of our own that keeps nothing on the disk."""
    port = any_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    child = Child("redis", command, os.environ, folder / "redis.log")
    child.start()
    time.sleep(0.5)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        child.stop()


@contextmanager
def workers(command: Sequence[str], env: dict[str, str], log: Path, ready: bytes, times: int = 1) -> Iterator[int]:
    """Gives the process number of the parent of the pool, once its log has said `ready` so many times."""
    log.unlink(missing_ok=True)
    child = Child("workers", command, env, log)
    child.start()
    try:
        assert child.process is not None
        for _ in range(300):
            if log.read_bytes().count(ready) >= times:
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"its workers did not start: {log.read_text(errors='replace')[-200:]}")
        yield child.process.pid
    finally:
        child.stop(patience=20)


def all_came(sink: Sink, count: int) -> tuple[float, int]:
    until = time.monotonic() + GIVE_UP
    while (came := sink.count()) < count and time.monotonic() < until:
        time.sleep(0.02)
    return time.monotonic(), came
