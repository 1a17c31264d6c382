"""`portlight bench delivery --large`: one office that grows to a million and to ten million people on PostgreSQL.

What a message costs in it, worker and database together, is compared with an office of ten thousand on the same server
in the same run. No second copy is kept: the million has had its notice when the rest moves in. While the ordinary
notice goes to everybody, an urgent one to a part of the city is released and overtakes it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine, sinks
from benchmarks.figures import AT_MOST, Goal, Measured, Row
from benchmarks.gauge import Gauge
from benchmarks.office import CONNECTIONS, INSIDE, Office, agree
from portlight.delivery import rules
from portlight.simulator import city

Say = Callable[[str], None]
SIZES = (1_000_000, 10_000_000)
FEW = 10_000
# Both offices stand on this one server: memory for the indexes of ten million, and checkpoints that are not forced.
OPTIONS = ("shared_buffers=2GB", "max_wal_size=8GB", "shared_preload_libraries=pg_stat_statements")
# Where the urgent notice goes: districts with 19 % of the city of a million, 2 % of ten million, about 180,000 each.
PARTS = {1_000_000: ("310112", "310118"), 10_000_000: ("310114",)}
URGENT_AT = 0.3  # this share of the people has the ordinary notice when the urgent one is released
ENROLLING = 2  # processes
GROWTH = {1_000_000: 1.15, 10_000_000: 1.3}
_EXPANDING = ("INSERT INTO delivery_page", "INSERT INTO delivery_delivery", "INSERT INTO delivery_exclusion")


class Growing(Office):
    """An office whose people become more, and whose notices are signed anew before each round."""

    database: databases.Lasting

    def grow(self, people: int) -> float:
        """Enrol up to `people`, some processes side by side; the seconds it took."""
        began, missing = time.monotonic(), people - self.people
        with ExitStack() as all_of_them:
            running = []
            for number in range(ENROLLING):
                since = self.people + missing * number // ENROLLING
                until = self.people + missing * (number + 1) // ENROLLING
                command = [*INSIDE, "enrol", "--people", str(until - since), "--since", str(since)]
                child = subprocess.Popen(command, env=self.env(), cwd=machine.ROOT, stdout=subprocess.DEVNULL)
                running.append(all_of_them.enter_context(child))
            if any(child.wait() for child in running):
                raise RuntimeError("the people could not be enrolled")
        self.people = people
        # An office that grew in years has been vacuumed and analysed by the server itself long ago.
        self.database.asked("VACUUM (ANALYZE)")
        return time.monotonic() - began

    def sign(self) -> None:
        self.built.update(json.loads(self.inside("sign", "--districts", *PARTS.get(self.people, ("310114",)))))


@dataclass(kw_only=True)
class Round:
    """What one release has cost."""

    measured: Measured
    statements: list[dict[str, Any]] = field(default_factory=list)
    urgent: dict[str, Any] = field(default_factory=dict)

    @property
    def cost_us(self) -> float:
        """Processor time of worker and database for each message."""
        spent = self.measured.cpu_seconds + self.measured.more["database_cpu_seconds"]
        return float(spent / self.measured.count * 1e6)


def run(
    sizes: tuple[int, ...], folder: Path, say: Say, keep: Callable[[dict[str, Any], int], None]
) -> list[dict[str, Any]]:
    """A result for each size, given to `keep` as soon as it is there."""
    found: list[dict[str, Any]] = []
    with databases.opened("postgresql", folder, OPTIONS) as new:
        if new is None:
            return [_nothing(size) for size in sizes]
        small = Office(new("small"), folder, FEW)
        few = [_release(small, folder, "urgent", say)]
        office = Growing(new("office", databases.Lasting), folder, 1000)
        office.database.asked("CREATE EXTENSION pg_stat_statements")
        for size in sizes:
            where = machine.described()
            seconds = office.grow(size)
            say(f"  {size:,} people after {seconds:.0f} s")
            office.sign()
            many = _release(office, folder, "ordinary", say, overtaken=True)
            few.append(_release(small, folder, "urgent", say))
            found.append({**_result(size, many, few, office, seconds), **where})
            keep(found[-1], size)
    return found


def _release(office: Office, folder: Path, severity: str, say: Say, *, overtaken: bool = False) -> Round:
    """From the press to derived finished; what the worker and the server have spent until then."""
    lasting = isinstance(office, Growing)
    with ExitStack() as around:
        sink = around.enter_context(sinks.counting(folder))
        worker = around.enter_context(office.at_work(sink.port))
        presser = around.enter_context(
            office.presser(severity, sink.port, look_at=int(URGENT_AT * office.people) if overtaken else 0)
        )
        hurry = around.enter_context(office.presser("urgent", sink.port)) if overtaken else None
        if lasting:
            office.database.asked("SELECT pg_stat_statements_reset()")  # type: ignore[attr-defined]
        assert worker.process is not None
        server = office.database.pid()
        assert server is not None
        with Gauge(worker.process.pid) as gauge, Gauge(server) as spent:
            presser.press()
            urgent = _overtake(office, presser, hurry) if hurry is not None else {}
            presser.until_finished()
        statements = _statements(office) if isinstance(office, Growing) else []
        told = presser.told()
        count = told["messages"] + urgent.get("messages", 0)
        _, came = agree(sink, count)
    seconds = told["finished"] - told["began"]
    more = {**told, "came": came, "database_cpu_seconds": spent.cpu_seconds}
    done = Round(
        measured=Measured(count, seconds, gauge.cpu_seconds, gauge.rss_mb, more), statements=statements, urgent=urgent
    )
    say(f"  {office.people:>10,} people: {count:,} in {seconds:.1f} s, {done.cost_us:.1f} µs each, came {came:,}")
    return done


def _overtake(office: Office, bulk: Any, hurry: Any) -> dict[str, Any]:
    """The urgent notice, by the ledger's own moments: an answer is written down after it came."""
    bulk.until_halfway()
    offset = time.time() - time.monotonic()
    told = hurry.go()
    moments = json.loads(office.inside("moments", "--code", told["code"]))
    pressed = told["began"] + offset
    return {
        "messages": told["messages"], "first_seconds": round(moments["started_at"] - pressed, 3),
        "last_seconds": round(moments["moved_at"] - pressed, 2), "uncertain": told["uncertain"],
    }  # fmt: skip


