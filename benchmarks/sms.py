"""`portlight bench sms`: submit_sm beside smpplib, batches and whole releases by Aliyun and Tencent into simulators."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine, vendors
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from benchmarks.gauge import Gauge
from benchmarks.office import Office

Say = Callable[[str], None]
UNIT = "messages/s"
SESSIONS, WINDOW = 3, 10
IN_FLIGHT = 8
OURS, THEIRS, THEIRS_APART = "Portlight, SMPP client", "smpplib, threads", "smpplib, a process a session"
BATCHES = {"aliyun": "Portlight, Aliyun batches", "tencent": "Portlight, Tencent batches"}
WHOLE = {"aliyun": "Portlight, whole release by Aliyun", "tencent": "Portlight, whole release by Tencent"}
GOALS = (
    Goal("smpplib", 10.0, AT_LEAST), Goal("aliyun_numbers", 50_000.0, AT_LEAST),
    Goal("tencent_numbers", 50_000.0, AT_LEAST),
    Goal("lost", 0.0, AT_MOST), Goal("duplicates", 0.0, AT_MOST),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wish:
    people: int = 60_000
    submits: int = 200_000
    peer_submits: int = 20_000
    rounds: int = 3

    @classmethod
    def quick(cls) -> Wish:
        return cls(people=5_000, submits=20_000, peer_submits=2_000, rounds=1)


def run(wish: Wish, folder: Path, say: Say) -> dict[str, Any]:
    where = machine.described()
    rounds: dict[str, list[Measured]] = {}
    clients: dict[str, Callable[[], Measured]] = {
        OURS: lambda: _submit("smpp", wish.submits, folder),
        THEIRS: lambda: _submit("smpplib", wish.peer_submits, folder),
        THEIRS_APART: lambda: _submit("smpplib", wish.peer_submits, folder, processes=SESSIONS),
        BATCHES["aliyun"]: lambda: _submit("aliyun", wish.submits, folder),
        BATCHES["tencent"]: lambda: _submit("tencent", wish.submits, folder),
    }
    with databases.opened("sqlite", folder) as new:
        offices = {name: _office(name, new, folder, wish.people) for name in WHOLE}
        for _ in range(wish.rounds):
            for who, measure in clients.items():
                _note(rounds, who, measure(), say)
            for name, who in WHOLE.items():
                _note(rounds, who, _release(name, offices[name], folder), say)
    return {**_result(rounds, wish), **where}


def _note(rounds: dict[str, list[Measured]], who: str, one: Measured, say: Say) -> None:
    rounds.setdefault(who, []).append(one)
    spent = f"{one.cpu_seconds / one.count * 1e6:6.1f} µs, simulator {one.more['simulator_cpu_us']:6.1f} µs"
    say(f"  {who:<36} {one.count:>8,} in {one.seconds:6.2f} s  {one.rate:9,.0f}/s  {spent}")


# Clients alone: from a desk in memory to the simulator's answer


def _other_side(who: str, folder: Path) -> tuple[vendors.Simulator, dict[str, str]]:
    if who in BATCHES:
        simulator, settings = getattr(vendors, who)(folder, "--no-details")
        return simulator, {**settings, "PORTLIGHT_SMS_IN_FLIGHT": str(IN_FLIGHT)}
    return vendors.centre(folder, "--no-receipts", "--window", str(WINDOW))


def _submit(who: str, count: int, folder: Path, *, processes: int = 1) -> Measured:
    """One client, or one process for each session, into a fresh simulator; every message is in its record."""
    centre, settings = _other_side(who, folder)
    with centre, Gauge(centre.pid) as spent:
        sessions = SESSIONS // processes
        command = [sys.executable, "-m", "benchmarks.peers.submitting", who, "--port", str(centre.port)]
        command += ["--count", str(count // processes), "--sessions", str(sessions), "--window", str(WINDOW)]
        env = _env(folder, settings)
        clients = [
            subprocess.Popen(
                command, env=env, cwd=machine.ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            for _ in range(processes)
        ]
        told = _together(clients)
    asked = count // processes * processes
    found = centre.told()
    if sum(one["answers"] for one in told) != asked or found["messages"] != asked + told[0]["warm"]:
        raise RuntimeError(f"{who}: {asked} submitted, the other side has {found['messages']}")
    more = {"simulator_cpu_us": spent.cpu_seconds / asked * 1e6}
    cpu, rss = sum(one["cpu"] for one in told), max(one["rss_mb"] for one in told)
    return Measured(asked, max(one["seconds"] for one in told), cpu, rss, more)


def _together(clients: list[subprocess.Popen[str]]) -> list[dict[str, Any]]:
    try:
        for client in clients:
            assert client.stdout is not None
            if client.stdout.readline().strip() != "ready":
                raise RuntimeError("a client could not bind")
        for client in clients:
            assert client.stdin is not None
            client.stdin.write("\n")
            client.stdin.flush()
        return [dict(json.loads(client.communicate(timeout=300)[0])) for client in clients]
    finally:
        for client in clients:
            client.kill()
            client.wait()


def _env(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTLIGHT_")}
    return {
        **kept, "PORTLIGHT_DATA": str(folder / "client"), "DJANGO_SETTINGS_MODULE": "portlight.config.settings",
        "PORTLIGHT_SMPP_SESSIONS": str(SESSIONS), "PORTLIGHT_SMPP_WINDOW": str(WINDOW), "PYTHONPATH": str(machine.ROOT),
        "PORTLIGHT_SITE": "https://exit-entry.example", "PORTLIGHT_HOSTS": "exit-entry.example", **settings,
    }  # fmt: skip


# Whole releases


def _office(name: str, new: Callable[[str], Any], folder: Path, people: int) -> Office:
    place = folder / name
    place.mkdir()
    _, settings = getattr(vendors, name)(folder)
    return Office(
        new(name), place, people, settings={**settings, "PORTLIGHT_SMS_IN_FLIGHT": str(IN_FLIGHT)},
        how=("--channel", "sms", "--reach", "mainland"),
    )  # fmt: skip


def _release(name: str, office: Office, folder: Path) -> Measured:
    """From the press of release to derived finished, the simulator's own count agreeing."""
    vendor, settings = getattr(vendors, name)(folder, "--no-details")
    office.settings.update(settings)
    with vendor, Gauge(vendor.pid) as spent:
        one = office.round(vendor)
        told = vendor.told()
    more = {
        **one.more, "simulator_cpu_us": spent.cpu_seconds / one.count * 1e6,
        "lost": one.count - (told["messages"] - told["duplicates"]), "duplicates": told["duplicates"],
    }  # fmt: skip
    return Measured(one.count, one.seconds, one.cpu_seconds, one.rss_mb, more)


