"""`portlight bench papers`: one slip, stamped and printed in nine languages by turns; then sealed; beside its peers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import figures, machine
from benchmarks.figures import AT_MOST, Goal, Measured, Row
from portlight.toolkit.keys import Ring

UNIT = "slips/s"
GOALS = (Goal("slip_ms", 10.0, AT_MOST), Goal("sealed_ms", 40.0, AT_MOST))
OURS, SEALED = "Portlight", "Portlight, sealed (PAdES, ECDSA P-256)"
PACKAGES = ("typst", "pyhanko", "zxing-cpp", "weasyprint", "fpdf2")
MISSING = "not measured: not installed (make .venv/bench.stamp)"


@dataclass(frozen=True)
class Maker:
    who: str
    name: str  # in benchmarks.peers.slips
    package: str
    slow: int  # how many times fewer it prints: a round is to take seconds, not minutes


MAKERS = (
    Maker(OURS, "ours", "typst", 1), Maker(SEALED, "sealed", "pyhanko", 2),
    Maker("WeasyPrint", "weasyprint", "weasyprint", 10),
    Maker("fpdf2, no shaping", "fpdf2", "fpdf", 30),
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    count: int = 180
    rounds: int = 3

    @classmethod
    def quick(cls) -> Wish:
        return cls(count=90, rounds=1)


def run(wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    where = machine.described()
    env = _environment(folder)
    measured: dict[str, list[Measured]] = {maker.who: [] for maker in MAKERS if find_spec(maker.package)}
    for _ in range(wish.rounds):
        for maker in MAKERS:
            if maker.who in measured:
                one = _made(maker, max(9, wish.count // maker.slow), env)
                measured[maker.who].append(one)
                say(f"  {maker.who:<42} {one.cpu_seconds / one.count * 1e3:8.1f} ms CPU each")
    rows = [
        figures.row(maker.who, UNIT, measured[maker.who], bytes=round(measured[maker.who][0].more["bytes"]))
        if maker.who in measured
        else Row(maker.who, UNIT, skipped=MISSING)
        for maker in MAKERS
    ]
    by_who = {row.who: row for row in rows}
    ours, peer = by_who[OURS], figures.best([row for row in rows if not row.who.startswith(OURS)])
    settings = {"languages": "nine, by turns", "page": "A4, two languages, a fresh QR each", "fonts": "Noto, Debian"}
    return {
        **figures.result(
            "papers", rows, ratios={"best_peer": figures.ratio(ours, peer)}, goals=GOALS,
            figures={"slip_ms": _ms(ours), "sealed_ms": _ms(by_who[SEALED])}, settings=settings, rounds=wish.rounds,
            packages={name: version(name) for name in PACKAGES if _there(name)},
        ),
        **where,
    }  # fmt: skip


def _ms(row: Row) -> float | None:
    return None if row.cpu_us_each is None else round(row.cpu_us_each / 1000, 2)


def _there(name: str) -> bool:
    return find_spec({"fpdf2": "fpdf", "zxing-cpp": "zxingcpp"}.get(name, name)) is not None


def _environment(folder: Path) -> dict[str, str]:
    """An office of its own below `folder`, with keys and no database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    ring = Ring.at(folder / "keys")
    if not ring.exists:
        ring.make()
    own = {
        "PORTLIGHT_MODE": "test",
        "PORTLIGHT_DATA": str(folder),
        "PORTLIGHT_LOG": "WARNING",
        "PYTHONPATH": str(machine.ROOT),
    }
    return {**kept, **own, "DJANGO_SETTINGS_MODULE": "portlight.config.settings"}


def _made(maker: Maker, count: int, env: dict[str, str]) -> Measured:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.peers.slips", maker.name, str(count)]
    done = subprocess.run(command, cwd=machine.ROOT, env=env, check=True, text=True, stdout=subprocess.PIPE)
    told = json.loads(done.stdout.splitlines()[-1])
    return Measured(told["count"], told["seconds"], told["cpu"], told["rss_mb"], {"bytes": told["bytes"]})
