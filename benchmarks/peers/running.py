"""One round of a peer: its own database, its own processes, the same sink as everybody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.databases import Database
from benchmarks.figures import Measured
from benchmarks.gauge import Gauge
from benchmarks.machine import ROOT
from benchmarks.sinks import OwnSink, PostfixSink
from portlight.simulator.children import Child, free_port

PROCESSES = os.cpu_count() or 2
GIVE_UP = 180.0
NO_GROUP = "not installed: make .venv/bench.stamp"
NO_REDIS = "no broker: redis-server is not installed (apt install redis-server)"


class PostOffice:
    who = "django-post_office"
    settings = {
        "send_many": "1,000 a call, render_on_delivery, a template per language",
        "command": f"send_queued_mail --processes={PROCESSES}", "BATCH_SIZE": 1000,
        "THREADS_PER_PROCESS": 1, "LOG_LEVEL": "failures only",
    }  # fmt: skip

    def missing(self) -> str:
        return "" if find_spec("post_office") else NO_GROUP

    def round(self, database: Database, folder: Path, sink: PostfixSink | OwnSink, count: int) -> Measured:
        lock = folder / f"post-office-{sink.port}.lock"
        command = [sys.executable, "-m", "benchmarks.peers.with_post_office", "--count", str(count)]
        command += ["--processes", str(PROCESSES), "--lockfile", str(lock)]
        env = _env(database, sink.port, BENCH_EMAIL_BACKEND="post_office.EmailBackend")
        with (folder / "post-office.log").open("wb") as log:
            done = subprocess.run(command, env=env, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE, stderr=log)
        told = json.loads(done.stdout.strip().rpartition("\n")[2])
        ended, came = _all(sink, count)
        return _measured(
            count, max(ended, told["ended"]) - told["began"], told["cpu"], told["rss_mb"], came, told["bytes"]
        )


class OneTaskEach:
    who = "Celery, one task per message"
    settings = {
        "broker": "Redis", "pool": f"prefork, {PROCESSES}", "prefetch_multiplier": 128, "ignore_result": True,
        "options": "--without-gossip --without-mingle --without-heartbeat", "smtp": "a kept connection per process",
        "CELERY_DB_REUSE_MAX": "no end", "ledger": "one row per message, loaded and marked by its task",
    }  # fmt: skip

    def missing(self) -> str:
        if not find_spec("celery"):
            return NO_GROUP
        return "" if shutil.which("redis-server") else NO_REDIS

    def round(self, database: Database, folder: Path, sink: PostfixSink | OwnSink, count: int) -> Measured:
        with _broker(folder) as url:
            env = _env(database, sink.port, BENCH_BROKER_URL=url)
            command = [sys.executable, "-m", "benchmarks.peers.with_celery"]
            subprocess.run([*command, "--prepare"], env=env, cwd=ROOT, check=True)
            with _workers(env, folder / "celery.log") as workers, Gauge(workers) as gauge:
                told = _queue([*command, "--count", str(count)], env)
                ended, came = _all(sink, count)
        return _measured(
            count, ended - told["began"], gauge.cpu_seconds + told["cpu"], gauge.rss_mb, came, told["bytes"]
        )


PEERS = (PostOffice(), OneTaskEach())


def _measured(count: int, seconds: float, cpu: float, rss: float, came: int, size: int) -> Measured:
    if came < count:
        raise RuntimeError(f"only {came} of {count} arrived")
    return Measured(count, seconds, cpu, rss, {"bytes": size})


def _env(database: Database, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    return {
        **kept, "DJANGO_SETTINGS_MODULE": "benchmarks.peers.settings", "BENCH_DATABASE_URL": database.url,
        "BENCH_SMTP_PORT": str(port), "PYTHONPATH": str(ROOT), **more,
    }  # fmt: skip


def _queue(command: list[str], env: dict[str, str]) -> dict[str, Any]:
    with subprocess.Popen(
        command, env=env, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as queuing:
        said, _ = queuing.communicate("\n")
    if queuing.returncode:
        raise RuntimeError(f"queuing failed with exit code {queuing.returncode}")
    return dict(json.loads(said.strip().rpartition("\n")[2]))


@contextmanager
def _broker(folder: Path) -> Iterator[str]:
    """A Redis of our own that keeps nothing on the disk."""
    port = free_port(26379)
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    child = Child("redis", command, os.environ, folder / "redis.log")
    child.start()
    time.sleep(0.5)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        child.stop()


@contextmanager
def _workers(env: dict[str, str], log: Path) -> Iterator[int]:
    """Gives the process number of the parent of the pool, once it is ready."""
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.peers.celery_app", "worker", "--pool=prefork"]
    command += [f"--concurrency={PROCESSES}", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    child = Child("celery", [*command, "--loglevel=WARNING"], env, log)
    child.start()
    try:
        assert child.process is not None
        for _ in range(300):
            if b"worker ready" in log.read_bytes():
                break
            time.sleep(0.1)
        yield child.process.pid
    finally:
        child.stop(patience=20)


def _all(sink: PostfixSink | OwnSink, count: int) -> tuple[float, int]:
    until = time.monotonic() + GIVE_UP
    while (came := sink.count()) < count and time.monotonic() < until:
        time.sleep(0.02)
    return time.monotonic(), came
