"""Which events need a new registration: the office's own table, asked without a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from portlight.kernel.policies import queries as policies
from portlight.toolkit.refusals import Refused
from portlight.toolkit.tables import Row, Table

Again = Literal["again", "exempt", "refer"]
TABLE = "lodging_again"


@dataclass(frozen=True, kw_only=True)
class AgainRow:
    """One rule: the codes of events and of stays it is for, what it says, and on what it rests."""

    number: int
    events: tuple[str, ...]
    stays: tuple[str, ...]
    again: Again
    source: str


@dataclass(frozen=True, kw_only=True)
class AgainCard:
    """The table in force, read from above: the first row that fits answers. `answer` is that row, where one asked."""

    version: int
    rows: tuple[AgainRow, ...]
    answer: AgainRow | None


def again_card(*, at: datetime, event: str = "", stay: str = "") -> AgainCard:
    """The whole table, and the row that answers for `event` and `stay`, where both are given; `refer`: an officer does.

    Legal basis: LAW 2012, art. 39(2), and the city's practice, as each row of the table says.
    Refused: policies.nothing-in-force, policies.wrong-facts.
    """
    found = policies.ready(TABLE, at)
    if found is None:
        raise Refused("policies.nothing-in-force", name=TABLE)
    table = found.table.table
    rows = tuple(_row(table, row) for row in table.rows)
    asked = policies.asked(found.table, {"event": event, "stay": stay}) if event and stay else None
    return AgainCard(version=found.number, rows=rows, answer=rows[asked.row - 1] if asked else None)


def _row(table: Table, row: Row) -> AgainRow:
    return AgainRow(
        number=row.number, events=_codes(table, row, "event"), stays=_codes(table, row, "stay"),
        again=cast("Again", row.outcome[0]), source=row.source,
    )  # fmt: skip


def _codes(table: Table, row: Row, name: str) -> tuple[str, ...]:
    """Every code of the question for which the row's cell holds."""
    found = ((one, cell) for one, cell in zip(table.inputs, row.cells, strict=True) if one.name == name)
    return tuple(code for one, cell in found for code in one.codes if cell.holds(code))
