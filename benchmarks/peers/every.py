"""The peers of the broadcast: whose program, set up how, and one round of each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.databases import Database
from benchmarks.figures import Measured
from benchmarks.gauge import Gauge
from benchmarks.machine import ROOT
from benchmarks.peers import running
from benchmarks.peers.running import NO_GROUP, NO_REDIS, PROCESSES, Sink


class PostOffice:
    who = "django-post_office"
    settings = {
        "send_many": "1,000 a call, render_on_delivery, a template per language",
        "command": f"send_queued_mail --processes={PROCESSES}", "BATCH_SIZE": 1000,
        "THREADS_PER_PROCESS": 1, "LOG_LEVEL": "failures only",
    }  # fmt: skip

    def missing(self) -> str:
        return "" if find_spec("post_office") else NO_GROUP

    def round(self, database: Database, folder: Path, sink: Sink, count: int) -> Measured:
        lock = folder / f"post-office-{sink.port}.lock"
        command = [sys.executable, "-m", "benchmarks.peers.with_post_office", "--count", str(count)]
        command += ["--processes", str(PROCESSES), "--lockfile", str(lock)]
        env = running.env_of(database, sink.port, BENCH_EMAIL_BACKEND="post_office.EmailBackend")
        told = running.told_by(command, env, folder / "post-office.log")
        ended, came = running.all_came(sink, count)
        seconds = max(ended, told["ended"]) - told["began"]
        return running.measured(count, seconds, told["cpu"], told["rss_mb"], came, told["bytes"])


class Mailer:
    who = "django-mailer"
    settings = {
        "queued": "get_connection().send_messages, 1,000 a call", "MAILER_MESSAGES_BATCH_SIZE": 1000,
        "MAILER_USE_FILE_LOCK": False, "command": "send_mail",
        "processes": f"{PROCESSES} on postgresql; 1 on sqlite, where it takes no row locks",
    }  # fmt: skip

    def missing(self) -> str:
        return "" if find_spec("mailer") else NO_GROUP

    def round(self, database: Database, folder: Path, sink: Sink, count: int) -> Measured:
        processes = PROCESSES if database.kind == "postgresql" else 1
        command = [sys.executable, "-m", "benchmarks.peers.with_mailer", "--count", str(count)]
        command += ["--processes", str(processes)]
        env = running.env_of(database, sink.port, BENCH_EMAIL_BACKEND="mailer.backend.DbBackend")
        told = running.told_by(command, env, folder / "mailer.log")
        ended, came = running.all_came(sink, count)
        seconds = max(ended, told["ended"]) - told["began"]
        return running.measured(count, seconds, told["cpu"], told["rss_mb"], came, told["bytes"])


class _Tasks:
    """A task for each message, over Redis."""

    who = ""
    package = ""
    settings: dict[str, Any] = {}

    def missing(self) -> str:
        if not find_spec(self.package):
            return NO_GROUP
        return "" if shutil.which("redis-server") else NO_REDIS

    def pool(self) -> tuple[list[str], bytes, int]:
        """Its workers' command, what they say when they are ready, and how often."""
        raise NotImplementedError

    def round(self, database: Database, folder: Path, sink: Sink, count: int) -> Measured:
        with running.broker(folder) as url:
            env = running.env_of(database, sink.port, BENCH_BROKER_URL=url)
            command = [sys.executable, "-m", "benchmarks.peers.with_tasks", self.package]
            subprocess.run([*command, "--prepare"], env=env, cwd=ROOT, check=True)
            pool, ready, times = self.pool()
            log = folder / f"{self.package}.log"
            with running.workers(pool, env, log, ready, times) as pid, Gauge(pid) as gauge:
                told = running.queue([*command, "--count", str(count)], env)
                ended, came = running.all_came(sink, count)
        cpu = gauge.cpu_seconds + told["cpu"]
        return running.measured(count, ended - told["began"], cpu, gauge.rss_mb, came, told["bytes"])


class CeleryTasks(_Tasks):
    who, package = "Celery, one task per message", "celery"
    settings = {
        "broker": "Redis", "pool": f"prefork, {PROCESSES}", "prefetch_multiplier": 128, "ignore_result": True,
        "options": "--without-gossip --without-mingle --without-heartbeat", "smtp": "a kept connection per process",
        "CELERY_DB_REUSE_MAX": "no end", "ledger": "one row per message, loaded and marked by its task",
    }  # fmt: skip

    def pool(self) -> tuple[list[str], bytes, int]:
        command = [sys.executable, "-m", "celery", "-A", "benchmarks.peers.celery_app", "worker", "--pool=prefork"]
        command += [f"--concurrency={PROCESSES}", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        return [*command, "--loglevel=WARNING"], b"worker ready", 1


class DramatiqTasks(_Tasks):
    who, package = "Dramatiq, one task per message", "dramatiq"
    settings = {
        "broker": "Redis", "processes": PROCESSES, "threads": 8, "smtp": "a kept connection per thread",
        "database": "a kept connection per thread", "ledger": "one row per message, loaded and marked by its task",
        "options": "--skip-logging; middleware as it comes",
    }  # fmt: skip

    def pool(self) -> tuple[list[str], bytes, int]:
        command = [sys.executable, "-m", "dramatiq", "--processes", str(PROCESSES), "--threads", "8", "--skip-logging"]
        return [*command, "benchmarks.peers.dramatiq_app"], b"worker ready", PROCESSES


PEERS = (PostOffice(), Mailer(), CeleryTasks(), DramatiqTasks())
