"""`portlight bench …`: progress on standard error, one JSON object as the last line of standard output."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

RESULTS = Path(__file__).with_name("results")
QUICK_PEOPLE, PEOPLE = 20_000, 170_000
_rounds = click.option(
    "--rounds", type=click.IntRange(1), help="How often everybody has a turn. [default: 3; quick: 1]"
)
_quick = click.option(
    "--quick", is_flag=True, help="A smaller run, under a minute a database. Its figures are not kept."
)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@click.group()
def bench() -> None:
    """What we claim, measured beside its peers in one run."""


@bench.command("all")
@_quick
def every(quick: bool) -> None:
    """Every bench, one after the other, and the table in the docs."""
    found = [_delivery(quick, None), _urgent(quick, None), _sms(quick), _receipts(quick), _pages(quick), _papers(quick)]
    found += [_mrz(quick), _lodging(quick), _policies(quick), _roster(quick)]
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
@click.option("--people", type=click.IntRange(100), help=f"Who lives in the city. [default: {PEOPLE}]")
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
def pages(quick: bool) -> None:
    """A crowd that reads one notice: baked pages by our own front, beside what else serves pages here."""
    _end(_pages(quick))


@bench.command()
@_quick
@_rounds
def papers(quick: bool, rounds: int | None) -> None:
    """A slip stamped, printed in nine languages and sealed, beside what else makes PDFs here."""
    _end(_papers(quick, rounds))


@bench.command()
@_quick
@_rounds
def roster(quick: bool, rounds: int | None) -> None:
    """A sheet of twenty thousand people read and checked, and a thousand registered, beside what else reads sheets."""
    _end(_roster(quick, rounds))


@bench.command()
@_quick
@_rounds
def sms(quick: bool, rounds: int | None) -> None:
    """submit_sm beside smpplib; whole releases by Aliyun and Tencent into their simulators."""
    _end(_sms(quick, rounds))


@bench.command()
@_quick
@_rounds
def receipts(quick: bool, rounds: int | None) -> None:
    """What Aliyun and Tencent push through the front door, doubled, shuffled, early and replayed; on both databases."""
    _end(_receipts(quick, rounds))


@bench.command()
@_quick
@click.option("--people", type=click.IntRange(100), help=f"Who lives in the city. [default: {PEOPLE}]")
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
@_quick
def mrz(quick: bool) -> None:
    """Photographs of passports, cards and visas of fictitious people, beside PassportEye and tesseract."""
    _end(_mrz(quick))


@bench.command()
@_quick
@_rounds
def policies(quick: bool, rounds: int | None) -> None:
    """A decision table of 50 rows with its whole trace, beside zen-engine; malformed cells that got through."""
    _end(_policies(quick, rounds))


@bench.command()
@_quick
def lodging(quick: bool) -> None:
    """Declarations sent three times each, and people who register page by page at a rate, on both databases."""
    _end(_lodging(quick))


@bench.command()
def docs() -> None:
    """Write docs/reference/bench.md from the result files; `make docs` writes the sizing page as well."""
    _write_docs()


def _end(found: dict[str, Any]) -> None:
    print(json.dumps(found, ensure_ascii=False), flush=True)


def _ready() -> None:
    if not find_spec("psutil"):
        raise click.ClickException("the bench's own packages are missing: make .venv/bench.stamp")


def _delivery(quick: bool, people: int | None, rounds: int | None = None) -> dict[str, Any]:
    _ready()
    from benchmarks import databases, machine
    from benchmarks import delivery as job

    size = people or (QUICK_PEOPLE if quick else PEOPLE)
    wish = job.Wish.quick(size) if quick else job.Wish(people=size)
    wish = replace(wish, rounds=rounds or wish.rounds)
    found = []
    for kind in databases.KINDS:
        with machine.folder() as folder:
            found.append(job.run(kind, wish, folder, _say))
        _keep(found[-1], "delivery", kind, quick, people)
    return _together("delivery", found)


def _urgent(quick: bool, people: int | None) -> dict[str, Any]:
    _ready()
    from benchmarks import databases, machine, urgent

    size = people or (QUICK_PEOPLE if quick else PEOPLE)
    found = []
    for kind in databases.KINDS:
        with machine.folder() as folder:
            found.append(urgent.run(kind, size, folder, _say))
        _keep(found[-1], "urgent", kind, quick, people)
    return _together("urgent", found)


def _large(quick: bool, people: int | None) -> dict[str, Any]:
    """`--people` is the last size; each size has a file of its own, written as soon as it is measured."""
    _ready()
    from benchmarks import large, machine

    most = people or (QUICK_PEOPLE if quick else large.SIZES[-1])
    sizes = (*(size for size in large.SIZES if size < most), most)
    with machine.folder() as folder:
        found = large.run(sizes, folder, _say, lambda one, size: _keep(one, "delivery", "postgresql", quick, size))
    return _together("delivery-large", found)


def _sms(quick: bool, rounds: int | None = None) -> dict[str, Any]:
    _ready()
    from benchmarks import machine
    from benchmarks import sms as job

    with machine.folder() as folder:
        wish = job.Wish.quick() if quick else job.Wish()
        found = job.run(replace(wish, rounds=rounds or wish.rounds), folder, _say)
    _keep(found, "sms", "", quick, None)
    return found


def _receipts(quick: bool, rounds: int | None = None) -> dict[str, Any]:
    _ready()
    from benchmarks import databases, machine
    from benchmarks import receipts as job

    found = []
    for kind in databases.KINDS:
        with machine.folder() as folder:
            wish = job.Wish.quick() if quick else job.Wish()
            found.append(job.run(kind, replace(wish, rounds=rounds or wish.rounds), folder, _say))
        _keep(found[-1], "receipts", kind, quick, None)
    return _together("receipts", found)


def _pages(quick: bool) -> dict[str, Any]:
    _ready()
    from benchmarks import machine
    from benchmarks import pages as job

    with machine.folder() as folder:
        found = job.run(folder, _say, seconds=1.5 if quick else 6.0, rounds=1 if quick else 3)
    _keep(found, "pages", "", quick, None)
    return found


def _papers(quick: bool, rounds: int | None = None) -> dict[str, Any]:
    _ready()
    from benchmarks import machine
    from benchmarks import papers as job

    with machine.folder() as folder:
        wish = job.Wish.quick() if quick else job.Wish()
        found = job.run(replace(wish, rounds=rounds or wish.rounds), folder, _say)
    _keep(found, "papers", "", quick, None)
    return found


def _mrz(quick: bool) -> dict[str, Any]:
    from benchmarks import machine
    from benchmarks import mrz as job

    with machine.folder() as folder:
        found = job.run(_say, quick=quick, folder=folder)
    _keep(found, "mrz", "", quick, None)
    return found


def _policies(quick: bool, rounds: int | None = None) -> dict[str, Any]:
    _ready()
    from benchmarks import policies as job

    wish = job.Wish.quick() if quick else job.Wish()
    found = job.run(replace(wish, rounds=rounds or wish.rounds), _say)
    _keep(found, "policies", "", quick, None)
    return found


def _lodging(quick: bool) -> dict[str, Any]:
    from benchmarks import databases, machine
    from benchmarks import lodging as job

    wish, found = job.Wish.quick() if quick else job.Wish(), []
    for kind in databases.KINDS:
        with machine.folder() as folder:
            found.append(job.run(kind, wish, folder, _say))
        _keep(found[-1], "lodging", kind, quick, None)
    return _together("lodging", found)


def _roster(quick: bool, rounds: int | None = None) -> dict[str, Any]:
    _ready()
    from benchmarks import machine
    from benchmarks import roster as job

    with machine.folder() as folder:
        wish = job.Wish.quick() if quick else job.Wish()
        found = job.run(replace(wish, rounds=rounds or wish.rounds), folder, _say)
    _keep(found, "roster", "", quick, None)
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
