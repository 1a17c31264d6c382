"""`portlight bench receipts`: what providers push through the front door, into the spool, the inbox and the ledger.

A release by the provider's simulator is settled first; its own record then becomes reports. Counted by the tallies: as
many delivered and failed as there were different reports, whatever was doubled, shuffled, early or replayed.
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

from benchmarks import databases, figures, machine, pusher, vendors
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from benchmarks.gauge import Gauge
from benchmarks.office import INSIDE, Office
from benchmarks.serving import served
from portlight.simulator.children import any_port

Say = Callable[[str], None]
UNIT = "receipts/s"
TOKEN = "a-token-of-the-bench-and-nobody-else"
GOALS = (Goal("absorbed", 5_000.0, AT_LEAST), Goal("lost", 0.0, AT_MOST), Goal("counted_twice", 0.0, AT_MOST))
VENDORS = ("aliyun", "tencent")


@dataclass(frozen=True, kw_only=True)
class Wish:
    people: int = 20_000
    early: int = 1_000  # reports pushed while the release still runs
    rounds: int = 3

    @classmethod
    def quick(cls) -> Wish:
        return cls(people=3_000, early=300, rounds=1)


def run(kind: str, wish: Wish, folder: Path, say: Say) -> dict[str, Any]:
    """One kind of database, both providers."""
    where = machine.described()
    with databases.opened(kind, folder) as new:
        if new is None:
            return {**_nothing(kind), **where}
        rows, rounds = [], {}
        for vendor in VENDORS:
            office = _office(vendor, new, folder, wish.people)
            rounds[vendor] = [_round(vendor, office, folder, wish, say) for _ in range(wish.rounds)]
            rows.append(_row(vendor, kind, rounds[vendor]))
        return {**_result(kind, rows, [one for each in rounds.values() for one in each], wish), **where}


def _office(vendor: str, new: Callable[[str], Any], folder: Path, people: int) -> Office:
    place = folder / vendor
    place.mkdir()
    _, settings = getattr(vendors, vendor)(folder)
    return Office(
        new(vendor), place, people, settings={**settings, "PORTLIGHT_SMS_RECEIPT_TOKEN": TOKEN},
        how=("--channel", "sms", "--reach", "mainland"),
    )  # fmt: skip


def _round(vendor: str, office: Office, folder: Path, wish: Wish, say: Say) -> Measured:
    simulator, settings = getattr(vendors, vendor)(folder, "--no-details")
    office.settings.update(settings)
    port = any_port()
    url = f"http://127.0.0.1:{port}/hooks/sms/{vendor}/{TOKEN}"
    command = [sys.executable, "-m", "portlight", "web", "--port", str(port), "--workers", "1", "--quiet"]
    with (
        simulator,
        office.at_work(simulator.port) as worker,
        served(command, office.env(), port, folder / "front.log") as front,
        office.presser("urgent", simulator.port) as presser,
    ):
        early = _push(vendor, simulator, url, "--first", str(wish.early))
        sent = presser.go()
        early.communicate(timeout=60)
        if early.returncode:
            raise RuntimeError("an early push was not taken")
        before = office.inside("receipts", "--code", sent["code"])
        assert worker.process is not None
        with Gauge(worker.process.pid) as gauge, Gauge(front) as door:
            watcher = _watch(office, sent["code"], sent["messages"])
            pushed = _told(_push(vendor, simulator, url, "--skip", str(wish.early)))
            after = _told(watcher)
    return _measured(sent, json.loads(before), pushed, after, gauge, door, say)


def _measured(
    sent: dict[str, Any], before: dict[str, Any], pushed: dict[str, Any], after: dict[str, Any], gauge: Gauge,
    door: Gauge, say: Say,
) -> Measured:  # fmt: skip
    arrived = after["delivered"] + after["failed"]
    seconds = after["finished"] - pushed["began"]
    more = {
        "said": pushed["said"], "pushes": pushed["pushes"], "early": sent["messages"] - pushed["receipts"],
        "loose_at_first": before["loose"], "lost": max(sent["messages"] - arrived, 0),
        "counted_twice": max(arrived - sent["messages"], 0), "unread": after["unread"], "loose": after["loose"],
        "door_cpu_us_each": door.cpu_seconds / pushed["receipts"] * 1e6, "door_p95_ms": pushed["p95_ms"],
        "door_seconds": pushed["seconds"],
    }  # fmt: skip
    one = Measured(pushed["receipts"], seconds, gauge.cpu_seconds, gauge.rss_mb, more)
    say(f"  {one.count:>8,} receipts in {seconds:6.2f} s  {one.rate:9,.0f}/s  {more}")
    return one


def _push(vendor: str, simulator: vendors.Simulator, url: str, *how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.pusher", "--vendor", vendor, "--record", str(simulator.record)]
    child = subprocess.Popen([*command, "--url", url, *how], cwd=machine.ROOT, text=True, stdout=subprocess.PIPE)
    if "--first" in how:
        assert child.stdout is not None
        child.stdout.readline()
    return child


def _watch(office: Office, code: str, count: int) -> subprocess.Popen[str]:
    command = [*INSIDE, "receipts", "--code", code, "--people", str(count)]
    child = subprocess.Popen(command, env=office.env(), cwd=machine.ROOT, text=True, stdout=subprocess.PIPE)
    time.sleep(1.0)  # it is up before the first push
    return child


def _told(child: subprocess.Popen[str]) -> dict[str, Any]:
    said, _ = child.communicate(timeout=600)
    if child.returncode:
        raise RuntimeError("a helper of the round failed")
    return dict(json.loads(said.strip().rpartition("\n")[2]))


def _row(vendor: str, kind: str, rounds: list[Measured]) -> Row:
    worst = {name: max(one.more[name] for one in rounds) for name in ("lost", "counted_twice", "unread", "loose")}
    first = rounds[0].more
    return figures.row(
        f"Portlight, pushed by {vendor.capitalize()}", UNIT, rounds, database=kind, **worst,
        said=first["said"], pushes=first["pushes"], early=first["early"],
        loose_at_first=max(one.more["loose_at_first"] for one in rounds),
        door_cpu_us_each=figures.rounded(sorted(one.more["door_cpu_us_each"] for one in rounds)[len(rounds) // 2]),
        door_p95_ms=max(one.more["door_p95_ms"] for one in rounds),
        settings={"server": "granian, 1 worker", "each_push": pusher.EACH, "pushes_at_a_time": pusher.AT_A_TIME,
                  "every_report": "twice, shuffled", "again": f"every {pusher.AGAIN_EVERY}th push", "workers": 1},
    )  # fmt: skip


def _result(kind: str, rows: list[Row], rounds: list[Measured], wish: Wish) -> dict[str, Any]:
    known: dict[str, float | None] = {"absorbed": min(row.rate or 0.0 for row in rows)}
    known |= {name: float(max(one.more[name] for one in rounds)) for name in ("lost", "counted_twice")}
    return figures.result(
        "receipts", rows, ratios={"limit": None, "best_peer": None}, goals=GOALS, figures=known, database=kind,
        people=wish.people, rounds=wish.rounds,
    )  # fmt: skip


def _nothing(kind: str) -> dict[str, Any]:
    from benchmarks.outcome import NO_POSTGRESQL

    row = Row("Portlight", UNIT, more={"database": kind}, skipped=NO_POSTGRESQL)
    return figures.result("receipts", [row], ratios={}, goals=GOALS, database=kind)
