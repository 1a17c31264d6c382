"""A table as a value, and the two ways in which what comes from outside is wrong: its text, or its facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from portlight.toolkit.tables.cells import Cell

InputType = Literal["number", "code", "date", "boolean", "codes"]
OutputType = Literal["number", "code"]
Outcome = str | int | float | None
Fact = str | int | float | bool | date | tuple[str, ...] | None


class Malformed(ValueError):
    """A text that is no table. `code` says what, `place` where: `row 3, days`, `inputs 2`; `told` what stood there."""

    def __init__(self, code: str, *, place: str = "", told: str = "") -> None:
        super().__init__(f"{place}: {code}: {told}" if place else f"{code}: {told}")
        self.code, self.place, self.told = code, place, told


class WrongFacts(ValueError):
    """The facts are not the table's inputs: one is missing, unknown, empty or of another type. Nothing was decided."""

    def __init__(self, code: str, *, name: str) -> None:
        super().__init__(f"{code}: {name}")
        self.code, self.name = code, name


@dataclass(frozen=True, kw_only=True)
class Input:
    """A typed question. `whole`: of numbers, only integers are asked about. `optional`: null is an answer too."""

    name: str
    type: InputType
    title: str = ""
    codes: tuple[str, ...] = ()  # of code and codes: everything it can be
    whole: bool = False
    least: int | float | None = None  # of numbers, both inclusive
    most: int | float | None = None
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Output:
    """`proposal`: an officer must take the decision; what refuses or punishes is never anything else."""

    name: str
    type: OutputType
    codes: tuple[str, ...] = ()
    proposal: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """`cells` in the order of the inputs; `outcome` in the order of the outputs, None only where an officer decides."""

    number: int  # from 1
    cells: tuple[Cell, ...]
    outcome: tuple[Outcome, ...]
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Hit policy *first*. `refer`: the values of the first output by which a matter is left to an officer."""

    name: str
    purpose: str
    title: str = ""
    source: str = ""
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    refer: tuple[str, ...] = field(default=("refer",))
