"""`portlight bench policies`: a decision table of 50 rows with its whole trace, beside zen-engine on the same table.

Both answer the same facts, most of which are met by a late row; ours also turns the answers of every cell into rows.
Then cells that are malformed are put one by one into a row that exempts: how many could be published.
"""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import figures, machine
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from portlight.toolkit import tables

UNIT, ROWS = "decisions/s", 50
GOALS = (Goal("best_peer", 5.0, AT_LEAST), Goal("decisions", 30_000.0, AT_LEAST), Goal("bad_published", 0.0, AT_MOST))
OURS, ZEN, TRACED = "Portlight, whole trace", "zen-engine, whole table", "zen-engine, whole table, with its trace"
MISSING = "not measured: not installed (make .venv/bench.stamp)"
BAD = (
    "<= 30 oops (", "<= ", "30 days", "[1..", "[30..1]", "1 2", "=> 3", "<= 30 and > 2", "1,", "()", "not(", "!= 3",
    '<= date("2020-01-01")', '"a"', "true", "x <= 30", "<= 30; > 2", "030",
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    count: int = 60_000
    rounds: int = 3

    @classmethod
    def quick(cls) -> Wish:
        return cls(count=10_000, rounds=1)


def table() -> dict[str, Any]:
    """Forty-nine spans of days, each for two of four grounds and a yes or no; then an officer."""
    grounds = ("flight", "hospital", "funeral", "school")
    rules = [
        {"days": f"[{at * 4}..{at * 4 + 3}]", "ground": ", ".join(f'"{grounds[(at + n) % 4]}"' for n in (0, 1)),
         "evidence": "true" if at % 2 else "", "lane": f'"lane-{at % 5}"'}
        for at in range(ROWS - 1)
    ]  # fmt: skip
    return {
        "name": "urgent_order", "purpose": "urgency", "hitPolicy": "first", "refer": ["refer"],
        "inputs": [
            {"id": "days", "field": "days", "name": "Days", "type": "number", "whole": True, "least": 0},
            {"id": "ground", "field": "ground", "name": "Ground", "type": "code", "codes": list(grounds)},
            {"id": "evidence", "field": "evidence", "name": "Evidence", "type": "boolean"},
        ],
        "outputs": [{"id": "lane", "field": "lane", "codes": [*(f"lane-{n}" for n in range(5)), "refer"]}],
        "rules": [*rules, {"lane": '"refer"'}],
    }  # fmt: skip


def asked(count: int) -> list[dict[str, Any]]:
    """Facts by a seed: three of four are met in the last third of the rows or by none."""
    dice = random.Random(20261126)
    return [
        {"days": dice.randint(130, 200) if dice.random() < 0.75 else dice.randint(0, 130),
         "ground": dice.choice(("flight", "hospital", "funeral", "school")), "evidence": dice.random() < 0.5}
        for _ in range(count)
    ]  # fmt: skip


def run(wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    where = machine.described()
    there = find_spec("zen") is not None
    makers = {OURS: (_ours, 1), **({ZEN: (_zen, 10), TRACED: (_zen_traced, 20)} if there else {})}
    measured: dict[str, list[Measured]] = {who: [] for who in makers}
    for _ in range(wish.rounds):
        for who, (maker, slower) in makers.items():
            measured[who].append(_apart(maker, wish.count // slower))
            say(f"  {who:<42} {measured[who][-1].rate:10,.0f} {UNIT}")
    rows = [figures.row(who, UNIT, rounds) for who, rounds in measured.items()]
    rows += [] if there else [Row(ZEN, UNIT, skipped=MISSING)]
    ours, peer = rows[0], figures.best(rows[1:])
    known = {"decisions": ours.rate, "bad_published": float(sum(published(cell) for cell in BAD))}
    return {
        **figures.result(
            "policies", rows, ratios={"best_peer": figures.ratio(ours, peer)}, goals=GOALS, figures=known,
            rounds=wish.rounds, settings={"rows": ROWS, "inputs": 3, "bad_cells": len(BAD)},
            agreed=_agreed() if there else None, packages={"zen-engine": version("zen-engine")} if there else {},
        ),
        **where,
    }  # fmt: skip


def published(cell: str) -> bool:
    """Whether a table with this cell in its first row would pass reading and checks."""
    told = table()
    told["rules"] = [{"days": cell, "lane": '"lane-0"'}, *told["rules"]]
    try:
        return not any(one.weight == "error" for one in tables.check(tables.read(told)))
    except tables.Malformed:
        return False


def _apart(maker: Callable[[int], Measured], count: int) -> Measured:
    """In a process of its own, forked before anything here has threads."""
    with ProcessPoolExecutor(1, get_context("fork")) as one:
        return one.submit(maker, count).result()


def _ours(count: int) -> Measured:
    ready = tables.compiled(tables.read(table()))
    return _timed(lambda facts: ready.decide(facts).trace, asked(count))


def _zen(count: int) -> Measured:
    decision = _decision()
    return _timed(decision.evaluate, asked(count))


def _zen_traced(count: int) -> Measured:
    decision = _decision()
    return _timed(lambda facts: decision.evaluate(facts, {"trace": True}), asked(count))


def _timed(answer: Callable[[dict[str, Any]], Any], every: list[dict[str, Any]]) -> Measured:
    for facts in every[:200]:
        answer(facts)
    began, cpu = time.perf_counter(), time.process_time()
    for facts in every:
        answer(facts)
    took, spent = time.perf_counter() - began, time.process_time() - cpu
    return Measured(len(every), took, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _decision() -> Any:
    import zen

    of = table()
    names = ("days", "ground", "evidence", "lane")
    content = {
        "hitPolicy": "first", "inputs": of["inputs"], "outputs": of["outputs"],
        "rules": [
            {"_id": str(at), **{name: row.get(name, "") for name in names}} for at, row in enumerate(of["rules"])
        ],
    }  # fmt: skip
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content, "position": {"x": 1, "y": 0}},
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 2, "y": 0}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def _agreed() -> int:
    """How many of a thousand facts get the same answer from both: what is compared must be the same work."""
    ready, decision = tables.compiled(tables.read(table())), _decision()
    return sum(dict(ready.decide(facts).output) == decision.evaluate(facts)["result"] for facts in asked(1000))
