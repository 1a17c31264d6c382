"""`portlight bench roster`: a sheet of twenty thousand people read and checked, beside what else reads sheets here."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from benchmarks import figures, machine
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Measured, Row
from benchmarks.papers import _environment as environment

UNIT = "rows/s"
SEED = 20260210
GOALS = (
    Goal("rows_per_second", 30_000.0, AT_LEAST), Goal("import_export", 10.0, AT_LEAST),
    Goal("errors_seconds", 1.0, AT_MOST), Goal("drafts_seconds", 5.0, AT_MOST),
    Goal("lane_errors_seconds", 1.0, AT_MOST), Goal("lane_drafts_seconds", 5.0, AT_MOST),
)  # fmt: skip
OURS, READ_ONLY, PEER = "Portlight, read and checked", "openpyxl, read only", "django-import-export, dry run"
READERS = {OURS: "ours", READ_ONLY: "openpyxl", PEER: "import_export"}
MISSING = "not measured: not installed (make .venv/bench.stamp)"
HEAD = (
    "surname", "given_name", "nationality", "sex", "birth_date", "doc_type", "doc_number", "doc_expiry", "visa_type",
    "visa_expiry", "entry_date", "arrival_date", "departure_date", "address", "room",
)  # fmt: skip
PACKAGES = ("python-calamine", "openpyxl", "django-import-export")
PEOPLE = 1_000  # of an institution


@dataclass(frozen=True)
class Wish:
    rows: int = 20_000
    peer_rows: int = 5_000
    rounds: int = 3

    @classmethod
    def quick(cls) -> Wish:
        return cls(peer_rows=2_000, rounds=1)


def run(wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    where = machine.described()
    env = environment(folder)
    sheets = {count: _book(folder, count) for count in {wish.rows, wish.peer_rows, PEOPLE}}
    measured: dict[str, list[Measured]] = {who: [] for who in READERS}
    for _ in range(wish.rounds):
        for who, name in READERS.items():
            if name == "ours" or find_spec(name):
                measured[who].append(_read(name, sheets[wish.rows if name == "ours" else wish.peer_rows], env))
                say(f"  {who:<32} {measured[who][-1].rate:10,.0f} rows/s")
    rows = [
        figures.row(who, UNIT, rounds) if rounds else Row(who, UNIT, skipped=MISSING)
        for who, rounds in measured.items()
    ]
    told = {**_registered(sheets[PEOPLE], env), **_listed(env)}
    say(f"  {PEOPLE} people: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in told.items()))
    return {
        **figures.result(
            "roster", rows, goals=GOALS, rounds=wish.rounds, seeds={"people": SEED},
            ratios={"import_export": figures.ratio(rows[0], rows[2]), "openpyxl": figures.ratio(rows[0], rows[1])},
            figures={
                "rows_per_second": rows[0].rate, "errors_seconds": told["errors"], "drafts_seconds": told["drafts"],
                "registered_seconds": told["registered"], "lane_errors_seconds": told["lane_errors"],
                "lane_drafts_seconds": told["lane_drafts"],
            },
            settings={"columns": len(HEAD), "rows": wish.rows, "rows of the peers": wish.peer_rows},
            registered_seconds=figures.rounded(told["registered"]),
            versions={name: version(name) for name in PACKAGES if _there(name)},
        ),
        **where,
    }  # fmt: skip


def _there(name: str) -> bool:
    return find_spec(name.removeprefix("django-").replace("-", "_")) is not None


def _read(name: str, file: Path, env: Mapping[str, str]) -> Measured:
    told = json.loads(_said(["-m", "benchmarks.peers.rosters", name, str(file)], env))
    return Measured(told["count"], told["seconds"], told["cpu"], told["rss_mb"])


def _registered(file: Path, env: Mapping[str, str]) -> dict[str, float]:
    _said(["-m", "portlight", "migrate", "-v", "0"], env)
    told = json.loads(_said(["-m", "benchmarks.peers.registering", str(file)], env))
    if told["done"] != told["rows"]:
        raise RuntimeError(f"{told['done']} of {told['rows']} rows were registered")
    return {name: told[name] for name in ("errors", "drafts", "registered")}


def _listed(env: Mapping[str, str]) -> dict[str, float]:
    """The list of an institution with a green lane, in the same office."""
    told = json.loads(_said(["-m", "benchmarks.peers.listing", str(PEOPLE)], env))
    if told.pop("drafts") != PEOPLE:
        raise RuntimeError("not everybody has a draft")
    return {name: float(seconds) for name, seconds in told.items()}


def _said(arguments: list[str], env: Mapping[str, str]) -> str:
    command = [sys.executable, "-W", "ignore", *arguments]
    done = subprocess.run(command, cwd=machine.ROOT, env=env, check=True, text=True, stdout=subprocess.PIPE)
    return done.stdout.splitlines()[-1] if done.stdout else ""


def _book(folder: Path, count: int) -> Path:
    """People who differ in name, number, birthday and room, as a spreadsheet keeps them: dates as dates."""
    chance = random.Random(SEED)
    file = folder / f"roster-{count}.xlsx"
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for number in range(1, count + 1):
        sheet.write_row(number, 0, _person(number, chance))
    book.close()
    return file


def _person(number: int, chance: random.Random) -> tuple[Any, ...]:
    letters = "".join(chr(65 + int(digit)) for digit in f"{number:05d}")
    return (
        f"GUEST{letters}", f"{chance.choice(('ANNA', 'JOHN', 'MARIE', 'OLEG'))} {letters[::-1]}",
        chance.choice(("FRA", "DEU", "USA", "JPN", "KOR", "RUS")), chance.choice("FM"),
        date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)), "passport", f"X{number:08d}",
        date(2026, 6, 1) + timedelta(days=chance.randrange(3_000)), "Z",
        date(2026, 4, 1) + timedelta(days=chance.randrange(300)), date(2026, 2, 9), date(2026, 2, 10),
        date(2026, 3, 1) + timedelta(days=chance.randrange(20)), "", f"{number // 20}-{number % 20:02d}",
    )  # fmt: skip
