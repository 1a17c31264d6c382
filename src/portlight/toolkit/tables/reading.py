"""From JSON to a table. What is wrong anywhere raises at once with its place; nothing is left out or put in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from portlight.toolkit.tables import cells
from portlight.toolkit.tables.cells import Cell
from portlight.toolkit.tables.values import Input, InputType, Malformed, Outcome, Output, OutputType, Row, Table

# What a table is for. The first three may ask who somebody is (`checks`).
PURPOSES = (
    "fees", "treaty-clocks", "visa-rules", "check", "urgency", "screening", "leniency", "rations", "queue", "matching",
)  # fmt: skip
MOST_ROWS, MOST_COLUMNS, MOST_CODES = 500, 40, 100
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}\Z", re.ASCII)
_CODE = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,63}|[A-Z0-9]{1,8})\Z", re.ASCII)


def read(told: Any) -> Table:
    """Malformed: not this shape; a cell outside the grammar; a last row with a condition, or whose outcome is none of
    `refer`; an outcome left empty where the machine would decide."""
    if not isinstance(told, Mapping):
        raise Malformed("no-table")
    name, purpose = _text(told, "name"), _text(told, "purpose")
    if not _NAME.match(name):
        raise Malformed("bad-name", place="name", told=name)
    if purpose not in PURPOSES:
        raise Malformed("unknown-purpose", place="purpose", told=purpose)
    if told.get("hitPolicy", "first") != "first":
        raise Malformed("hit-policy", place="hitPolicy", told=str(told["hitPolicy"]))
    inputs = tuple(_input(one, f"inputs {at}") for at, one in enumerate(_list(told, "inputs", MOST_COLUMNS), 1))
    outputs = tuple(_output(one, f"outputs {at}") for at, one in enumerate(_list(told, "outputs", MOST_COLUMNS), 1))
    _apart([*(one.name for one in inputs), *(one.name for one in outputs)])
    refer = _refer(told, outputs)
    rows = tuple(
        _row(one, at, inputs, outputs, refer) for at, one in enumerate(_list(told, "rules", MOST_ROWS), 1)
    )  # fmt: skip
    _last(rows[-1], inputs, refer)
    return Table(
        name=name, purpose=purpose, title=_text(told, "title"), source=_text(told, "source"), inputs=inputs,
        outputs=outputs, rows=rows, refer=refer,
    )  # fmt: skip


def _input(told: Any, place: str) -> Input:
    name, type_ = _named(told, place), told.get("type")
    if type_ not in get_args(InputType):
        raise Malformed("unknown-type", place=place, told=str(type_))
    least, most = (_limit(told, limit, place) for limit in ("least", "most"))
    if least is not None and most is not None and least > most:
        raise Malformed("bad-limit", place=place, told=f"{least} > {most}")
    return Input(
        name=name, type=type_, title=_text(told, "name"), codes=_codes(told, place, wanted=type_ in ("code", "codes")),
        whole=told.get("whole") is True, least=least, most=most, optional=told.get("optional") is True,
    )  # fmt: skip


def _output(told: Any, place: str) -> Output:
    name, type_ = _named(told, place), told.get("type", "code")
    if type_ not in get_args(OutputType):
        raise Malformed("unknown-type", place=place, told=str(type_))
    codes = _codes(told, place, wanted=type_ == "code")
    return Output(name=name, type=type_, codes=codes, proposal=told.get("proposal") is True)


def _named(told: Any, place: str) -> str:
    """`field` names a column, as JDM has it; rows find their cells by the column's `id`, which is the same here."""
    if not isinstance(told, Mapping):
        raise Malformed("no-column", place=place)
    name = told.get("field")
    if not isinstance(name, str) or not _NAME.match(name) or told.get("id", name) != name:
        raise Malformed("bad-name", place=place, told=str(name))
    return name


