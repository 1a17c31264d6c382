"""docs/reference/bench.md, from the result files: ratios first, then every row, each naming the file it stands in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "reference" / "bench.md"
INTRO = """\
Each job runs beside its peers in one run (A B C A B C), on one machine that holds sender, sink and database; figures
are medians over the rounds. Machines differ and are shared, so what we claim is the ratio; *pace* is what a fixed piece
of work took before the run: the less, the faster the machine was in that hour. A goal that was missed stands here as
missed. `make bench` measures anew, `portlight bench docs` writes this page from the files.
"""
JOBS = {
    "delivery": "One notice in nine languages to everybody, from the press of *release* to derived *finished*, the "
    "sink's own count agreeing: audience, consent, suppression, language choice, one-click headers, ledger, tallies.",
    "urgent": "An urgent notice to everybody, released when 30 % of an ordinary one is settled.",
    "delivery-large": "One office that grows, on PostgreSQL, to a million and to ten million people, each time a notice"
    " to everybody and, in the middle of it, an urgent one to a part of the city (in files of commit 342dc39b95cb: at "
    "its end, when the last page was planned). Cost is processor time of worker and database a message, beside an "
    "office of ten thousand on the same server.",
    "sms": "Submitted as fast as a client can: ours beside smpplib into one simulated message centre, one process "
    "against one, and beside it three of smpplib, which have both cores; batches by Aliyun and Tencent from a "
    "desk in memory; then whole releases by them, from the press of *release* to derived *finished*, ledger and all.",
    "receipts": "Delivery reports as the providers push them, a hundred at a time, through the front door, until the "
    "tallies of the ledger have counted them all: each report twice, in shuffled pushes, some pushes again as they "
    "were, some while their messages were still being sent. A rate counts different receipts.",
    "ledger": "The room one release takes in PostgreSQL: what every table grew by, indexes included.",
    "papers": "One slip of an accommodation registration in two languages, with a fresh stamp and its square, in the "
    "nine languages by turns, by one warm process: stamp, texts and PDF; then the same with the built-in PAdES seal. "
    "Peers print the same texts and the same square; fpdf2 without shaping, so its Arabic is not right.",
    "mrz": "Synthetic photographs of passports, cards and visas on tables, in booklets, as whole frames, clean to "
    "spoiled, by seeds that were not used in development. Right is every field and every check as printed, names "
    "included; accepted wrong is a zone told as valid of which any field is not as printed.",
    "policies": "A decision table of 50 rows over a number, a code and a yes or no; three of four facts are met late "
    "or by no row. Ours answers with what every cell of every row said; both give the same answers.",
    "lodging": "Accommodation declarations by the command in four processes at once, each sent three times in random "
    "order; then people who are signed in register at the portal, thirteen requests each, at the stated rate, with "
    "client, server and database on the same processors; then five a second while one reader works through a full line "
    "of photos.",
    "permits": "Applications for visas and permits by the command in four processes at once, each sent three times in "
    "random order: case, particulars, slip, period and message each time. Then people who are signed in apply at the "
    "portal at the stated rate, twelve pages and two photographs of twelve megapixels each, with client, server (two "
    "processes), database, worker, mail server and the process that opens the photographs on the same processors; "
    "minutes count from the first page to the last photograph opened.",
    "desk": "Staff who are signed in work at the desk of an office with so many cases, one in ten open, at a hundred "
    "stations: half of the pages are worklists across kinds, a third single cases, the rest a number sought and a case "
    "taken up or given back. Each thinks for the stated time on the mean between two pages. Client, server "
    "(two workers) and database on the same processors; processor time is the server's. The tick that counts the "
    "supervisor's board is timed before and after.",
    "roster": "A workbook of 20,000 people in 15 columns, from its bytes to a verdict for every row, in a process of "
    "its own; then 1,000 people of one institution: to the wrong cells, to drafts that are kept, on SQLite; and 1,000 "
    "of a list of a green lane, whose residence permits all end. openpyxl only reads; django-import-export makes a dry "
    "run with types, lengths and dates checked.",
    "pages": "A crowd reads one baked notice. Rates are per core: requests for each second of processor time.",
}
FIGURES = {
    "limit": "× smtp-source", "best_peer": "× the best peer", "growth": "cost a message, large office ÷ small",
    "city_seconds": "s for the whole city, from the press to finished",
    "rss_mb": "MB of the worker at most", "lost": "lost", "duplicates": "doubled",
    "counted_twice": "counted twice", "absorbed": "receipts/s, the slower provider",
    "smpplib": "× smpplib, a process each", "aliyun_numbers": "numbers/s in Aliyun's batches",
    "tencent_numbers": "numbers/s in Tencent's batches",
    "first_seconds": "s to the first person", "last_seconds": "s to the last person",
    "rows_per_second": "rows/s read and checked", "import_export": "× django-import-export",
    "errors_seconds": "s to the wrong cells of 1,000 people", "drafts_seconds": "s to 1,000 drafts",
    "lane_errors_seconds": "s to what is wrong in, and new on, an institution’s list of 1,000",
    "lane_drafts_seconds": "s to its 1,000 drafts",
    "slip_ms": "ms of processor time a slip", "sealed_ms": "ms of processor time a slip, sealed",
    "usual": "of clean and moderate photos read right", "every": "of all photos read right",
    "accepted_wrong": "of all photos accepted and wrong", "cpu_median": "CPU-s a photo, median",
    "cpu_worst": "CPU-s, the worst photo",
    "one_filing": "of the applications stand once, with one slip each",
    "filed_share": "of the people filed", "photos_opened_share": "of the photos opened",
    "photos_minutes": "minutes to the last photo",
    "one_each": "every one registered once", "registered_share": "of the people got their slip",
    "page_p95_seconds": "s, 95 of 100 pages", "decision_p95_seconds": "s from *register* to the slip, 95 of 100",
    "photos_a_cpu_second": "photos read a CPU-second", "line_page_p95_seconds": "s, 95 of 100 pages, the line full",
    "desk_p95_seconds": "s, 95 of 100 pages of the desk", "failed_pages": "pages that failed",
    "count_seconds": "s for one count of the board's figures",
    "decisions": "decisions/s with the whole trace", "bad_published": "malformed cells that could be published",
    "baked_per_core": "baked pages/s a core", "page_bytes": "bytes of the longest page",
}  # fmt: skip
LEAST = frozenset({
    "limit", "one_each", "registered_share", "photos_a_cpu_second",
    "best_peer", "baked_per_core", "smpplib", "aliyun_numbers", "tencent_numbers", "absorbed", "usual",
    "every", "decisions", "rows_per_second", "import_export", "one_filing", "filed_share", "photos_opened_share",
})  # fmt: skip


def write() -> None:
    PAGE.write_text(page(), encoding="utf-8")


def page(results: Path = RESULTS) -> str:
    """The whole page. Same files, same text."""
    found = [(file.name, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(results.glob("*.json"))]
    lines = ["# Benchmarks", "", INTRO, "## Measured", ""]
    if not found:
        lines += ["Nothing yet: run `make bench`.", ""]
    for job in [*JOBS, *sorted({one["job"] for _, one in found} - set(JOBS))]:
        files = [(name, one) for name, one in found if one["job"] == job]
        if files:
            lines += [
                f"### {job}",
                "",
                JOBS.get(job, ""),
                "",
                *_ratios(files),
                "",
                *_rows(files),
                "",
                *_where(files),
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def _ratios(files: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    yield "| goal | " + " | ".join(_title(one) for _, one in files) + " |"
    yield "|---|" + "---|" * len(files)
    for name, goal in files[0][1]["goal"].items():
        sign = "≥" if name in LEAST else "≤"
        told = [_verdict(one, name) for _, one in files]
        yield f"| {FIGURES.get(name, name)} {sign} {goal:g} | " + " | ".join(told) + " |"


def _verdict(one: dict[str, Any], name: str) -> str:
    held = one["held"].get(name)
    figure = one.get("measured", {}).get(name, one["ratios"].get(name, one["rows"][0].get(name)))
    if held is None or figure is None:
        return "not measured"
    return f"**{figure:,g}** – {'holds' if held else 'missed'}"


def _title(one: dict[str, Any]) -> str:
    first = one["rows"][0]
    people = first.get("people") or one.get("people")
    return (
        ", ".join(part for part in (first.get("database", ""), f"{people:,} people" if people else "") if part) or "–"
    )


def _rows(files: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    yield "| who | rate | unit | CPU each, µs | peak, MB | settings | file |"
    yield "|---|---|---|---|---|---|---|"
    for name, one in files:
        for row in one["rows"]:
            figures = [_figure(row.get(key)) for key in ("rate", "unit", "cpu_us_each", "rss_mb")]
            told = row.get("skipped") or ", ".join(f"{key} {value}" for key, value in row.get("settings", {}).items())
            yield f"| {row['who']} | {' | '.join(figures)} | {told or '–'} | {_file(name)} |"


def _figure(value: Any) -> str:
    return "–" if value is None else value if isinstance(value, str) else f"{value:,g}"


def _file(name: str) -> str:
    return f"[results/{name}](../../benchmarks/results/{name})"


def _where(files: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    for name, one in files:
        machine, load = one["machine"], ", ".join(f"{figure:g}" for figure in one["load_before"])
        yield (
            f"- {_file(name)}: commit {one['commit']}, {machine['cores']} cores ({machine['cpu']}), "
            f"{machine['memory_gb']:g} GB, Linux {machine['kernel']}, Python {machine['python']}; load before {load}"
            + (f"; its pace {machine['pace_ms']:g} ms" if "pace_ms" in machine else "")
        )
