"""`portlight bench permits`: applications sent three times each are one case each; and a day at three times the peak.

The first by the command in four processes at once, shuffled. The second at the portal: whole ways of twelve pages with
two photos of twelve megapixels, three ways a second (27,000 documents in eight hours, three times over), with the
worker, the mail it sends and the process that opens the photos on the same machine; then until the last is opened.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine
from benchmarks.acting import COPIES
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Row
from benchmarks.lodging import PROCESSES, Crowd, Place, told
from benchmarks.sinks import OwnSink
from portlight.simulator.children import Child

GOALS = (
    Goal("one_filing", 1.0, AT_LEAST), Goal("filed_share", 1.0, AT_LEAST), Goal("page_p95_seconds", 0.3, AT_MOST),
    Goal("photos_opened_share", 1.0, AT_LEAST), Goal("photos_minutes", 30.0, AT_MOST),
)  # fmt: skip
UNIT = "applications sent/s, each three times"
RATE, PHOTOS = 3.0, 2  # ways a second; of each way
_LOOK = 10.0  # seconds between two looks at the line: each is a process of its own, and takes from the others
_PATIENCE = 35 * 60  # seconds until what is not opened is counted as not opened


@dataclass(frozen=True, kw_only=True)
class Wish:
    count: int = 10_000
    seconds: float = 600.0

    @classmethod
    def quick(cls) -> Wish:
        return cls(count=200, seconds=8.0)


class Office(Place):
    program = "benchmarks.inside_permits"
    mail = 1  # port

    def env(self) -> dict[str, str]:
        return {**super().env(), "PORTLIGHT_SMTP_PORT": str(self.mail)}


def run(kind: str, wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Gives the result; `one_filing` is 1.0 only where cases, particulars and slips are as many as were asked for."""
    where = machine.described()
    with databases.opened(kind, folder) as new:
        if new is None:
            row = Row(f"Portlight, {kind}", UNIT, skipped="the programs of PostgreSQL are missing")
            return {**figures.result("permits", [row], ratios={}, goals=GOALS), **where}
        stands, seconds = _once(Office(new("permits"), folder / "once"), wish.count)
        say(f"  {kind}: {wish.count * COPIES:,} sent in {seconds:.1f} s, {stands['cases']:,} cases")
        peak = _peak(Office(new("peak"), folder / "peak"), kind, wish, folder)
        pages, line = peak["pages"], peak["line"]
        say(f"  {kind}: pages p95 {pages['p95'] * 1000:.0f} ms at {RATE:g} ways/s; {pages['ended']}; {line}")
    row = Row(f"Portlight, {kind}", UNIT, rate=wish.count * COPIES / seconds,
              more={"count": wish.count, "processes": PROCESSES, "stands": stands, "peak": peak})  # fmt: skip
    apart = max(abs(number - wish.count) for number in stands.values())
    asked = pages["begun"] * PHOTOS
    measured = {
        "one_filing": 1.0 - apart / wish.count, "filed_share": pages["ended"].get("done", 0) / max(pages["begun"], 1),
        "page_p95_seconds": pages["p95"], "photos_opened_share": line["visible"] / asked if asked else 0.0,
        "photos_minutes": line["minutes"],
    }  # fmt: skip
    return {**figures.result("permits", [row], ratios={}, goals=GOALS, figures=measured, database=kind), **where}


def _once(office: Office, count: int) -> tuple[dict[str, int], float]:
    told(office.inside("prepare", count=count))
    began = time.monotonic()
    working = [office.inside("submit", count=count, share=one, of=PROCESSES) for one in range(PROCESSES)]
    for one in working:
        told(one)
    return told(office.inside("count")), time.monotonic() - began


def _peak(office: Office, kind: str, wish: Wish, folder: Path) -> dict[str, Any]:
    """The crowd, and how long after its first page the last photo was opened. `line`: of the photos."""
    told(office.inside("prepare", count=0))
    prepared = told(office.inside("arrive", count=int(RATE * wish.seconds * 1.2) + 20))
    with at_work(office, folder):
        began = time.monotonic()
        pages = Crowd(office, kind, prepared, folder, wish.seconds, way="permits").files(RATE)
        at_the_end = told(office.inside("opened"))["received"]
        while (line := told(office.inside("opened")))["received"] and time.monotonic() - began < _PATIENCE:
            time.sleep(_LOOK)
    minutes = (time.monotonic() - began) / 60
    return {
        "rate": RATE, "seconds": wish.seconds, "pages": pages,
        "line": {**line, "waiting_at_the_end": at_the_end, "minutes": round(minutes, 2)},
    }  # fmt: skip


@contextmanager
def at_work(office: Office, folder: Path) -> Iterator[None]:
    """A mail server, the worker, and the process that opens papers: as gently as its unit runs it."""
    with ExitStack() as stack:
        office.mail = stack.enter_context(OwnSink(folder)).port
        portlight = (sys.executable, "-m", "portlight")
        for name, command in (("worker", [*portlight, "worker"]), ("reader", ["nice", "-n10", *portlight, "reader"])):
            child = Child(name, command, office.env(), folder / f"{name}-{office.database.kind}.log")
            child.start()
            stack.callback(child.stop, patience=15)
        yield
