"""An office to be measured: built once by commands, put back before every round, its worker alone as in production."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.databases import Database
from benchmarks.figures import Measured
from benchmarks.machine import ROOT
from benchmarks.sinks import OwnSink, PostfixSink
from portlight.simulator.children import Child

CONNECTIONS = 4
AGREE_WITHIN = 20.0  # seconds the sink may take to have written its count
SITE = "https://exit-entry.example"


class Office:
    """`settings` are PORTLIGHT_ ones it has beside the usual; `how`: arguments of `inside build`."""

    def __init__(
        self, database: Database, folder: Path, people: int, *, settings: Mapping[str, str] | None = None,
        how: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.database = database
        self.people = people
        self.settings = dict(settings or {})
        self.data = folder / f"office-{database.kind}-{people}"
        self.data.mkdir(parents=True)
        self.built = json.loads(self.inside("build", "--people", str(people), *how))
        database.keep()

    def env(self, port: int = 1) -> dict[str, str]:
        """A production office's: nothing of the caller's PORTLIGHT_ settings comes in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
        return {
            **kept, "PORTLIGHT_DATA": str(self.data), "PORTLIGHT_DATABASE_URL": self.database.url,
            "PORTLIGHT_SITE": SITE, "PORTLIGHT_HOSTS": "exit-entry.example", "PORTLIGHT_SMTP_PORT": str(port),
            "PORTLIGHT_SMTP_CONNECTIONS": str(CONNECTIONS), "PORTLIGHT_LOG": "WARNING",
            "DJANGO_SETTINGS_MODULE": "portlight.config.settings", "PYTHONPATH": str(ROOT), **self.settings,
        }  # fmt: skip

    @contextmanager
    def at_work(self, port: int) -> Iterator[Child]:
        """The kept state, and a worker that waits for work."""
        self.database.put_back()
        for name in ("journals", "public", "spool"):
            shutil.rmtree(self.data / name, ignore_errors=True)
        log = self.data / "worker.log"
        worker = Child("worker", [sys.executable, "-m", "portlight", "worker"], self.env(port), log)
        worker.start()
        try:
            self._wait_for_journal(worker, log)
            yield worker
        finally:
            worker.stop(patience=30)

    def _wait_for_journal(self, worker: Child, log: Path) -> None:
        """The engine opens its journal when it begins to look for work."""
        for _ in range(600):
            if any((self.data / "journals").glob("*")):
                time.sleep(4.5)  # its first chores are done, the public status page among them
                return
            if not worker.running:
                break
            time.sleep(0.05)
        raise RuntimeError(f"the worker did not start: {log.read_text(errors='replace')[-800:]}")

    def round(self, sink: PostfixSink | OwnSink) -> Measured:
        """From the press of release to derived finished, with the sink's own count agreeing."""
        from benchmarks.gauge import Gauge

        with self.at_work(sink.port) as worker, self.presser("urgent", sink.port) as presser:
            assert worker.process is not None
            server = self.database.pid()
            with (
                Gauge(worker.process.pid) as gauge, Gauge(server or os.getpid()) as database, Gauge(sink.pid) as taking,
            ):  # fmt: skip
                told = presser.go()
                agreed, came = agree(sink, told["messages"])
        seconds = max(agreed, told["finished"]) - told["began"]
        more = {
            **told, "came": came, "database_cpu_seconds": database.cpu_seconds if server else 0.0,
            "sink_cpu_seconds": taking.cpu_seconds,
        }  # fmt: skip
        return Measured(told["messages"], seconds, gauge.cpu_seconds, gauge.rss_mb, more)

    @contextmanager
    def presser(self, severity: str, port: int, *, look_at: int = 0) -> Iterator[Presser]:
        command = [*INSIDE, "press", "--number", self.built["numbers"][severity]]
        command += ["--releaser", self.built["releaser"], "--look-at", str(look_at)]
        with subprocess.Popen(
            command, env=self.env(port), cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            try:
                yield Presser(process)
            finally:
                if process.poll() is None:
                    process.kill()

    def inside(self, *arguments: str) -> str:
        done = subprocess.run([*INSIDE, *arguments], env=self.env(), cwd=ROOT, text=True, stdout=subprocess.PIPE)
        if done.returncode:
            raise RuntimeError(f"the office could not be built (exit code {done.returncode})")
        return done.stdout.strip().rpartition("\n")[2]


INSIDE = [sys.executable, "-m", "benchmarks.inside"]


class Presser:
    """Somebody with a finger on the button, in a process of her own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert self.process.stdout is not None
        self._expect("ready")

    def _expect(self, word: str) -> None:
        assert self.process.stdout is not None
        said = self.process.stdout.readline().strip()
        if said != word:
            raise RuntimeError(f"expected {word!r}, got {said!r}")

    def press(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def until_halfway(self) -> None:
        self._expect("halfway")

    def until_finished(self) -> None:
        self._expect("finished")

    def told(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                return dict(json.loads(line))
        raise RuntimeError("the run did not finish")

    def go(self) -> dict[str, Any]:
        self.press()
        return self.told()


def agree(sink: PostfixSink | OwnSink, wanted: int) -> tuple[float, int]:
    """The moment at which the sink's count was what the ledger says (or patience ended), and that count."""
    until = time.monotonic() + AGREE_WITHIN
    while (came := sink.count()) < wanted and time.monotonic() < until:
        time.sleep(0.02)
    return time.monotonic(), came
