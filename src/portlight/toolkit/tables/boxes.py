"""Algebra of boxes: a box has, for every dimension, the pieces it allows as the bits of an integer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

from portlight.toolkit.tables.atoms import domain
from portlight.toolkit.tables.cells import Cell
from portlight.toolkit.tables.values import Input, Row, Table

Box = tuple[int, ...]
MOST_STEPS = 200_000
_MOST_BOXES = 2_000  # of one row
_NO, _YES, _BOTH = 1, 2, 3


class TooComplex(Exception):
    """More steps than a check may take."""


class Space:
    """The dimensions of one table: one an input, but one a code (and one for null) for an input of several codes."""

    def __init__(self, table: Table) -> None:
        self._left = MOST_STEPS
        self._inputs = table.inputs
        self._domains = [
            None if one.type == "codes" else domain(one, [row.cells[at] for row in table.rows])
            for at, one in enumerate(table.inputs)
        ]
        self.whole: Box = tuple(
            bits for one, pieces in zip(self._inputs, self._domains, strict=True)
            for bits in ((pieces.whole,) if pieces else _list_whole(one))
        )  # fmt: skip

    def step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooComplex

    def boxes(self, row: Row) -> list[Box]:
        """The row as boxes that do not overlap."""
        parts: list[list[Box]] = []
        for one, pieces, cell in zip(self._inputs, self._domains, row.cells, strict=True):
            parts.append([(pieces.bits(cell),)] if pieces else _of_list(one, cell))
        if any(not part or (len(part) == 1 and 0 in part[0]) for part in parts):
            return []
        found: list[Box] = []
        for chosen in product(*parts):
            self.step()
            found.append(tuple(bits for part in chosen for bits in part))
            if len(found) > _MOST_BOXES:
                raise TooComplex
        return found

    def without(self, boxes: Sequence[Box], taken: Sequence[Box]) -> list[Box]:
        """What is left of `boxes` when all of `taken` is taken out."""
        left = list(boxes)
        for other in taken:
            left = [part for box in left for part in self._less(box, other)]
            if not left:
                break
        return left

    def _less(self, box: Box, other: Box) -> list[Box]:
        self.step()
        if not intersection(box, other):
            return [box]
        parts, rest = [], list(box)
        for at, bits in enumerate(other):
            if outside := rest[at] & ~bits:
                parts.append((*rest[:at], outside, *rest[at + 1 :]))
                rest[at] &= bits
        return parts

    def example(self, box: Box) -> dict[str, Any]:
        """Facts that lie in it."""
        told: dict[str, Any] = {}
        at = 0
        for one, pieces in zip(self._inputs, self._domains, strict=True):
            if pieces is None:
                told[one.name] = _list_example(one, box[at : at + len(one.codes) + 1])
                at += len(one.codes) + 1
                continue
            value = pieces.values[(box[at] & -box[at]).bit_length() - 1]
            told[one.name] = date.fromordinal(value) if one.type == "date" and value is not None else value
            at += 1
        return told


def intersection(one: Box, other: Box) -> Box | None:
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def _list_whole(asked: Input) -> Box:
    """First whether it is null, then each code. When it is null, the codes say nothing."""
    return (_BOTH if asked.optional else _NO, *(_BOTH for _ in asked.codes))


def _of_list(asked: Input, cell: Cell) -> list[Box]:
    if cell.kind == "any":
        return [_list_whole(asked)]
    if not cell.members:  # null, or not(null)
        return [(_NO if cell.negated else _YES, *(_BOTH for _ in asked.codes))]
    named = [code in cell.members for code in asked.codes]
    if cell.kind == "any-of":
        return list(_first_of(named))
    bits = _YES if cell.kind == "all-of" else _NO
    return [(_NO, *(bits if so else _BOTH for so in named))]


def _first_of(named: list[bool]) -> list[Box]:
    """Any of them, as boxes apart: the first that is there, with none of the named before it."""
    found = []
    for at, so in enumerate(named):
        if so:
            before = (_NO if earlier else _BOTH for earlier in named[:at])
            found.append((_NO, *before, _YES, *(_BOTH for _ in named[at + 1 :])))
    return found


def _list_example(asked: Input, bits: Box) -> list[str] | None:
    if bits[0] == _YES:
        return None
    return [code for code, so in zip(asked.codes, bits[1:], strict=True) if so == _YES]