def _statements(office: Growing) -> list[dict[str, Any]]:
    """What the server has worked at, the longest first."""
    rows = office.database.asked(
        "SELECT left(query, 110), calls, total_exec_time FROM pg_stat_statements WHERE dbid ="
        " (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY total_exec_time DESC LIMIT 25"
    )
    return [{"statement": text, "calls": calls, "ms": round(ms, 1)} for text, calls, ms in rows]


def _result(size: int, many: Round, few: list[Round], office: Growing, enrolled: float) -> dict[str, Any]:
    small = statistics.median(one.cost_us for one in few)
    growth = round(many.cost_us / small, 3)
    told = many.measured.more
    lost = many.measured.count - told["came"]
    bytes_ = office.database.asked("SELECT pg_database_size(current_database())")[0][0]
    expanding = sum(one["ms"] for one in many.statements if one["statement"].startswith(_EXPANDING)) / 1000
    row = figures.row(
        "Portlight", "messages/s", [many.measured], database="postgresql", people=size,
        database_cpu_us_each=figures.rounded(told["database_cpu_seconds"] / many.measured.count * 1e6),
        both_cpu_us_each=figures.rounded(many.cost_us), lost=max(lost, 0), duplicates=max(-lost, 0),
        uncertain=told["uncertain"], excluded=told["excluded"], expansion_seconds=round(expanding, 2),
        database_gb=round(bytes_ / 1e9, 2), enrol_seconds=round(enrolled, 1),
        settings={"connections": CONNECTIONS, "lease_rows": rules.LEASE_ROWS, "workers": 1, "rounds": 1,
                  "interests": "none", **dict(one.split("=") for one in OPTIONS)},
    )  # fmt: skip
    base = figures.row(
        "Portlight, small office",
        "messages/s",
        [one.measured for one in few],
        database="postgresql",
        people=FEW,
        both_cpu_us_each=figures.rounded(small),
    )
    goals = [Goal("growth", GROWTH.get(size, 1.3), AT_MOST), Goal("rss_mb", 200.0, AT_MOST)]
    goals += [Goal("lost", 0.0, AT_MOST), Goal("duplicates", 0.0, AT_MOST)]
    known = {"rss_mb": row.rss_mb, "lost": float(max(lost, 0)), "duplicates": float(max(-lost, 0)), **many.urgent}
    if many.urgent:
        goals += [Goal("first_seconds", 2.0, AT_MOST), Goal("last_seconds", 60.0, AT_MOST)]
    return figures.result(
        "delivery-large", [row, base], ratios={"growth": growth}, goals=goals, figures=known, people=size,
        urgent=many.urgent, statements=many.statements, seeds={"city": city.SEED}, small_office=FEW,
        load_after=[round(one, 2) for one in os.getloadavg()],
    )  # fmt: skip


def _nothing(size: int) -> dict[str, Any]:
    from benchmarks.outcome import NO_POSTGRESQL

    row = Row("Portlight", "messages/s", more={"people": size}, skipped=NO_POSTGRESQL)
    return figures.result("delivery-large", [row], ratios={}, goals=[Goal("growth", GROWTH.get(size, 1.3), AT_MOST)])
