"""`portlight bench lodging`: declarations sent three times each are one registration each; pages stay quick at a rate.

The first by the command in four processes at once, shuffled; the second at the portal, whole ways of thirteen requests
by people who are signed in, client, server and database on the same machine; then the same once more while a reader
works through a line of photos.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine
from benchmarks.acting import COPIES
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Row
from benchmarks.gauge import Gauge
from benchmarks.office import SITE
from benchmarks.serving import served
from portlight.simulator.children import Child, any_port
from portlight.toolkit import passport

Say = Callable[[str], None]
PROCESSES = 4
LINE_RATE = 5.0
RATES = {"sqlite": 5.0, "postgresql": 20.0}  # 500 and 2,000 times Shanghai's mean of 2025
GOALS = (
    Goal("one_each", 1.0, AT_LEAST), Goal("registered_share", 1.0, AT_LEAST), Goal("page_p95_seconds", 0.3, AT_MOST),
    Goal("decision_p95_seconds", 2.0, AT_MOST), Goal("photos_a_cpu_second", 1.0, AT_LEAST),
    Goal("line_page_p95_seconds", 0.3, AT_MOST),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wish:
    count: int = 10_000
    seconds: float = 30.0
    photos: int = 120  # more than are read meanwhile: the line stays full

    @classmethod
    def quick(cls) -> Wish:
        return cls(count=300, seconds=6.0, photos=40)


class Place:
    """An office with a database of its own; `program` is what works inside it."""

    program = "benchmarks.inside_lodging"

    def __init__(self, database: Any, folder: Path) -> None:
        self.database, self.data = database, folder / f"office-{database.kind}"
        self.data.mkdir(parents=True)

    def env(self) -> dict[str, str]:
        import os

        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
        return {
            **kept, "PORTLIGHT_DATA": str(self.data), "PORTLIGHT_DATABASE_URL": self.database.url,
            "PORTLIGHT_SITE": SITE, "PORTLIGHT_HOSTS": "exit-entry.example", "PORTLIGHT_LOG": "WARNING",
            "DJANGO_SETTINGS_MODULE": "portlight.config.settings", "PYTHONPATH": str(machine.ROOT),
        }  # fmt: skip

    def inside(self, act: str, **given: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", self.program, act]
        command += [part for name, value in given.items() for part in (f"--{name}", str(value))]
        return subprocess.Popen(command, env=self.env(), cwd=machine.ROOT, stdout=subprocess.PIPE, text=True)


def run(kind: str, wish: Wish, folder: Path, say: Say) -> dict[str, Any]:
    where = machine.described()
    with databases.opened(kind, folder) as new:
        if new is None:
            row = Row(f"Portlight, {kind}", "declarations/s", skipped="the programs of PostgreSQL are missing")
            return {**figures.result("lodging", [row], ratios={}, goals=GOALS), **where}
        office = Place(new("lodging"), folder)
        people = int((RATES[kind] + LINE_RATE) * wish.seconds * 1.3) + 40
        prepared = told(office.inside("prepare", people=people))
        once, seconds = _once(office, wish.count)
        say(f"  {kind}: {wish.count * COPIES:,} sent in {seconds:.1f} s, {once['registrations']:,} registrations")
        crowd = Crowd(office, kind, prepared, folder, wish.seconds)
        pages = crowd.files(RATES[kind])
        say(f"  {kind}: pages p95 {pages['p95'] * 1000:.0f} ms at {RATES[kind]:g} declarations/s; {pages['ended']}")
        line = _line(crowd, wish, say)
        after = told(office.inside("count"))
    return {**_result(kind, wish, once, seconds, pages, line, after), **where}


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{process.args} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(out.strip().splitlines()[-1])
    return found


def _once(office: Place, count: int) -> tuple[dict[str, Any], float]:
    began = time.monotonic()
    working = [office.inside("submit", count=count, share=share, of=PROCESSES) for share in range(PROCESSES)]
    for one in working:
        told(one)
    return told(office.inside("count")), time.monotonic() - began


class Crowd:
    """People with cookies of their own, who each go the way once."""

    def __init__(
        self, office: Place, kind: str, prepared: dict[str, Any], folder: Path, seconds: float, way: str = "lodging"
    ) -> None:
        self.office, self.kind, self.prepared, self.folder, self.seconds = office, kind, prepared, folder, seconds
        self.way = way
        self.gone = 0  # how many have been through

    def files(self, rate: float) -> dict[str, Any]:
        """Whole ways at `rate` a second; the seconds of every page."""
        port, tokens = any_port(), self.folder / f"tokens-{self.kind}.json"
        left = {**self.prepared, "tokens": self.prepared["tokens"][self.gone :], "first": self.gone}
        tokens.write_text(json.dumps(left), encoding="utf-8")
        web = [sys.executable, "-m", "portlight", "web", "--port", str(port), "--workers", "2", "--quiet"]
        crowd = [sys.executable, "-m", "benchmarks.visiting", self.way, "--port", str(port), "--tokens", str(tokens)]
        crowd += ["--rate", str(rate), "--seconds", str(self.seconds)]
        with served(web, self.office.env(), port, self.folder / f"web-{self.kind}.log"):
            found = told(subprocess.Popen(crowd, cwd=machine.ROOT, stdout=subprocess.PIPE, text=True))
        self.gone += found["begun"]
        return found


def _line(crowd: Crowd, wish: Wish, say: Say) -> dict[str, Any] | None:
    """People who register while photos are read by one reader of its own; None where reading is not installed."""
    if not passport.available():
        say(f"  {crowd.kind}: no photo is read: pip install 'portlight[passport]'")
        return None
    office = crowd.office
    told(office.inside("photos", count=wish.photos))
    command = [sys.executable, "-m", "portlight", "reader"]
    reader = Child("reader", command, office.env(), crowd.folder / f"reader-{crowd.kind}.log")
    reader.start()
    assert reader.process is not None
    try:
        before = _begun(office)
        with Gauge(reader.process.pid) as gauge:
            pages = crowd.files(LINE_RATE)
            stands = told(office.inside("read"))
    finally:
        reader.stop(patience=15)
    stands["read"] -= before
    p95 = round(pages["p95"] * 1000)
    say(f"  {crowd.kind}: {stands['read']} photos in {gauge.cpu_seconds:.0f} CPU-s, pages p95 {p95} ms")
    return {**stands, "reader_cpu_seconds": round(gauge.cpu_seconds, 1), "rate_of_people": LINE_RATE, "pages": pages}


def _result(
    kind: str, wish: Wish, once: dict[str, Any], seconds: float, pages: dict[str, Any], line: dict[str, Any] | None,
    after: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    good = pages["ended"].get("done", 0)
    row = Row(
        f"Portlight, {kind}", "declarations sent/s, each three times", rate=wish.count * COPIES / seconds,
        more={"count": wish.count, "processes": PROCESSES, "stands": once, "afterwards": after,
              "pages": pages, "rate_of_people": RATES[kind], "seconds_of_people": wish.seconds, "line": line},
    )  # fmt: skip
    known = {
        "one_each": float(once["registrations"] == once["papers"] == once["slips"] == wish.count),
        "registered_share": good / pages["begun"] if pages["begun"] else 0.0, "page_p95_seconds": pages["p95"],
        "decision_p95_seconds": pages["pages"].get("check POST"), **_of_line(line),
    }  # fmt: skip
    return figures.result("lodging", [row], ratios={}, goals=GOALS, figures=known, database=kind)


def _begun(office: Place) -> int:
    """Waits until the reader has loaded its models and read a photo; returns how many it has read."""
    for _ in range(40):
        if read := told(office.inside("read"))["read"]:
            return int(read)
        time.sleep(0.5)
    raise RuntimeError("no photo is read")


def _of_line(line: dict[str, Any] | None) -> dict[str, float | None]:
    """Nothing was measured where the line ran empty."""
    if line is None or not line["waiting"]:
        return {}
    spent = line["reader_cpu_seconds"]
    return {
        "photos_a_cpu_second": line["read"] / spent if spent else None,
        "line_page_p95_seconds": line["pages"]["p95"],
    }
