"""A list of people who have entered: its columns, what each row says, or what is wrong in which cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from portlight.kernel.people.rules import check_address
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import ERROR, WARN, cells, dates
from portlight.toolkit.rosters.cells import Cells, Wrong
from portlight.toolkit.rosters.columns import LOOKED_AT, plain
from portlight.toolkit.sheets import Cell, Sheet

NEEDED = {"country": "country of passport", "number": "passport number", "entered_at": "entered at"}
SAME = timedelta(hours=24)  # two lists tell of one entry
_NOON = time(12)  # where a list gives the day alone, nobody is more than half a day off

_NAMES: Mapping[str, str] = {
    "country": (
        "country|country of passport|passport country|issuing country|issuing state|nationality|"
        "证件签发国|护照签发国|签发国|国籍|国籍地区|国家地区"
    ),
    "number": "number|passport number|passport no|passport|document number|document no|护照号码|护照号|证件号码|证件号",
    "entered_at": (
        "entered at|entered|entry|entry time|entry date|date of entry|time of entry|入境时间|入境日期|抵达时间"
    ),
    "email": "email|e mail|e mail address|email address|电子邮箱|邮箱",
    "telephone": "telephone|phone|mobile|phone number|mobile number|telephone number|联系电话|电话|手机|手机号",
    "language": "language|preferred language|语言|语种|使用语言",
}
_KEYS = {plain(name): key for key, names in _NAMES.items() for name in (key, *names.split("|"))}
_LANGUAGES = {
    plain(said): code
    for code, one in LANGUAGES.items()
    for said in (code, code.partition("-")[0], one.name, one.english)
} | {
    "中文": "zh-Hans", "汉语": "zh-Hans", "英语": "en", "英文": "en", "俄语": "ru", "法语": "fr", "德语": "de",
    "日语": "ja", "韩语": "ko", "西班牙语": "es", "阿拉伯语": "ar",
}  # fmt: skip
_BETWEEN = re.compile(r"[\s().\-/]")
_MAINLAND = re.compile(r"1\d{10}")


class Entered(NamedTuple):
    """Somebody who has entered. `channel` and `value` are empty where the list names no way to reach her."""

    row: int
    country: str
    number: str
    at: datetime
    channel: str
    value: str
    language: str


class Fault(NamedTuple):
    """A cell that is wrong (`error`: nobody is kept for the row) or wants a look (`warn`: kept as it was read)."""

    row: int
    column: str
    value: str
    code: str
    verdict: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Entrants:
    rows: tuple[Entered, ...]
    faults: tuple[Fault, ...]
    whole: int  # rows of the sheet

    @property
    def wrong(self) -> int:
        return len({one.row for one in self.faults if one.verdict == ERROR})


def check(sheet: Sheet, *, at: datetime, zone: tzinfo, kept: timedelta) -> Entrants:
    """Every row as values, or what is wrong in which cell. A day without an hour counts as its noon.

    `kept`: who entered longer ago is not taken in. Refused: lodging.entrants-columns, lodging.entrants-none.
    """
    place, columns, headings = _columns(sheet)
    body = [(sheet.header_row, sheet.header), *sheet.rows][place + 1 :]
    if not body:
        raise Refused("lodging.entrants-none")
    order = dates.manner(cell for _, row in body for cell in row if isinstance(cell, str))
    readers = _readers(order)
    faults: list[Fault] = []
    found: list[Entered] = []
    seen: dict[tuple[str, str, date], int] = {}
    for number, row in body:
        told, wrong = _row(number, row, columns, headings, readers)
        one = None if any(each.verdict == ERROR for each in wrong) else _entered(number, told, at, zone)
        if one is not None:
            wrong += _odd(one, told, at, zone, kept, headings, seen)
        faults += wrong
        if one is not None and not any(each.verdict == ERROR or each.code == "twice" for each in wrong):
            found.append(one)
    return Entrants(rows=tuple(found), faults=tuple(faults), whole=len(body))


def _columns(sheet: Sheet) -> tuple[int, dict[str, int], dict[str, str]]:
    """Place of the row of headings; key → column; key → heading."""
    best: dict[str, int] = {}
    where, named = 0, sheet.header
    for at, (_, row) in enumerate([(sheet.header_row, sheet.header), *sheet.rows][:LOOKED_AT]):
        keys: dict[str, int] = {}
        for column, cell in enumerate(row):
            if (key := _KEYS.get(plain(str(cell)))) is not None:
                keys.setdefault(key, column)
        if len(keys) > len(best):
            best, where, named = keys, at, tuple(map(str, row))
    if missing := [called for key, called in NEEDED.items() if key not in best]:
        raise Refused("lodging.entrants-columns", columns=missing)
    return where, best, {key: named[column] for key, column in best.items()}


def _readers(order: str) -> dict[str, Cells]:
    return {
        "country": Cells(cells.nationality), "number": Cells(cells.number),
        "entered_at": Cells(partial(cells.day, order=order)), "email": Cells(_email), "telephone": Cells(telephone),
        "language": Cells(_language),
    }  # fmt: skip


def _row(
    number: int, row: Sequence[Cell], columns: Mapping[str, int], headings: Mapping[str, str],
    readers: Mapping[str, Cells],
) -> tuple[dict[str, Any], list[Fault]]:  # fmt: skip
    told: dict[str, Any] = {"given": {}}
    wrong: list[Fault] = []
    for key, column in columns.items():
        cell = row[column] if column < len(row) else ""
        found = readers[key][cell]
        told["given"][key] = cells.shown(cell)
        if isinstance(found, Wrong):
            facts = {"day": cells.just_day(found.value)} if isinstance(found.value, date) else {}
            wrong.append(Fault(number, headings[key], told["given"][key], found.code, found.verdict, facts))
            found = found.value
        told[key] = found
    if told["entered_at"] is None and not any(one.column == headings["entered_at"] for one in wrong):
        wrong.append(Fault(number, headings["entered_at"], "", "empty", ERROR, {}))
    return told, wrong


def _entered(number: int, told: Mapping[str, Any], at: datetime, zone: tzinfo) -> Entered:
    said: date | datetime = told["entered_at"]
    exact = isinstance(said, datetime)
    moment = said.replace(tzinfo=zone) if isinstance(said, datetime) else datetime.combine(said, _NOON, zone)
    if not exact and moment > at and moment.date() == at.astimezone(zone).date():
        moment = at
    channel, value = ("email", told["email"]) if told.get("email") else ("sms", told.get("telephone") or "")
    return Entered(
        number, told["country"], told["number"], moment, channel if value else "", value, told.get("language") or ""
    )


def _odd(
    one: Entered, told: Mapping[str, Any], at: datetime, zone: tzinfo, kept: timedelta, headings: Mapping[str, str],
    seen: dict[tuple[str, str, date], int],
) -> list[Fault]:  # fmt: skip
    def fault(key: str, code: str, verdict: str, **facts: Any) -> list[Fault]:
        return [Fault(one.row, headings[key], told["given"][key], code, verdict, facts)]

    day = one.at.astimezone(zone).date()
    if one.at > at:
        return fault("entered_at", "entered-in-future", ERROR, day=day)
    if one.at <= at - kept:
        return fault("entered_at", "entered-too-long-ago", ERROR, days=kept.days)
    first = seen.setdefault((one.country, one.number, day), one.row)
    return fault("number", "twice", WARN, row=first) if first != one.row else []


def _email(cell: Cell) -> Any:
    return _address("email", cells.text(cell), "email-odd")


def telephone(cell: Cell) -> Any:
    """The number as E.164. Without `+` or `00` only a mobile of the mainland is known for what it is."""
    said = _BETWEEN.sub("", cells.text(cell))
    if said.startswith("00"):
        said = f"+{said[2:]}"
    elif _MAINLAND.fullmatch(said):
        said = f"+86{said}"
    return _address("sms", said, "telephone-odd")


def _address(channel: str, said: str, code: str) -> Any:
    if not said:
        return ""
    try:
        check_address(channel, said)
    except Refused:
        return Wrong(code, ERROR)
    return said


def _language(cell: Cell) -> Any:
    said = cells.text(cell)
    return (_LANGUAGES.get(plain(said)) or Wrong("language-unknown", WARN, "")) if said else ""


def nearest(known: Sequence[tuple[int, datetime]], at: datetime) -> int | None:
    """Of the entries that are known of a paper, the one this is: told by another list, a few hours off."""
    near = [(abs(moment - at), number) for number, moment in known if abs(moment - at) < SAME]
    return min(near, key=itemgetter(0))[1] if near else None
