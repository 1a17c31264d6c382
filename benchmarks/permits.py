"""`portlight bench permits`: applications sent three times each, shuffled, by four processes, are one case each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine
from benchmarks.acting import COPIES
from benchmarks.figures import AT_LEAST, Goal, Row
from benchmarks.lodging import PROCESSES, Place, told

GOALS = (Goal("one_filing", 1.0, AT_LEAST),)
UNIT = "applications sent/s, each three times"


@dataclass(frozen=True, kw_only=True)
class Wish:
    count: int = 10_000

    @classmethod
    def quick(cls) -> Wish:
        return cls(count=200)


class Office(Place):
    program = "benchmarks.inside_permits"


def run(kind: str, wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Gives the result; `one_filing` is 1.0 only where cases, particulars and slips are as many as were asked for."""
    where = machine.described()
    with databases.opened(kind, folder) as new:
        if new is None:
            row = Row(f"Portlight, {kind}", UNIT, skipped="the programs of PostgreSQL are missing")
            return {**figures.result("permits", [row], ratios={}, goals=GOALS), **where}
        office = Office(new("permits"), folder)
        told(office.inside("prepare", count=wish.count))
        began = time.monotonic()
        working = [office.inside("submit", count=wish.count, share=one, of=PROCESSES) for one in range(PROCESSES)]
        for one in working:
            told(one)
        seconds, stands = time.monotonic() - began, told(office.inside("count"))
    say(f"  {kind}: {wish.count * COPIES:,} sent in {seconds:.1f} s, {stands['cases']:,} cases")
    row = Row(f"Portlight, {kind}", UNIT, rate=wish.count * COPIES / seconds,
              more={"count": wish.count, "processes": PROCESSES, "stands": stands})  # fmt: skip
    apart = max(abs(number - wish.count) for number in stands.values())
    measured = {"one_filing": 1.0 - apart / wish.count}
    return {**figures.result("permits", [row], ratios={}, goals=GOALS, figures=measured), **where}
