"""`portlight bench desk`: staff on worklists and case pages of an office with a million cases, on PostgreSQL.

Client, server and database on the same processors. The cases are copies of one declaration by set-based SQL, which the
tick of the board counts once before and once after.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine
from benchmarks.figures import AT_MOST, Goal, Row
from benchmarks.gauge import Gauge
from benchmarks.lodging import Place, told
from benchmarks.officers import MIX
from benchmarks.serving import served
from portlight.simulator.children import any_port

KIND = "postgresql"
WORKERS = 2
GOALS = (
    Goal("desk_p95_seconds", 0.3, AT_MOST), Goal("failed_pages", 0.0, AT_MOST), Goal("count_seconds", 3.0, AT_MOST),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`think`: seconds between a page and the next one of the same officer, on the mean of an exponential."""

    cases: int = 1_000_000
    staff: int = 400
    think: float = 8.0
    seconds: float = 600.0

    @classmethod
    def quick(cls) -> Wish:
        return cls(cases=20_000, staff=40, think=4.0, seconds=20.0)


class Desk(Place):
    program = "benchmarks.inside_desk"


def run(wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    where = machine.described()
    with databases.opened(KIND, folder) as new:
        if new is None:
            row = Row(f"Portlight, {KIND}", "pages/s", skipped="the programs of PostgreSQL are missing")
            return {**figures.result("desk", [row], ratios={}, goals=GOALS), **where}
        office = Desk(new("desk"), folder)
        prepared = told(office.inside("prepare", cases=wish.cases))
        prepared |= told(office.inside("sign_in", staff=wish.staff))
        say(f"  {prepared['cases']:,} cases, {prepared['open']:,} open, in {prepared['seeding_seconds']:.0f} s")
        before = told(office.inside("count"))
        pages, gauge = _works(office, prepared, wish, folder)
        after = told(office.inside("count"))
    rate = pages["requests"] / pages["seconds"]
    say(f"  {rate:.1f} pages/s, p50 {pages['p50'] * 1000:.0f} ms, p95 {pages['p95'] * 1000:.0f} ms; {pages['failed']}")
    return {**_result(wish, prepared, pages, gauge, before, after), **where}


def _works(office: Desk, prepared: dict[str, Any], wish: Wish, folder: Path) -> tuple[dict[str, Any], Gauge]:
    port, tokens = any_port(), folder / "staff.json"
    tokens.write_text(json.dumps(prepared), encoding="utf-8")
    web = [sys.executable, "-m", "portlight", "web", "--port", str(port), "--workers", str(WORKERS), "--quiet"]
    crowd = [sys.executable, "-m", "benchmarks.officers", "--port", str(port), "--tokens", str(tokens)]
    crowd += ["--think", str(wish.think), "--seconds", str(wish.seconds)]
    with served(web, office.env(), port, folder / "web-desk.log") as pid, Gauge(pid) as gauge:
        pages = told(subprocess.Popen(crowd, cwd=machine.ROOT, stdout=subprocess.PIPE, text=True))
    return pages, gauge


def _result(
    wish: Wish, prepared: dict[str, Any], pages: dict[str, Any], gauge: Gauge, before: dict[str, Any],
    after: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    failed = sum(pages["failed"].values())
    row = Row(
        f"Portlight, {KIND}", "pages/s", rate=pages["requests"] / pages["seconds"],
        cpu_us_each=gauge.cpu_seconds / pages["requests"] * 1e6 if pages["requests"] else None, rss_mb=gauge.rss_mb,
        more={
            "staff": wish.staff, "think_seconds": wish.think, "cases": prepared["cases"], "open": prepared["open"],
            "stations": prepared["stations"], "mix": dict(MIX), "workers": WORKERS, "pages": pages,
            "count_before": before, "count_after": after,
            "settings": {"staff": wish.staff, "a page every": f"{wish.think:g} s", "cases": prepared["cases"]},
        },
    )  # fmt: skip
    known = {
        "desk_p95_seconds": pages["p95"], "failed_pages": float(failed),
        "count_seconds": max(before["seconds"], after["seconds"]),
    }  # fmt: skip
    return figures.result("desk", [row], ratios={}, goals=GOALS, figures=known, database=KIND)
