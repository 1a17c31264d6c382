"""Sheets that the tests of rosters hand in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

HEAD = ("Surname", "Given name", "Nationality", "Sex", "Date of birth", "Passport no", "Valid until", "Visa type",
        "Stay until", "Entry date", "Check-in", "Check-out", "Room")  # fmt: skip
ROW = ("DUPONT", "ANNA MARIE", "French", "F", "1990-05-04", "20FV12345", "2030-01-01", "Z", "2026-05-01", "2026-02-09",
       "2026-02-10", "2026-04-30", "12")  # fmt: skip


def row(**more: str) -> tuple[str, ...]:
    """`ROW` with other cells; headings as keywords with `_` for what stands between their words."""
    named = {heading.replace(" ", "_").replace("-", "_").lower(): place for place, heading in enumerate(HEAD)}
    cells = list(ROW)
    for name, value in more.items():
        cells[named[name]] = value
    return tuple(cells)


def person(number: int, **more: str) -> tuple[str, ...]:
    """Somebody with a name and a paper of her own."""
    letters = "".join(chr(65 + int(digit)) for digit in f"{number:04d}")
    return row(**{"surname": f"GUEST{letters}", "passport_no": f"X{number:08d}", "room": str(number), **more})


def text(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def book(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    """A workbook whose cells keep their kind."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
    for number, cells in enumerate((head, *rows)):
        for column, cell in enumerate(cells):
            if isinstance(cell, date | datetime):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write(number, column, cell)
    made.close()
    return out.getvalue()
