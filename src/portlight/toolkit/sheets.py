"""Sheets that people hand in: XLSX, XLS, ODS and CSV, read within limits, each cell as it was given.

A workbook is a ZIP: what it unzips to is read from its directory before a byte is unpacked, and again from what comes
out of it. Cells keep their kind, because a passport number that was typed as a number has lost its zeros.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portlight.toolkit import zips
from portlight.toolkit.refusals import Refused

Cell = str | int | float | bool | date | datetime | time | timedelta

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 20_000_000
MOST_UNZIPPED = 200_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 100
_LONGEST_CELL = 2_000
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE: an old XLS, or a workbook under a password
_UNFIT: dict[zips.Fault, str] = {
    "not-a-zip": "sheet.not-a-sheet", "encrypted": "sheet.encrypted", "too-many": "sheet.unzips-too-large",
    "unzips-too-large": "sheet.unzips-too-large",
}  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """`rows` are numbered as the sheet numbers them: the header is row 1 when nothing stands above it."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read(content: bytes) -> Sheet:
    """The first sheet that has anything in it. Empty rows are passed over.

    Refused: sheet.empty, sheet.too-large, sheet.unzips-too-large, sheet.encrypted, sheet.not-a-sheet,
    sheet.too-many-rows, sheet.too-many-columns.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise Refused("sheet.empty")
    if len(content) > MOST_BYTES:
        raise Refused("sheet.too-large", most=MOST_BYTES // 1_000_000)
    rows = _rows_of_book(content) if content[:2] == b"PK" or content[:8] == _COMPOUND else _rows_of_text(content)
    return _sheet(rows)


def _sheet(rows: Iterator[list[Cell]]) -> Sheet:
    header: tuple[str, ...] = ()
    header_row = 0
    kept: list[tuple[int, tuple[Cell, ...]]] = []
    for number, row in enumerate(rows, start=1):
        cells = [cell[:_LONGEST_CELL].strip() if isinstance(cell, str) else cell for cell in row]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise Refused("sheet.too-many-columns", most=MOST_COLUMNS)
        if not header:
            header, header_row = tuple(str(cell) for cell in cells), number
            continue
        if len(kept) == MOST_ROWS:
            raise Refused("sheet.too-many-rows", most=MOST_ROWS)
        kept.append((number, tuple(cells)))
    if not header:
        raise Refused("sheet.empty")
    return Sheet(header, header_row, tuple(kept))


def _rows_of_book(content: bytes) -> Iterator[list[Cell]]:
    from python_calamine import CalamineError, CalamineWorkbook  # a tenth of a second: only who reads a sheet pays

    if content[:2] == b"PK":
        _check_zip(content)
    elif _ENCRYPTED in content:
        raise Refused("sheet.encrypted")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            height, width = sheet.total_height, sheet.total_width  # of the last cell, counted from 0
            if sheet.height and sheet.width:
                if height > 2 * MOST_ROWS:
                    raise Refused("sheet.too-many-rows", most=MOST_ROWS)
                if width > 20 * MOST_COLUMNS:
                    raise Refused("sheet.too-many-columns", most=MOST_COLUMNS)
                return iter(sheet.iter_rows())
    except CalamineError as error:
        encrypted = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise Refused("sheet.encrypted" if encrypted else "sheet.not-a-sheet") from None
    raise Refused("sheet.empty")


def _check_zip(content: bytes) -> None:
    try:
        zips.members(content, most=MOST_UNZIPPED, most_files=2_000)
    except zips.Unfit as unfit:
        raise Refused(_UNFIT[unfit.fault]) from None


def _rows_of_text(content: bytes) -> Iterator[list[Cell]]:
    text = _text(content)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    comma = max((",", "\t", ";"), key=first.count)
    csv.field_size_limit(131_072)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=False):
            yield [*row]
    except csv.Error:
        raise Refused("sheet.not-a-sheet") from None


def _text(content: bytes) -> str:
    """What a spreadsheet program writes as CSV here: UTF-8, UTF-16 with its mark, or GB 18030."""
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    for encoding in (marks.get(content[:2], "utf-8-sig"), "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("sheet.not-a-sheet")
