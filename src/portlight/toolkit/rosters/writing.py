"""Workbooks that go back to whoever fills them in: the template, and the sheet with what is wrong marked in its cells.

Everything is written as a value, never as a formula: what somebody typed as one stays text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portlight.toolkit import countries
from portlight.toolkit.rosters.columns import Columns
from portlight.toolkit.rosters.values import ERROR, Problem, Roster
from portlight.toolkit.sheets import Cell, Sheet

MOST_MARKED = 5_000  # cells with a comment: more of them, and no office program opens the file in reasonable time
_ROWS = 2_000  # of the template that are prepared
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Words in the reader's language. `hints`: key of a column → what is written there."""

    language: str
    rtl: bool
    guide: str  # names of the sheets
    people: str
    countries: str
    column: str
    needed: str
    what: str
    row: str
    value: str
    hints: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Template:
    """A sheet of our own: its columns in their order, which of them are days, and what can be chosen in which."""

    keys: tuple[str, ...]
    days: frozenset[str]
    lists: Mapping[str, Sequence[str]]
    columns: Columns


def template(form: Template, labels: Labels) -> bytes:
    """Our own sheet: numbers of papers as text, dates as dates, lists to choose from, and a page that explains."""
    out, book = _book()
    people = book.add_worksheet(labels.people)
    known = book.add_worksheet(labels.countries)
    codes = countries.choices(labels.language)
    for row, (code, name) in enumerate(codes):
        known.write_string(row, 0, code)
        known.write_string(row, 1, name)
    lists: dict[str, Any] = {"nationality": f"='{labels.countries}'!$A$1:$A${len(codes)}", **form.lists}
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, key in enumerate(form.keys):
        people.write_string(0, column, _heading(form, key), head)
        people.set_column(column, column, 18, day if key in form.days else text)
        if key in lists:
            source = lists[key] if isinstance(lists[key], str) else list(lists[key])
            choice = {"validate": "list", "source": source, "error_type": "warning"}
            people.data_validation(1, column, _ROWS, column, choice)
        if key in form.days:
            between = {"criteria": "between", "minimum": date(1900, 1, 1), "maximum": date(2199, 1, 1)}
            people.data_validation(1, column, _ROWS, column, {"validate": "date", "error_type": "warning", **between})
    people.freeze_panes(1, 0)
    _guide(book, form, labels, head)
    return _closed(out, book)


def _guide(book: Any, form: Template, labels: Labels, head: Any) -> None:
    sheet = book.add_worksheet(labels.guide)
    if labels.rtl:
        sheet.right_to_left()
    for column, said in enumerate((labels.column, labels.needed, labels.what)):
        sheet.write_string(0, column, said, head)
    sheet.set_column(0, 0, 34)
    sheet.set_column(2, 2, 70)
    for row, key in enumerate(form.keys, start=1):
        sheet.write_string(row, 0, _heading(form, key))
        sheet.write_string(row, 1, "✓" if key in form.columns.needed or key == "surname" else "")
        sheet.write_string(row, 2, labels.hints.get(key, ""))


def marked(sheet: Sheet, roster: Roster, say: Callable[[Problem], str], labels: Labels) -> bytes:
    """The sheet as it came, each wrong cell coloured and with a comment; beside it the list of what to do.

    Corrected, it can be handed in as it is.
    """
    out, book = _book()
    people = book.add_worksheet(labels.people)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number, row in ((sheet.header_row, sheet.header), *sheet.rows):
        for column, cell in enumerate(row):
            _write(people, number - 1, column, cell, day, moment)
    people.set_column(0, 30, 16)
    _mark(book, people, sheet, roster, say)
    _list(book, roster, say, labels)
    return _closed(out, book)


def _mark(book: Any, people: Any, sheet: Sheet, roster: Roster, say: Callable[[Problem], str]) -> None:
    looks = {
        (verdict, shape): book.add_format({"bg_color": colour, "num_format": shape})
        for verdict, colour in ((ERROR, "#F8CBC6"), ("warn", "#FCE9B8"))
        for shape in ("@", "yyyy-mm-dd", "General")
    }
    rows = dict(sheet.rows)
    told: dict[tuple[int, int], list[Problem]] = {}
    for place, found in roster.problems.items():
        for one in found:
            if (column := roster.at.get(one.key)) is not None and (len(told) < MOST_MARKED):
                told.setdefault((roster.numbers[place], column), []).append(one)
    for (number, column), problems in told.items():
        row = rows[number]
        cell: Cell = row[column] if column < len(row) else ""
        shape = "yyyy-mm-dd" if isinstance(cell, date) else "General" if not isinstance(cell, str) else "@"
        look = looks[(problems[0].verdict, shape)]
        _write(people, number - 1, column, cell, look, look)
        said = "\n".join(say(one) for one in problems)
        people.write_comment(number - 1, column, said, {"x_scale": 2, "y_scale": 1.5})


def _list(book: Any, roster: Roster, say: Callable[[Problem], str], labels: Labels) -> None:
    sheet = book.add_worksheet(labels.guide)
    if labels.rtl:
        sheet.right_to_left()
    head = book.add_format({"bold": True, "bottom": 1})
    for column, said in enumerate((labels.row, labels.column, labels.value, labels.what)):
        sheet.write_string(0, column, said, head)
    sheet.set_column(1, 2, 24)
    sheet.set_column(3, 3, 90)
    for row, (number, heading, one) in enumerate(lines(roster), start=1):
        sheet.write_number(row, 0, number)
        for column, said in enumerate((heading, one.value, say(one)), start=1):
            sheet.write_string(row, column, said)


def _write(sheet: Any, row: int, column: int, cell: Cell, day: Any, moment: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int | float) and abs(cell) < 1e300:
        sheet.write_number(row, column, cell, _plain(day, moment))
    elif cell != "" or day is moment:
        sheet.write_string(row, column, str(cell), _plain(day, moment))


def _plain(day: Any, moment: Any) -> Any:
    """A look given for one cell counts for whatever stands in it; the looks of dates only for dates."""
    return day if day is moment else None


def _heading(form: Template, key: str) -> str:
    chinese, english = form.columns.headings[key]
    return f"{english} {chinese}"


def _book() -> tuple[io.BytesIO, Any]:
    import xlsxwriter  # type: ignore[import-untyped]  # only who asks for a workbook pays for it

    out = io.BytesIO()
    return out, xlsxwriter.Workbook(out, dict(_OPTIONS))


def _closed(out: io.BytesIO, book: Any) -> bytes:
    book.close()
    return out.getvalue()


def lines(roster: Roster) -> list[tuple[int, str, Problem]]:
    """(row, heading, problem), in the order of the sheet."""
    return [
        (roster.numbers[place], roster.headings.get(one.key, one.key), one)
        for place, problems in sorted(roster.problems.items())
        for one in problems
    ]
