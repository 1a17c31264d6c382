"""What taking in a sheet has in common: finding its columns, naming what is wrong with a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portlight.toolkit.refusals import Refused
from portlight.toolkit.sheets import Cell, Sheet


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row, as the sheet numbers it; `code` has a sentence in `words.FAULTS`."""

    row: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`batch` takes it back. With faults nothing was written."""

    rows: int
    faults: tuple[Fault, ...] = ()
    batch: str = ""


def columns(sheet: Sheet, needed: Sequence[str]) -> dict[str, int]:
    """Where each column stands, by its heading. Refused: places.columns-missing."""
    place = {name.strip(): where for where, name in reversed(list(enumerate(sheet.header)))}
    missing = [name for name in needed if name not in place]
    if missing:
        raise Refused("places.columns-missing", columns=", ".join(missing))
    return place


def text(cells: Sequence[Cell], where: int) -> str:
    """A cell as text; a whole number without the point a sheet gives it."""
    cell = cells[where] if where < len(cells) else ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()
