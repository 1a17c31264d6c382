"""What a number counts: minutes, hours, days, working days, weeks, months, years. Seven days are not seven working days.

Only a number whose unit is known on both sides is compared; in a range the unit stands with the last number.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from portlight.capabilities.notices.rules import calendar, contacts
from portlight.capabilities.notices.rules.plain import Reading

# Longest first: a working day is also a day.
_UNITS: dict[str, tuple[tuple[str, str], ...]] = {
    "zh-Hans": (("minute", "分钟"), ("hour", "个?小时"), ("workday", "个?工作日"), ("day", "天|日(?=[内后前起止]|之内|以内)"),
                ("week", "周|个?星期"), ("month", "个月"), ("year", "年(?!度)")),
    "en": (("minute", r"minutes?\b"), ("hour", r"-?hours?\b"), ("workday", r"(?:working|business|work)[ -]?days?\b"),
           ("day", r"(?:calendar )?days?\b"), ("week", r"weeks?\b"), ("month", r"months?\b"), ("year", r"years?\b")),
    "fr": (("minute", r"minutes?\b"), ("hour", r"heures?\b"), ("workday", r"jours? (?:ouvrables?|ouvrés?)"),
           ("day", r"jours?\b"), ("week", r"semaines?\b"), ("month", r"mois\b"), ("year", r"ans?\b|années?\b")),
    "de": (("minute", r"Minuten?\b"), ("hour", r"Stunden?\b"), ("workday", r"(?:Werk|Arbeits)tagen?\b|(?:Werk|Arbeits)tag\b"),
           ("day", r"(?:Kalender)?[Tt]agen?\b|Tag\b"), ("week", r"Wochen?\b"), ("month", r"Monaten?\b|Monat\b"),
           ("year", r"Jahren?\b|Jahr\b")),
    "es": (("minute", r"minutos?\b"), ("hour", r"horas?\b"), ("workday", r"días? (?:laborables?|hábiles?)"),
           ("day", r"días?\b"), ("week", r"semanas?\b"), ("month", r"mes(?:es)?\b"), ("year", r"años?\b")),
    "ru": (("minute", r"минут\w*"), ("hour", r"час(?:а|ов|ы)?\b|ч\b"), ("workday", r"рабоч\w+ (?:день|дня|дней)\b"),
           ("day", r"(?:календарн\w+ )?(?:день|дня|дней|дн\b|суток|сутки)"), ("week", r"недел\w+"), ("month", r"месяц\w*"),
           ("year", r"года?\b(?!\.)|лет\b")),
    "ja": (("minute", "分(?![のかで])"), ("hour", "時間"), ("workday", "営業日"), ("day", "日(?:間|以内|前|後)"),
           ("week", "週間"), ("month", "[かヶカケ箇]月"), ("year", "年間")),
    "ko": (("minute", "분(?!의)"), ("hour", "시간"), ("workday", "영업일|근무일"), ("day", "일(?=\\s?(?:안|이내|간|동안|전|후))"),
           ("week", "주(?:일|간)?(?=\\s|$)"), ("month", "개월"), ("year", "년(?:간|\\s?동안)")),
    "ar": (("minute", "دقيقة|دقائق"), ("hour", "ساعة|ساعات"), ("workday", "(?:يوما?|أيام) عمل"), ("day", "يوما?(?!ا? عمل)|أيام"),
           ("week", "أسبوعا?|أسابيع"), ("month", "شهرا?|أشهر"), ("year", "سنة|سنوات|عاما?(?!ل)|أعوام")),
}  # fmt: skip


def counted(text: str, language: str) -> Iterator[tuple[int, str, str]]:
    """(number, unit, as it stands) for every whole number whose unit is known; dates and addresses left out."""
    reading = Reading(text)
    contacts.links(reading)
    calendar.dates(reading, language)
    for match in _pattern(language).finditer(reading.left):
        yield int(match["n"]), str(match.lastgroup), match.group().strip()


def differing(source: str, source_language: str, target: str, target_language: str) -> Iterator[tuple[str, str]]:
    """Pairs (source, target) of one number that counts one thing there and another here."""
    there, here = _by_number(source, source_language), _by_number(target, target_language)
    for number in sorted(there.keys() & here.keys()):
        if there[number].keys().isdisjoint(here[number].keys()):
            yield next(iter(there[number].values())), next(iter(here[number].values()))


def _by_number(text: str, language: str) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for number, unit, shown in counted(text, language):
        found.setdefault(number, {}).setdefault(unit, shown)
    return found


@cache
def _pattern(language: str) -> regex.Pattern[str]:
    units = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS[language])
    return regex.compile(rf"(?<![\d.,])(?P<n>\d{{1,4}})[ -]?(?:{units})", regex.IGNORECASE if language != "de" else 0)
