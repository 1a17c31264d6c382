"""Dates as people type them. A day that could be two days is read by the file's own manner, and told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from portlight.toolkit.sheets import Cell

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
Day = tuple[date | datetime | None, str]  # what was read; a problem's code, or ""

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_WHOLE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.\-/]*([^\W\d_]{3,10})\.?[\s.,\-/]*(\d{4})")
_WORD_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
_HOUR = re.compile(r"[T\s,]+(\d{1,2})[:：时h](\d{2})?(?:[:：分]\d{2}(?:\.\d+)?)?\s*(am|pm)?$", re.IGNORECASE)
_MONTHS = {
    name[:3]: number
    for number, names in enumerate(
        ("jan", "feb fév fev", "mar mär", "apr avr abr", "may mai", "jun", "jul", "aug ago aoû", "sep", "oct okt",
         "nov", "dec dez dic déc"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_SERIALS = range(3_654, 109_575)  # 1910 to 2199, as sheets count days
_ZERO = date(1899, 12, 30)


def manner(cells: Iterable[Cell]) -> str:
    """Whether this file writes the day or the month first, by the dates that can be meant in one way only."""
    days = months = 0
    for cell in cells:
        if isinstance(cell, str) and (found := _YEAR_LAST.match(cell)):
            first, second = int(found[1]), int(found[3])
            days += first > 12 >= second
            months += second > 12 >= first
    return MONTH_FIRST if months > days else DAY_FIRST


def read(cell: Cell, order: str) -> Day:
    """Codes: date-unreadable, date-impossible, date-ambiguous (read by `order`), date-was-number."""
    if isinstance(cell, datetime):
        return (cell if cell.time() != time.min else cell.date()), ""
    if isinstance(cell, date):
        return cell, ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell)
    if not isinstance(cell, str):
        return None, "date-unreadable"
    text = unicodedata.normalize("NFKC", cell).strip()
    hour = _HOUR.search(text)
    day, code = _of_text(text[: hour.start()] if hour else text, order)
    if day is None or hour is None or isinstance(day, datetime):
        return day, code
    return _with_hour(day, hour, code)


def _with_hour(day: date, hour: re.Match[str], code: str) -> Day:
    at = int(hour[1])
    if hour[3]:
        at = at % 12 + (12 if hour[3].lower() == "pm" else 0)
    minute = int(hour[2] or 0)
    if at > 23 or minute > 59:
        return None, "date-impossible"
    return datetime.combine(day, time(at, minute)) if at or minute else day, code


def _of_number(cell: float) -> Day:
    if cell != cell or abs(cell) > 99_999_999:
        return None, "date-unreadable"
    if cell == int(cell) and (found := _WHOLE.fullmatch(str(int(cell)))):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if int(cell) in _SERIALS:
        return _ZERO + timedelta(days=int(cell)), "date-was-number"
    return None, "date-unreadable"


def _of_text(text: str, order: str) -> Day:
    if found := _YEAR_FIRST.fullmatch(text) or _WHOLE.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), found[2], int(found[3]), int(found[4]), order)
    if found := _WORDED.fullmatch(text):
        return _named(int(found[1]), found[2], int(found[3]))
    if found := _WORD_FIRST.fullmatch(text):
        return _named(int(found[2]), found[1], int(found[3]))
    return None, "date-unreadable"


def _year_last(first: int, sign: str, second: int, year: int, order: str) -> Day:
    if first > 12 or second > 12:  # one way only, if any
        return _made(year, second, first) if first > 12 else _made(year, first, second)
    if sign == "." or first == second:  # with dots the day comes first wherever dots are written
        return _made(year, second, first)
    day, code = _made(year, second, first) if order == DAY_FIRST else _made(year, first, second)
    return day, code or "date-ambiguous"


def _named(day: int, word: str, year: int) -> Day:
    month = _MONTHS.get(word.casefold()[:3])
    if month == 6 and word.casefold().startswith("juil"):
        month = 7
    return _made(year, month, day) if month else (None, "date-unreadable")


def _made(year: int, month: int, day: int) -> Day:
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, "date-impossible"
