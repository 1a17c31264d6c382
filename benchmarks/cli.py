"""`portlight bench …`: progress on standard error, one JSON object as the last line of standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

Run = Callable[[Path, Callable[[str], None]], dict[str, Any]]
RESULTS = Path(__file__).with_name("results")
QUICK_PEOPLE, PEOPLE = 20_000, 170_000
_rounds = click.option(
    "--rounds", type=click.IntRange(1), help="How often everybody has a turn. [default: 3; quick: 1]"
)
_quick = click.option(
    "--quick", is_flag=True, help="A smaller run, under a minute a database. Its figures are not kept."
)
_people = click.option("--people", type=click.IntRange(100), help=f"Who lives in the city. [default: {PEOPLE}]")


@dataclass(frozen=True)
class Job:
    """A module of this package with a `Wish` (how much; `Wish.quick()`), and `run(wish, folder, say)`, which gives a
    result; where each database has a run of its own, `run(kind, wish, folder, say)`."""

    name: str
    told: str
    on_each: bool = False
    by_turns: bool = True  # its `Wish` has rounds


JOBS = (
    Job("sms", "submit_sm beside smpplib; whole releases by Aliyun and Tencent into their simulators."),
    Job("receipts", "What Aliyun and Tencent push through the front door, doubled, shuffled, early and replayed; on "
        "both databases.", on_each=True),
    Job("pages", "A crowd that reads one notice: baked pages by our own front, beside what else serves pages here."),
    Job("papers", "A slip stamped, printed in nine languages and sealed, beside what else makes PDFs here."),
    Job("mrz", "Photographs of passports, cards and visas of fictitious people, beside PassportEye and tesseract.",
        by_turns=False),
    Job("lodging", "Declarations sent three times each, and people who register page by page at a rate, on both "
        "databases.", on_each=True, by_turns=False),
    Job("permits", "Applications sent three times each in random order by four processes at once, on both databases.",
        on_each=True, by_turns=False),
    Job("desk", "Staff on worklists and case pages of an office with a million cases, thinking between pages; on "
        "PostgreSQL.", by_turns=False),
    Job("policies", "A decision table of 50 rows with its whole trace, beside zen-engine; malformed cells that got "
        "through."),
    Job("roster", "A sheet of twenty thousand people read and checked, and a thousand registered, beside what else "
        "reads sheets."),
)  # fmt: skip


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@click.group()
def bench() -> None:
    """What we claim, measured beside its peers in one run."""


@bench.command("all")
@_quick
def every(quick: bool) -> None:
    """Every bench, one after the other, and the table in the docs."""
    found = [_delivery(quick, None, None), _urgent(quick, None), *(_done(job, quick) for job in JOBS)]
    for one in found:
        print(json.dumps(one, ensure_ascii=False), flush=True)
    if not quick:
        _write_docs()
    rows = [row for one in found for row in one["rows"]]
    _end({
        "job": "all", "rows": rows, "ratios": {one["job"]: one["ratios"] for one in found},
        "goal": {one["job"]: one["goal"] for one in found}, "holds": all(one["holds"] for one in found),
    })  # fmt: skip


@bench.command()
@_quick
@_people
@_rounds
@click.option("--urgent", is_flag=True, help="Instead: an urgent notice in the middle of an ordinary one.")
@click.option("--large", is_flag=True, help="Instead: one office of 1 and of 10 million people on PostgreSQL.")
def delivery(quick: bool, people: int | None, rounds: int | None, urgent: bool, large: bool) -> None:
    """One notice in nine languages to everybody, on both databases, beside smtp-source and its peers."""
    if large:
        _end(_large(quick, people))
        return
    _end(_urgent(quick, people) if urgent else _delivery(quick, people, rounds))


@bench.command()
@_quick
@_people
def ledger(quick: bool, people: int | None) -> None:
    """The room one release takes in PostgreSQL, table by table."""
    _ready()
    from benchmarks import ledger as job
    from benchmarks import machine

    with machine.folder() as folder:
        found = job.run(people or (QUICK_PEOPLE if quick else PEOPLE), folder, _say)
    _keep(found, "ledger", "postgresql", quick, people)
    _end(found)


@bench.command()
def docs() -> None:
    """Write docs/reference/bench.md from the result files; `make docs` writes the sizing page as well."""
    _write_docs()


def _command(job: Job) -> click.Command:
    def run(quick: bool, rounds: int | None = None) -> None:
        _end(_done(job, quick, rounds))

    return click.command(job.name, help=job.told)(_quick(_rounds(run) if job.by_turns else run))


for _job in JOBS:
    bench.add_command(_command(_job))


def _end(found: dict[str, Any]) -> None:
    print(json.dumps(found, ensure_ascii=False), flush=True)


def _ready() -> None:
    if not find_spec("psutil"):
        raise click.ClickException("the bench's own packages are missing: make .venv/bench.stamp")


def _done(job: Job, quick: bool, rounds: int | None = None) -> dict[str, Any]:
    _ready()
    made = import_module(f"benchmarks.{job.name}")
    wish = made.Wish.quick() if quick else made.Wish()
    if rounds:
        wish = replace(wish, rounds=rounds)
    if job.on_each:
        return _each(job.name, lambda kind: partial(made.run, kind, wish), quick)
    return _kept(partial(made.run, wish), job.name, "", quick)


def _delivery(quick: bool, people: int | None, rounds: int | None) -> dict[str, Any]:
    _ready()
    from benchmarks import delivery as job

    size = people or (QUICK_PEOPLE if quick else PEOPLE)
    wish = job.Wish.quick(size) if quick else job.Wish(people=size)
    wish = replace(wish, rounds=rounds or wish.rounds)
    return _each("delivery", lambda kind: partial(job.run, kind, wish), quick, people)


def _urgent(quick: bool, people: int | None) -> dict[str, Any]:
    _ready()
    from benchmarks import urgent

    size = people or (QUICK_PEOPLE if quick else PEOPLE)
    return _each("urgent", lambda kind: partial(urgent.run, kind, size), quick, people)


def _large(quick: bool, people: int | None) -> dict[str, Any]:
    """`--people` is the last size; each size has a file of its own, written as soon as it is measured."""
    _ready()
    from benchmarks import large, machine

    most = people or (QUICK_PEOPLE if quick else large.SIZES[-1])
    sizes = (*(size for size in large.SIZES if size < most), most)
    with machine.folder() as folder:
        found = large.run(sizes, folder, _say, lambda one, size: _keep(one, "delivery", "postgresql", quick, size))
    return _together("delivery-large", found)


def _each(name: str, made: Callable[[str], Run], quick: bool, people: int | None = None) -> dict[str, Any]:
    """On one database after the other."""
    from benchmarks import databases

    return _together(name, [_kept(made(kind), name, kind, quick, people) for kind in databases.KINDS])


def _kept(run: Run, name: str, kind: str, quick: bool, people: int | None = None) -> dict[str, Any]:
    from benchmarks import machine

    with machine.folder() as folder:
        found = run(folder, _say)
    _keep(found, name, kind, quick, people)
    return found


def _together(job: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """Both databases in one object: the lower of two ratios, and it holds where both hold."""
    from benchmarks.figures import lowest

    return {
        "job": job, "rows": [row for one in found for row in one["rows"]],
        "ratios": lowest([one["ratios"] for one in found]), "goal": found[0]["goal"],
        "held": {one.get("database", one["rows"][0].get("database", "")): one["held"] for one in found},
        "holds": all(one["holds"] for one in found),
    }  # fmt: skip


def _keep(found: dict[str, Any], job: str, kind: str, quick: bool, people: int | None) -> None:
    """A quick run is no measurement to publish; one of another size has a file of its own."""
    from benchmarks.figures import keep
    from benchmarks.machine import ROOT

    name = "-".join(part for part in (job, kind, str(people or "")) if part)
    keep(found, (ROOT / "var" / "bench" if quick else RESULTS) / f"{name}.json")


def _write_docs() -> None:
    from benchmarks import report

    report.write()


commands: list[click.Command] = [bench]
