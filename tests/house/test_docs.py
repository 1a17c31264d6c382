"""Docs that cannot drift: decisions numbered, pictures used, tables with their measurement."""

from __future__ import annotations

import re

from tests.house.tree import ROOT

DOCS = ROOT / "docs"


def test_decisions_are_numbered_without_gaps_and_fit_a_page() -> None:
    files = sorted((DOCS / "adr").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in files]
    assert numbers == list(range(1, len(files) + 1))
    assert len(files) >= 6
    long = [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 70]
    assert not long, long


def test_every_link_inside_the_docs_leads_somewhere() -> None:
    bad = []
    for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                bad.append(f"{path.relative_to(ROOT)}: {target}")
    assert not bad, bad


def test_every_picture_is_shown_somewhere() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
    idle = [path.name for path in (DOCS / "pictures").glob("*.*") if path.name not in text]
    assert not idle, idle


def test_every_picture_of_the_manual_exists_and_is_used_and_all_are_small() -> None:
    manual = DOCS / "manual"
    named = {
        name
        for page in manual.glob("*.md")
        for name in re.findall(r"\(pictures/([\w.-]+)\)", page.read_text(encoding="utf-8"))
    }
    there = {path.name: path.stat().st_size for path in (manual / "pictures").glob("*")}
    assert named == set(there), "taken and named are not the same: make docs"
    assert len(there) >= 48
    assert not [name for name, size in there.items() if size > 60_000]
    assert sum(there.values()) <= 3_000_000


def test_every_measured_table_names_its_result_file() -> None:
    """A table under "## Measured" without its JSON file in benchmarks/results is a claim without a measurement."""
    page = DOCS / "reference" / "bench.md"
    if not page.exists():
        return
    named = re.findall(r"results/([\w.-]+\.json)", page.read_text(encoding="utf-8"))
    assert named
    missing = [name for name in named if not (ROOT / "benchmarks" / "results" / name).exists()]
    assert not missing, missing
