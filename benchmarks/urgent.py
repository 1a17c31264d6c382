"""`portlight bench delivery --urgent`: an urgent notice to everybody, released in the middle of an ordinary one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine
from benchmarks.figures import AT_MOST, Goal, Row
from benchmarks.office import Office
from benchmarks.sinks import OwnSink

GOALS = (Goal("first_seconds", 2.0, AT_MOST), Goal("last_seconds", 60.0, AT_MOST))
MIDDLE = 0.3  # this share of the people has the ordinary notice when the urgent one is released


def run(kind: str, people: int, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Seconds from the urgent press to its first and to its last person, by the sink's own clock."""
    where = machine.described()
    with databases.opened(kind, folder) as new:
        if new is None:
            row = Row("urgent", "s", more={"database": kind}, skipped="its programs are not installed")
            return {**figures.result("urgent", [row], ratios={}, goals=GOALS), **where}
        say(f"{kind}: an office of {people:,} people")
        office = Office(new("urgent"), folder, people)
        told = _overtake(office, folder)
    say(f"  first person after {told['first_seconds']:.2f} s, last after {told['last_seconds']:.2f} s")
    row = Row("Portlight", "messages/s", rate=told["messages"] / told["last_seconds"], more={"database": kind, **told})
    found = figures.result("urgent", [row], ratios={}, goals=GOALS, figures=told, people=people)
    return {**found, **where}


def _overtake(office: Office, folder: Path) -> dict[str, Any]:
    with (
        OwnSink(folder) as sink,
        office.at_work(sink.port),
        office.presser("ordinary", sink.port, look_at=int(MIDDLE * office.people)) as bulk,
        office.presser("urgent", sink.port) as urgent,
    ):
        bulk.press()
        bulk.until_halfway()
        offset = time.time() - time.monotonic()
        second = urgent.go()
        first = bulk.told()
        time.sleep(0.5)  # the sink writes ten times a second
        came = moments(sink.lines(), second["code"])
        told = sink.told()
    pressed = second["began"] + offset
    return {
        "messages": second["messages"], "first_seconds": round(came[0] - pressed, 3),
        "last_seconds": round(came[-1] - pressed, 2), "bulk_messages": first["messages"],
        "bulk_seconds": round(first["finished"] - first["began"], 2), "duplicates": told["duplicates"],
        "lost": first["messages"] + second["messages"] - (told["messages"] - told["duplicates"]),
    }  # fmt: skip


def moments(lines: list[str], code: str) -> list[float]:
    """When the mails of one message came, in order: the Message-ID begins with the message's code."""
    return sorted(float(fields[5]) for line in lines if (fields := line.split("\t"))[1].startswith(f"<{code}."))
