"""`portlight bench pages`: one baked notice, read by a crowd, from our own front; beside Django's cached page."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine, nginx, sinks
from benchmarks.crowd import CONNECTIONS
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from benchmarks.gauge import Gauge
from benchmarks.office import Office
from benchmarks.serving import served
from portlight.simulator.children import any_port

UNIT = "pages/s a core"
GOALS = (Goal("baked_per_core", 8000.0, AT_LEAST), Goal("page_bytes", 12_000.0, AT_MOST))
WAGTAIL = "not measured: wagtail is not in the bench's group of packages"
SERVER = ["-m", "granian", "--interface", "wsgi", "--workers", "1", "--no-ws", "--log-level", "warning"]


@dataclass(frozen=True)
class Reading:
    """One row: whose server, what is asked of it."""

    who: str
    path: str
    etag: bool = False


@dataclass(frozen=True)
class Wish:
    seconds: float = 6.0
    rounds: int = 3

    @classmethod
    def quick(cls) -> Wish:
        return cls(seconds=1.5, rounds=1)


def run(wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    where = machine.described()
    with databases.opened("sqlite", folder) as new:
        office = Office(new("pages"), folder, 300)
        with sinks.OwnSink(folder) as sink:
            office.round(sink)  # the notice is released and baked
        public = office.data / "public"
        pages = sorted(public.glob("*/notices/n-*/index.html"))
        english = next(page for page in pages if page.relative_to(public).parts[0] == "en")
        notice = "/" + english.relative_to(public).parent.as_posix() + "/"
        readings = _readings(notice)
        measured: dict[str, list[Measured]] = {reading.who: [] for reading in readings}
        with ExitStack() as servers:
            there = {
                "Portlight": servers.enter_context(_front(office, folder)),
                "Django": servers.enter_context(_cached(english, folder)),
            }
            if nginx.program():
                there["nginx"] = servers.enter_context(nginx.serving(english, folder))
            for _ in range(wish.rounds):
                for reading in readings:
                    port, pid = next(place for name, place in there.items() if reading.who.startswith(name))
                    one = _crowd(reading, port, pid, wish.seconds)
                    measured[reading.who].append(one)
                    say(f"  {reading.who:<44} {one.count / one.cpu_seconds:9,.0f} a core")
    return {**_result(measured, longest(pages), wish), **where}


def _readings(notice: str) -> list[Reading]:
    limit = [Reading(nginx.WHO, "/page/"), Reading(nginx.KNOWN, "/page/", etag=True)] if nginx.program() else []
    return [
        Reading("Portlight, baked notice", notice), Reading("Portlight, baked notice, known (304)", notice, etag=True),
        Reading("Portlight, portal home", "/en/"), Reading("Django cache_page, same bytes", "/page/"),
        Reading("Django cache_page, same bytes, known (304)", "/page/", etag=True), *limit,
    ]  # fmt: skip


def longest(pages: list[Path]) -> int:
    """Bytes that travel for the longest of them, gzipped as the front does."""
    return max(len(gzip.compress(page.read_bytes(), 6, mtime=0)) for page in pages)


def _crowd(reading: Reading, port: int, pid: int, seconds: float) -> Measured:
    etag = _etag(port, reading.path) if reading.etag else ""
    command = [sys.executable, "-m", "benchmarks.crowd", "--port", str(port), "--path", reading.path, "--gzip"]
    command += ["--seconds", str(seconds), "--etag", etag]
    with Gauge(pid) as gauge:
        done = subprocess.run(command, cwd=machine.ROOT, check=True, text=True, stdout=subprocess.PIPE)
    told = json.loads(done.stdout)
    wanted = "304" if reading.etag else "200"
    if set(told["codes"]) != {wanted}:
        raise RuntimeError(f"{reading.who}: expected {wanted} only, got {told['codes']}")
    count = told["codes"][wanted]
    return Measured(count, told["seconds"], gauge.cpu_seconds, gauge.rss_mb, {"bytes": told["bytes"] / count})


def _etag(port: int, path: str) -> str:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    asked.add_header("Host", "exit-entry.example")
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return str(answer.headers["ETag"])


@contextmanager
def _front(office: Office, folder: Path) -> Iterator[tuple[int, int]]:
    port = any_port()
    command = [sys.executable, "-m", "portlight", "web", "--port", str(port), "--workers", "1", "--quiet"]
    with served(command, office.env(), port, folder / "front.log") as pid:
        yield port, pid


@contextmanager
def _cached(page: Path, folder: Path) -> Iterator[tuple[int, int]]:
    port = any_port()
    env = {**os.environ, "BENCH_PAGE": str(page), "PYTHONPATH": str(machine.ROOT)}
    command = [sys.executable, *SERVER, "--port", str(port), "benchmarks.peers.cached:application"]
    with served(command, env, port, folder / "cached.log") as pid:
        yield port, pid


def _result(measured: dict[str, list[Measured]], bytes_at_most: int, wish: Wish) -> dict[str, Any]:
    rows = [_row(who, rounds) for who, rounds in measured.items()]
    by_who = {row.who: row for row in rows}
    baked, known = by_who["Portlight, baked notice"], by_who["Portlight, baked notice, known (304)"]
    peer, peer_known = (row for row in rows if row.who.startswith("Django"))
    left_out = [Row("a Wagtail page", UNIT, skipped=WAGTAIL)]
    if nginx.WHO not in by_who:
        left_out.insert(0, Row(nginx.WHO, UNIT, skipped=nginx.MISSING))
    ratios = {
        "limit": figures.ratio(baked, by_who.get(nginx.WHO)), "best_peer": figures.ratio(baked, peer),
        "known": figures.ratio(known, peer_known),
    }  # fmt: skip
    settings = {
        "server": "granian, 1 worker", "nginx": nginx.SETTINGS, "connections": CONNECTIONS, "seconds": wish.seconds,
    }  # fmt: skip
    return figures.result(
        "pages", [*rows, *left_out], ratios=ratios, goals=GOALS,
        figures={"baked_per_core": baked.rate, "page_bytes": float(bytes_at_most)}, settings=settings,
        rounds=wish.rounds,
    )  # fmt: skip


def _row(who: str, rounds: list[Measured]) -> Row:
    """A core's rate: requests over processor time, because the crowd shares the machine."""
    row = figures.row(who, UNIT, [Measured(m.count, m.cpu_seconds, m.cpu_seconds, m.rss_mb) for m in rounds])
    wall = [figures.rounded(m.rate) for m in rounds]
    return Row(
        who, UNIT, row.rate, row.cpu_us_each, row.rss_mb,
        {"rates": row.more["rates"], "by_the_clock": wall, "bytes": round(rounds[0].more["bytes"])},
    )  # fmt: skip
