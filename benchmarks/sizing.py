"""docs/explanation/sizing.md: a stated model, and what was measured, read from the result files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.report import RESULTS

PAGE = "docs/explanation/sizing.md"
SHARE = 0.5  # of a measured rate that a plan may count on: the rest is for retries, receipts, and a bad day
WITHIN = 3600.0  # seconds in which an ordinary notice to everybody should be out
KEPT_NOTICES = 60  # notices to everybody whose rows of people are kept at a time: two a week over KEEP_DAYS
CITIES = ((170_000, "one box"), (1_000_000, "one box"), (10_000_000, "many"), (100_000_000, "many"))
HEAD = """\
# How much of what

Written by `make docs` from `benchmarks/results/`: the model below is ours, every measured figure names its file.
Measure on your own machines before you buy: `portlight bench delivery`, `portlight bench ledger`.

## The model
- *messages* = people × share reached by a personal channel (here: one each) × notices.
- *seconds of a release* = messages ÷ (rate of a worker × workers × {share:.0%}). Workers share one database: above
  four, measure. A provider's own pace (a mail server's, an SMS quota) is usually lower than ours, and then it alone
  counts: connections = rate × round trip.
- *ledger* = messages × bytes a message × notices kept ({kept} to everybody, half a year of two a week); *people* =
  people × bytes a person. Double it for what PostgreSQL needs to breathe, and for backups.
- *memory* = workers × that of a worker + web processes × theirs + the database's own (a quarter of the machine).
- *pages*: baked notices are files; no database is asked.
"""


def page(results: Path = RESULTS) -> str:
    """The whole page. Same files, same text."""
    found = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in sorted(results.glob("*.json"))}
    lines = [HEAD.format(share=SHARE, kept=KEPT_NOTICES), "## Measured", "", *_measured(found), ""]
    lines += ["## From a city to a country", "", *_plan(found), ""]
    return "\n".join(lines).rstrip() + "\n"


def _ours(told: dict[str, Any]) -> dict[str, Any] | None:
    rows = [row for row in told["rows"] if row["who"] == "Portlight" and row.get("rate")]
    return rows[0] if rows else None


def _measured(found: dict[str, Any]) -> Iterator[str]:
    yield "| people | database | messages/s of a worker | µs of processor each | MB of the worker | file |"
    yield "|---:|---|---:|---:|---:|---|"
    for name, told in found.items():
        row = _ours(told)
        if told["job"] == "delivery" and row:
            yield (
                f"| {row['people']:,} | {row['database']} | {row['rate']:,} | {row['cpu_us_each']} | {row['rss_mb']} |"
                f" `results/{name}` |"
            )
    for name, told in found.items():
        for row in told["rows"]:
            if told["job"] == "pages" and row["who"] == "Portlight, baked notice":
                yield ""
                yield (
                    f"A baked notice by our own front: {row['rate']:,} pages/s a core,"
                    f" {row['rss_mb']} MB of a web process (`results/{name}`)."
                )
    for name, told in found.items():
        row = _ours(told)
        if told["job"] == "ledger" and row:
            yield ""
            yield (
                f"One release to {told['people']:,} people: **{row['rate']:,} bytes a message** in the database, "
                f"indexes included, {row['rate'] * 1e6 / 2**20:,.0f} MiB a million; {row['bytes_a_person']:,} bytes a "
                f"person (`results/{name}`). By table: "
                + ", ".join(f"{table.removeprefix('delivery_')} {each:,}" for table, each in row["tables"].items())
                + "."
            )


def _plan(found: dict[str, Any]) -> Iterator[str]:
    """Each size from the nearest measurement below it; without any, the line says so."""
    ledger = next((row for told in found.values() if told["job"] == "ledger" and (row := _ours(told))), None)
    rates = sorted(
        (row["people"], row["rate"], row["rss_mb"])
        for told in found.values()
        if told["job"] == "delivery" and (row := _ours(told)) and row["database"] == "postgresql"
    )
    if not ledger or not rates:
        yield "Not measured yet."
        return
    yield (
        f"Everybody on one channel, an ordinary notice within {WITHIN / 60:.0f} minutes. *From* is the size whose "
        "measured rate was taken: a line far from its measurement is a guess."
    )
    yield ""
    yield "| people | from | workers | minutes | ledger GiB | people GiB | shape |"
    yield "|---:|---:|---:|---:|---:|---:|---|"
    for people, shape in CITIES:
        near = max((rate for rate in rates if rate[0] <= people), default=rates[0])
        workers = max(1, -(-people // int(near[1] * SHARE * WITHIN)))
        minutes = people / (near[1] * SHARE * workers) / 60
        kept = people * KEPT_NOTICES * ledger["rate"] / 2**30
        yield (
            f"| {people:,} | {near[0]:,} | {workers} | {minutes:,.1f} | {kept:,.0f} |"
            f" {people * ledger['bytes_a_person'] / 2**30:,.1f} | [{shape}](../../deploy/{shape.replace(' ', '-')}) |"
        )
    yield ""
    yield (
        "Beyond one database server (about a hundred million people, or a ledger above a few TiB) the city is split by "
        "province: one office, one database, one set of workers each; a notice is released in each. That is not built "
        "into the product and was not measured."
    )
