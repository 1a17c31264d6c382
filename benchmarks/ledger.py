"""`portlight bench ledger`: how much room one release takes in PostgreSQL, table by table, indexes included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import databases, figures, machine
from benchmarks.figures import Row
from benchmarks.office import Office, agree
from benchmarks.sinks import OwnSink

_SIZES = (
    "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
    " 'public'::regnamespace"
)


def run(people: int, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """One notice to everybody; what each table grew by, divided by the messages it led to."""
    where = machine.described()
    with databases.opened("postgresql", folder) as new:
        if new is None:
            row = Row("ledger", "bytes a message", skipped="PostgreSQL is not installed")
            return {**figures.result("ledger", [row], ratios={}, goals=()), **where}
        say(f"postgresql: an office of {people:,} people")
        database = new("ledger")
        office = Office(database, folder, people)
        with OwnSink(folder) as sink, office.at_work(sink.port), office.presser("ordinary", sink.port) as presser:
            before = _sizes(database.url)
            told = presser.go()
            agree(sink, told["messages"])
            after = _sizes(database.url)
    messages = told["messages"]
    grown = {name: (size - before.get(name, 0)) / messages for name, size in after.items()}
    tables = {name: round(each, 1) for name, each in sorted(grown.items(), key=lambda one: -one[1]) if each >= 0.5}
    people_each = sum(size for name, size in after.items() if name.startswith("people_")) / people
    row = Row(
        "Portlight", "bytes a message", rate=round(sum(grown.values()), 1),
        more={
            "database": "postgresql", "messages": messages, "tables": tables,
            "bytes_a_person": round(people_each, 1),
        },
    )  # fmt: skip
    return {**figures.result("ledger", [row], ratios={}, goals=(), people=people), **where}


def _sizes(url: str) -> dict[str, int]:
    import psycopg

    with psycopg.connect(url) as line:
        return dict(line.execute(_SIZES).fetchall())
