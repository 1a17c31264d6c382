"""Dates and times of day as nine languages write them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import regex
from babel.dates import get_day_names, get_month_names

from portlight.capabilities.notices.rules.facts import Fact, Kind
from portlight.capabilities.notices.rules.plain import Reading, plain

_YMD = regex.compile(r"(?<![\d.-])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d-])")
_DMY = regex.compile(r"(?<![\d.-])(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_DM = regex.compile(r"(?<![\d.:])(\d{1,2})\.\s?(0?[1-9]|1[0-2])\.(?![\d])")  # German and Russian: 17.2.
_CJK = regex.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")
_CJK_MONTH = regex.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]")

_CLOCK = regex.compile(
    r"(?<![\d.:])(?P<h>[01]?\d|2[0-4])\s?[:h]\s?(?P<m>[0-5]\d)(?!\d)(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?",
    regex.IGNORECASE,
)
_AM_PM = regex.compile(r"(?<![\d.:])(?P<h>1[0-2]|0?[1-9])\s?(?P<half>[ap])\.?\s?m\b\.?", regex.IGNORECASE)
_CJK_CLOCK = regex.compile(
    r"(?P<half>上午|下午|晚上|午前|午後|오전|오후)?\s*(?<!\d)(?P<h>[01]?\d|2[0-4])\s*[点點時时시](?![间間간])"
    r"(?:\s*(?P<m>[0-5]?\d)\s*[分분]|(?P<half_hour>半|반))?"
)
_BARE_HOUR = {
    "de": regex.compile(r"(?<![\d.:])(?P<h>[01]?\d|2[0-4])(?:\.(?P<m>[0-5]\d))?\s?Uhr\b"),
    "fr": regex.compile(r"(?<![\d.:])(?P<h>[01]?\d|2[0-4])\s?h(?:eures)?\b"),
    "ru": regex.compile(r"(?<![\d.:])(?P<h>[01]?\d|2[0-4])\s?(?:час(?:а|ов)?)\b"),
    "ar": regex.compile(r"الساعة\s*(?P<h>[01]?\d|2[0-4])(?!\d)"),
}
# The first hour of "9 bis 17 Uhr", "9-17 h", "9 to 5 p.m.": bare, and an hour only because a time of day follows.
_FIRST_OF_RANGE = regex.compile(
    r"(?<![\d.:])(?P<h>[01]?\d|2[0-4])(?=\s?(?:-|to|until|bis|und|à|a|y|до|إلى|至|到|から|에서)\s?"
    r"(?:[01]?\d|2[0-4])(?::[0-5]\d|\s?(?:Uhr|h\b|час|[ap]\.?\s?m\b|[点點時时시](?![间間間간]))))",
    regex.IGNORECASE,
)
_AFTERNOON = {"下午", "晚上", "午後", "오후", "p", "P"}


def dates(reading: Reading, language: str) -> list[Fact]:
    """Days (and months with a year), as (year or None, month, day or None)."""
    found = []
    for match in reading.take(_YMD):
        found.append(_date(match.group(), match[1], match[3], match[4]))
    for match in reading.take(_DMY):
        # 17/02/2020 everywhere but in American English, and there only where the second cannot be a month.
        day, month = (match[3], match[1]) if int(match[3]) > 12 else (match[1], match[3])
        found.append(_date(match.group(), match[4], month, day))
    found += [_date(match.group(), match[1], match[2], match[3]) for match in reading.take(_CJK)]
    found += [_date(match.group(), match[1], match[2], None) for match in reading.take(_CJK_MONTH)]
    for pattern, names in _named_months(language):
        for match in reading.take(pattern):
            month = str(names[match["month"].lower().rstrip(".")])
            found.append(_date(match.group(), match["year"], month, match.groupdict().get("day")))
    for match in reading.take(_SLASHED):  # 17/2: a day and a month; where the second could be the day, either
        found.append(_date(match.group(), None, match[2], match[1]))
    if language in {"de", "ru"}:
        found += [_date(match.group(), None, match[2], match[1]) for match in reading.take(_DM)]
    return found


_SLASHED = regex.compile(r"(?<![\d/.])(0?[1-9]|[12]\d|3[01])/(0?[1-9]|1[0-2])(?![\d/])")
_CJK_DAYS = {
    "zh-Hans": ("(?:星期|周|礼拜){}(?![期末内])", "一二三四五六日"),
    "ja": ("{}曜", "月火水木金土日"),
    "ko": ("{}요일", "월화수목금토일"),
}


def weekdays(text: str, language: str) -> dict[int, str]:
    """Days of the week named in the text: 0 (Monday) to 6 → as it stands. Declined names are known by their stem."""
    said = plain(text)
    found = {}
    for number, pattern in _weekday_patterns(language):
        if match := pattern.search(said):
            found[number] = match.group()
    return found


@cache
def _weekday_patterns(language: str) -> list[tuple[int, regex.Pattern[str]]]:
    if language in _CJK_DAYS:
        frame, days = _CJK_DAYS[language]
        return [(number, regex.compile(frame.format(day))) for number, day in enumerate(days)]
    names = get_day_names("wide", "stand-alone", locale=language)
    return [(number, regex.compile(rf"\b{_stem(plain(name), language)}\b", regex.I)) for number, name in names.items()]


def _stem(name: str, language: str) -> str:
    if language == "ru":
        return f"{regex.escape(name[:-1])}\\w{{0,2}}"
    return f"يوم {_loose(name)}" if language == "ar" else f"{regex.escape(name)}s?"


def _loose(name: str) -> str:
    """Arabic with and without the hamza of its alif: الاثنين and الإثنين."""
    return str(regex.sub("[اأإ]", "[اأإ]", name))


def times(reading: Reading, language: str) -> list[Fact]:
    """Times of day as (hour, minute); an hour without minutes may also be a number (24 h, 24 часа)."""
    found = [_time(match, or_number=True) for match in reading.take(_FIRST_OF_RANGE)]
    found += [_time(match) for pattern in (_CLOCK, _AM_PM) for match in reading.take(pattern)]
    found += [_time(match, or_number=match["half"] is None) for match in reading.take(_CJK_CLOCK)]
    if language in _BARE_HOUR:
        found += [_time(match, or_number=language != "de") for match in reading.take(_BARE_HOUR[language])]
    return found


def _date(text: str, year: str | None, month: str, day: str | None) -> Fact:
    value = (int(year) if year else None, int(month), int(day) if day else None)
    return Fact(Kind.DATE, text.strip(), ((Kind.DATE, value),))


def _time(match: regex.Match[str], *, or_number: bool = False) -> Fact:
    parts = match.groupdict()
    hour, minute = int(parts["h"]), int(parts.get("m") or 0)
    minute = 30 if parts.get("half_hour") else minute
    half = parts.get("half")
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in {"a", "A"} and hour == 12:
        hour = 0
    values: list[tuple[Kind, object]] = [(Kind.TIME, (hour, minute))]
    if or_number and not parts.get("m"):
        values.append((Kind.NUMBER, Decimal(parts["h"])))
    return Fact(Kind.TIME, match.group().strip(), tuple(values))  # type: ignore[arg-type]


@cache
def _named_months(language: str) -> list[tuple[regex.Pattern[str], dict[str, int]]]:
    """Patterns `17 February 2020`, `February 17, 2020`, `February 2020` in the words of that language (CLDR names)."""
    if language in {"zh-Hans", "ja", "ko"}:
        return []
    names: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale=language).items():
                names[plain(name).lower().rstrip(".")] = number
    if language == "en":
        names["sept"] = 9
    words = "|".join(regex.escape(name) for name in sorted(names, key=len, reverse=True))
    month = rf"(?P<month>{words})\b\.?"
    ordinal = r"(?:st|nd|rd|th|er|re|\.|º|-?е|-?го)?"
    of = r"(?:de\s+|of\s+|du\s+|من\s+)?"
    year = r"(?:\s*,?\s*(?:de\s+|del\s+|عام\s+|سنة\s+)?(?P<year>(?:19|20)\d\d)(?!\d))"
    patterns = [
        rf"(?<!\d)(?P<day>[0-3]?\d){ordinal}\s*{of}{month}{year}?",
        rf"(?<!\p{{L}}){month}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|:){year}?",
        rf"(?<!\p{{L}}){month}{year}",
    ]
    return [(regex.compile(pattern, regex.IGNORECASE), names) for pattern in patterns]