def _result(rounds: dict[str, list[Measured]], wish: Wish) -> dict[str, Any]:
    rows = {who: _row(who, measured) for who, measured in rounds.items()}
    apart = figures.ratio(rows[OURS], rows[THEIRS_APART])
    batches = {name: rows[who] for name, who in BATCHES.items()}
    counted = [one for who in WHOLE.values() for one in rounds[who]]
    known: dict[str, float | None] = {f"{name}_numbers": row.rate for name, row in batches.items()}
    known |= {which: float(max(one.more[which] for one in counted)) for which in ("lost", "duplicates")}
    # One process against one; three processes of theirs beside, which is both cores against one of ours.
    ratio = figures.ratio(rows[OURS], rows[THEIRS])
    cpu = round((rows[THEIRS].cpu_us_each or 0) / (rows[OURS].cpu_us_each or 1), 2)
    return figures.result(
        "sms", list(rows.values()), goals=GOALS, figures=known, people=wish.people, rounds=wish.rounds,
        ratios={"limit": None, "best_peer": apart, "smpplib": ratio, "smpplib_processes": apart, "smpplib_cpu": cpu},
    )  # fmt: skip


def _row(who: str, measured: list[Measured]) -> Row:
    simulator = sorted(one.more["simulator_cpu_us"] for one in measured)[len(measured) // 2]
    settings: dict[str, Any] = {"sessions": SESSIONS, "window": WINDOW, "text": "one part, a receipt asked for"}
    if who in BATCHES.values():
        settings = {"calls_at_a_time": IN_FLIGHT, "ledger": "none: a desk in memory"}
    elif who in WHOLE.values():
        settings = {"database": "sqlite", "calls_at_a_time": IN_FLIGHT, "workers": 1}
    elif who == THEIRS:
        settings["threads"] = "a sender and client.listen for each session, window by a semaphore"
    elif who == THEIRS_APART:
        settings["processes"] = SESSIONS
    return figures.row(who, UNIT, measured, simulator_cpu_us_each=figures.rounded(simulator), settings=settings)
