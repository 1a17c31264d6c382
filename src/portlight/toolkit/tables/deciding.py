"""Facts in, outcome out, with what every cell of every row said. The look-ups are made once for a table.

For each input and each piece of its domain (`atoms`) the answers of all rows stand ready, and which rows they leave as
the bits of an integer: deciding is one look-up an input, and the trace is their transposition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from portlight.toolkit.tables.atoms import domain, typed
from portlight.toolkit.tables.cells import Cell
from portlight.toolkit.tables.values import Input, Outcome, Row, Table, WrongFacts

_MOST_SUBSETS = 512  # of a list of codes, answers that are kept


class Answer(NamedTuple):
    """What one cell said: the input, the cell as it is written, and whether it holds."""

    asked: str
    cell: str
    holds: bool


@dataclass(frozen=True)
class Decision:
    """`row` counts from 1. `answers` are those of every row, input by input; `trace` the same, row by row.

    `refers`: an officer decides. `proposal`: an officer must confirm it; a machine never carries it out.
    """

    output: Mapping[str, Outcome]
    row: int
    answers: tuple[tuple[Answer, ...], ...]
    refers: bool
    proposal: bool

    @property
    def trace(self) -> tuple[tuple[Answer, ...], ...]:
        """`trace[row - 1]` has an answer for every input, of rows after the deciding one as well."""
        return tuple(zip(*self.answers, strict=True))


class _Said(NamedTuple):
    answers: tuple[Answer, ...]  # of every row
    rows: int  # bits of the rows whose cell holds


class Compiled:
    """A table that is ready to be asked. Threads may share it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._names = tuple(one.name for one in table.inputs)
        self._known = frozenset(self._names)
        self._columns = tuple(_column(one, at, table.rows) for at, one in enumerate(table.inputs))
        names = [one.name for one in table.outputs]
        self._outcomes = [dict(zip(names, row.outcome, strict=True)) for row in table.rows]
        self._proposal = any(one.proposal for one in table.outputs)

    def decide(self, facts: Mapping[str, Any]) -> Decision:
        """WrongFacts: a fact is missing, unknown, empty or of another type. Otherwise there is always a row."""
        if facts.keys() != self._known:
            raise _unlike(self._known, facts)
        rows, answers = -1, []
        for name, column in zip(self._names, self._columns, strict=True):
            said = column(facts[name])
            rows &= said.rows
            answers.append(said.answers)
        at = (rows & -rows).bit_length() - 1
        output = self._outcomes[at]
        refers = self.table.rows[at].outcome[0] in self.table.refer
        return Decision(dict(output), at + 1, tuple(answers), refers, self._proposal and not refers)


def compiled(table: Table) -> Compiled:
    """Made once for each version that is in use."""
    return Compiled(table)


def decide(table: Table | Compiled, facts: Mapping[str, Any]) -> Decision:
    """The first row whose cells all hold. WrongFacts as `Compiled.decide`."""
    return (table if isinstance(table, Compiled) else Compiled(table)).decide(facts)


def _column(asked: Input, at: int, rows: tuple[Row, ...]) -> Callable[[Any], _Said]:
    cells = [row.cells[at] for row in rows]
    if asked.type == "codes":
        return _of_lists(asked, cells)
    pieces = domain(asked, cells)
    said = tuple(_said(asked, cells, value) for value in pieces.values)
    find = pieces.find
    return lambda told: said[find(typed(asked, told))]


def _of_lists(asked: Input, cells: list[Cell]) -> Callable[[Any], _Said]:
    kept: dict[frozenset[str] | None, _Said] = {}

    def column(told: Any) -> _Said:
        value = typed(asked, told)
        found = kept.get(value)
        if found is None:
            found = _said(asked, cells, value)
            if len(kept) < _MOST_SUBSETS:
                kept[value] = found
        return found

    return column


def _said(asked: Input, cells: list[Cell], value: Any) -> _Said:
    answers = tuple(Answer(asked.name, cell.text, cell.holds(value)) for cell in cells)
    return _Said(answers, sum(1 << at for at, answer in enumerate(answers) if answer.holds))


def _unlike(known: frozenset[str], facts: Mapping[str, Any]) -> WrongFacts:
    if missing := sorted(known - facts.keys()):
        return WrongFacts("missing", name=missing[0])
    return WrongFacts("unknown", name=str(sorted(map(str, facts.keys() - known))[0]))
