"""What came of a broadcast's rounds: rows with their settings, ratios, goals."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks import figures
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from benchmarks.office import CONNECTIONS
from benchmarks.peers.every import PEERS
from portlight.delivery import rules
from portlight.simulator import city

UNIT = "messages/s"
OURS, YARDSTICK, FEW = "Portlight", "smtp-source", "Portlight, small office"
SOURCE_HEAD = 124  # bytes that smtp-source puts before the payload asked for
GOALS = (
    Goal("limit", 0.6, AT_LEAST), Goal("best_peer", 25.0, AT_LEAST), Goal("rss_mb", 200.0, AT_MOST),
    Goal("growth", 1.15, AT_MOST), Goal("city_seconds", 10.0, AT_MOST), Goal("lost", 0.0, AT_MOST),
    Goal("duplicates", 0.0, AT_MOST),
)  # fmt: skip
CITY = 170_000  # whose seconds are a goal
AIM = 1.0  # what the yardstick ratio should become
NO_POSTGRESQL = "its programs are not installed (apt install postgresql)"


@dataclass(kw_only=True)
class Outcome:
    """Everything a run has found so far."""

    kind: str
    people: int
    few: int
    sink: str
    database: Mapping[str, Any] = field(default_factory=dict)
    rounds: dict[str, list[Measured]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)  # cannot run here
    failed: dict[str, list[str]] = field(default_factory=dict)  # single rounds
    counted: dict[str, int] = field(default_factory=dict)  # by the sink that tells every mail from every other
    mean_bytes: int = 0

    @property
    def payload(self) -> int:
        """What smtp-source is asked for, so that its mails are as long as ours."""
        return max(self.mean_bytes - SOURCE_HEAD, 1)


def result(found: Outcome) -> dict[str, Any]:
    ours = _ours(found)
    source = _row(found, YARDSTICK, {"options": f"-d -s {CONNECTIONS} -l {found.payload}", "pipelining": False})
    peers = [_row(found, peer.who, peer.settings) for peer in PEERS]
    ratios = {
        "limit": figures.ratio(ours, source), "best_peer": figures.ratio(ours, figures.best(peers)),
        "growth": _growth(found),
    }  # fmt: skip
    known = {
        "rss_mb": ours.rss_mb, "lost": ours.more["lost"], "duplicates": ours.more["duplicates"],
        "city_seconds": figures.rounded(statistics.median(one.seconds for one in found.rounds[OURS])),
    }  # fmt: skip
    left_out = {*(() if found.few else ("growth",)), *(() if found.people == CITY else ("city_seconds",))}
    goals = [goal for goal in GOALS if goal.name not in left_out]
    return figures.result(
        "delivery", [ours, source, *peers], ratios=ratios, goals=goals, figures=known, aim={"limit": AIM},
        database=found.kind, seeds={"city": city.SEED}, rounds=len(found.rounds[OURS]), small_office=found.few,
    )  # fmt: skip


def nothing(kind: str) -> dict[str, Any]:
    row = Row(OURS, UNIT, more={"database": kind}, skipped=NO_POSTGRESQL)
    ratios = dict.fromkeys(("limit", "best_peer", "growth"))
    return figures.result("delivery", [row], ratios=ratios, goals=GOALS, database=kind)


def _ours(found: Outcome) -> Row:
    rounds = found.rounds[OURS]
    differ = [one.more["came"] - one.count for one in rounds]
    return figures.row(
        OURS, UNIT, rounds, database=found.kind, people=found.people, mean_bytes=found.mean_bytes,
        lost=max(found.counted["lost"], -min(differ), 0), duplicates=max(found.counted["duplicates"], *differ, 0),
        uncertain=max(found.counted["uncertain"], *(one.more["uncertain"] for one in rounds)),
        counted_one_by_one=found.counted["messages"], database_cpu_us_each=_cost(rounds, "database"),
        sink_cpu_us_each=_cost(rounds, "sink"),
        settings={
            "connections": CONNECTIONS, "lease_rows": rules.LEASE_ROWS, "flush_rows": rules.FLUSH_ROWS,
            "flush_seconds": rules.FLUSH_SECONDS, "workers": 1, "sink": found.sink, **found.database,
        },
    )  # fmt: skip


def _row(found: Outcome, who: str, settings: Mapping[str, Any]) -> Row:
    more = {"database": found.kind, "settings": dict(settings)}
    failed = found.failed.get(who, [])
    if who not in found.rounds:
        return Row(
            who, UNIT, more=more, skipped=found.skipped.get(who) or f"failed: {failed[-1] if failed else 'no round'}"
        )
    if failed:
        more["failed_rounds"] = failed
    if "sink_cpu_seconds" in found.rounds[who][0].more:
        more["sink_cpu_us_each"] = _cost(found.rounds[who], "sink")
    size = found.rounds[who][0].more.get("bytes", found.mean_bytes)
    return figures.row(who, UNIT, found.rounds[who], mean_bytes=size, **more)


def _cost(rounds: Sequence[Measured], whose: str) -> float | None:
    """Processor time for each message of somebody beside the sender."""
    return figures.rounded(statistics.median(one.more[f"{whose}_cpu_seconds"] / one.count * 1e6 for one in rounds))


def _growth(found: Outcome) -> float | None:
    """Processor time of the worker for a message in the large office, over that in the small one."""
    if FEW not in found.rounds:
        return None
    few, many = (statistics.median(one.cpu_seconds / one.count for one in found.rounds[who]) for who in (FEW, OURS))
    return round(many / few, 3)
