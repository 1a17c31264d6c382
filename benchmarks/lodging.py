"""`portlight bench lodging`: declarations sent three times each are one registration each; pages stay quick at a rate.

The first by the command in four processes at once, shuffled; the second at the portal, whole ways of twelve requests by
people who are signed in, client, server and database on the same machine.
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
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Row
from benchmarks.inside_lodging import COPIES
from benchmarks.office import SITE
from benchmarks.serving import served
from portlight.simulator.children import any_port

Say = Callable[[str], None]
PROCESSES = 4
RATES = {"sqlite": 5.0, "postgresql": 20.0}  # 500 and 2,000 times Shanghai's mean of 2025
GOALS = (
    Goal("one_each", 1.0, AT_LEAST), Goal("registered_share", 1.0, AT_LEAST), Goal("page_p95_seconds", 0.3, AT_MOST),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wish:
    count: int = 10_000
    seconds: float = 60.0

    @classmethod
    def quick(cls) -> Wish:
        return cls(count=300, seconds=6.0)


class Place:
    """An office with a database of its own."""

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
        command = [sys.executable, "-m", "benchmarks.inside_lodging", act]
        command += [part for name, value in given.items() for part in (f"--{name}", str(value))]
        return subprocess.Popen(command, env=self.env(), cwd=machine.ROOT, stdout=subprocess.PIPE, text=True)


def run(kind: str, wish: Wish, folder: Path, say: Say) -> dict[str, Any]:
    where = machine.described()
    with databases.opened(kind, folder) as new:
        if new is None:
            row = Row(f"Portlight, {kind}", "declarations/s", skipped="the programs of PostgreSQL are missing")
            return {**figures.result("lodging", [row], ratios={}, goals=GOALS), **where}
        office = Place(new("lodging"), folder)
        people = int(RATES[kind] * wish.seconds * 1.3) + 20
        prepared = told(office.inside("prepare", people=people))
        once, seconds = _once(office, wish.count)
        say(f"  {kind}: {wish.count * COPIES:,} sent in {seconds:.1f} s, {once['registrations']:,} registrations")
        pages = _pages(office, kind, prepared, folder, wish.seconds)
        say(f"  {kind}: pages p95 {pages['p95'] * 1000:.0f} ms at {RATES[kind]:g} declarations/s; {pages['ended']}")
        after = told(office.inside("count"))
    return {**_result(kind, wish, once, seconds, pages, after), **where}


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


def _pages(office: Place, kind: str, prepared: dict[str, Any], folder: Path, seconds: float) -> dict[str, Any]:
    port, tokens = any_port(), folder / f"tokens-{kind}.json"
    tokens.write_text(json.dumps(prepared), encoding="utf-8")
    command = [sys.executable, "-m", "portlight", "web", "--port", str(port), "--workers", "2", "--quiet"]
    crowd = [sys.executable, "-m", "benchmarks.filing", "--port", str(port), "--tokens", str(tokens)]
    crowd += ["--rate", str(RATES[kind]), "--seconds", str(seconds)]
    with served(command, office.env(), port, folder / f"web-{kind}.log"):
        return told(subprocess.Popen(crowd, cwd=machine.ROOT, stdout=subprocess.PIPE, text=True))


def _result(
    kind: str, wish: Wish, once: dict[str, Any], seconds: float, pages: dict[str, Any], after: dict[str, Any]
) -> dict[str, Any]:
    good = pages["ended"].get("registered", 0)
    row = Row(
        f"Portlight, {kind}", "declarations sent/s, each three times", rate=wish.count * COPIES / seconds,
        more={"count": wish.count, "processes": PROCESSES, "stands": once, "afterwards": after,
              "pages": pages, "rate_of_people": RATES[kind]},
    )  # fmt: skip
    known = {
        "one_each": float(once["registrations"] == once["papers"] == once["slips"] == wish.count),
        "registered_share": good / pages["begun"] if pages["begun"] else 0.0, "page_p95_seconds": pages["p95"],
    }  # fmt: skip
    return figures.result("lodging", [row], ratios={}, goals=GOALS, figures=known, database=kind)