def _codes(told: Mapping[str, Any], place: str, *, wanted: bool) -> tuple[str, ...]:
    codes = told.get("codes", [])
    fit = isinstance(codes, Sequence) and not isinstance(codes, str) and len(codes) <= MOST_CODES
    if not fit or not all(isinstance(code, str) and _CODE.match(code) for code in codes):
        raise Malformed("bad-codes", place=place, told=str(codes))
    if bool(codes) != wanted or len(set(codes)) < len(codes):
        raise Malformed("bad-codes", place=place, told=str(codes))
    return tuple(codes)


def _limit(told: Mapping[str, Any], name: str, place: str) -> int | float | None:
    limit = told.get(name)
    if limit is not None and (type(limit) not in (int, float) or told["type"] != "number"):
        raise Malformed("bad-limit", place=place, told=str(limit))
    return cast("int | float | None", limit)


def _refer(told: Mapping[str, Any], outputs: tuple[Output, ...]) -> tuple[str, ...]:
    """An outcome that leaves a matter to an officer is called so: nothing else can be declared to be one."""
    refer = _list(told, "refer", MOST_CODES)
    if outputs[0].type != "code" or not all(
        code in outputs[0].codes and str(code).startswith("refer") for code in refer
    ):
        raise Malformed("bad-refer", place="refer", told=str(refer))
    return tuple(str(code) for code in refer)


def _row(
    told: Any, number: int, inputs: tuple[Input, ...], outputs: tuple[Output, ...], refer: tuple[str, ...]
) -> Row:  # fmt: skip
    place = f"row {number}"
    if not isinstance(told, Mapping):
        raise Malformed("no-row", place=place)
    known = {*(one.name for one in inputs), *(one.name for one in outputs)}
    if strange := [key for key in told if key not in known and not str(key).startswith("_")]:
        raise Malformed("unknown-column", place=place, told=str(strange[0]))
    outcome = tuple(_outcome(told.get(one.name), one, f"{place}, {one.name}") for one in outputs)
    if outcome[0] is None or (None in outcome and outcome[0] not in refer):
        raise Malformed("no-outcome", place=place)
    return Row(
        number=number, cells=tuple(_cell(told.get(one.name, ""), one, f"{place}, {one.name}") for one in inputs),
        outcome=outcome, source=_text(told, "_source"),
    )  # fmt: skip


def _cell(told: Any, asked: Input, place: str) -> Cell:
    if not isinstance(told, str):
        raise Malformed("bad-cell", place=place, told=str(told))
    try:
        return cells.read(told, asked.type, codes=asked.codes, optional=asked.optional)
    except cells.Unreadable:
        raise Malformed("bad-cell", place=place, told=told) from None


def _outcome(told: Any, output: Output, place: str) -> Outcome:
    """A code in quotes, or a number; both as text, as the other cells are."""
    if told is None or told == "":
        return None
    if not isinstance(told, str):
        raise Malformed("bad-outcome", place=place, told=str(told))
    try:
        read_ = cells.read(told, output.type, codes=output.codes)
    except cells.Unreadable:
        raise Malformed("bad-outcome", place=place, told=told) from None
    single: list[Any] = [*read_.members, *(span.low for span in read_.spans if span.low == span.high)]
    if len(single) != 1 or read_.negated or "," in told or "=" in told:
        raise Malformed("bad-outcome", place=place, told=told)
    return cast("Outcome", single[0])


def _last(row: Row, inputs: tuple[Input, ...], refer: tuple[str, ...]) -> None:
    if any(cell.kind != "any" for cell in row.cells):
        raise Malformed("last-row-asks", place=f"row {row.number}")
    if row.outcome[0] not in refer:
        raise Malformed("last-row-decides", place=f"row {row.number}", told=str(row.outcome[0]))


def _list(told: Mapping[str, Any], name: str, most: int) -> Sequence[Any]:
    found = told.get(name)
    if not isinstance(found, Sequence) or isinstance(found, str) or not 1 <= len(found) <= most:
        raise Malformed("bad-list", place=name)
    return found


def _text(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name, "")
    if not isinstance(found, str) or len(found) > 400:
        raise Malformed("bad-text", place=name)
    return found


def _apart(names: Sequence[str]) -> None:
    if twice := [name for name in names if names.count(name) > 1]:
        raise Malformed("name-twice", place=twice[0])
