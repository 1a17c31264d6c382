"""A roster that was handed in, as the pages of both faces show it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portlight.capabilities.lodging import queries
from portlight.capabilities.lodging.queries import BatchCard
from portlight.capabilities.lodging.words.roster import marked, remedy, row_told
from portlight.faces.languages import active
from portlight.toolkit import sheets
from portlight.toolkit.actor import Actor
from portlight.toolkit.rosters import writing

SHOWN = 200  # problems, and rows, on one page


def batch_told(found: BatchCard, *, by: Actor, why: str, after: int, at: datetime) -> dict[str, Any]:
    """What is wrong in it and what to do, while it waits to be registered; then what became of its rows."""
    shown: dict[str, Any] = {"found": found, "over": found.done + found.before + found.refused}
    language = active().code
    if found.state == "checked" and found.kept:
        told = queries.opened_batch(found.number, by=by, why=why, at=at).roster
        lines = writing.lines(told)
        problems = [(*line, remedy(line[2].code, line[2].facts, language)) for line in lines[:SHOWN]]
        return {**shown, "problems": problems, "more": len(lines) - len(problems), "unknown": told.unknown,
                "counts": told.counts()}  # fmt: skip
    states = ("done", "before", "refused", "broken")
    rows = queries.rows_of(found.number, by, states=states, after=after, size=SHOWN)
    told_rows = [(one, row_told(one.code, language)) for one in rows]
    return {**shown, "rows": told_rows, "after": after, "next": rows[-1].row if len(rows) == SHOWN else None}


def batch_marked(found: BatchCard, *, by: Actor, why: str, at: datetime) -> bytes:
    """The sheet with its wrong cells marked, in the reader's language. LookupError when the sheet is gone."""
    opened = queries.opened_batch(found.number, by=by, why=why, at=at)
    return marked(sheets.read(opened.content), opened.roster, active().code)
