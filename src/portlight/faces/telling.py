"""How numbers, days and hours are said in the reader's language: 0–9 in all nine, the office's zone, 24 hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.lists import format_list
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import ngettext

from portlight.faces.languages import active, django_code
from portlight.toolkit.languages import LANGUAGES

# English of the office is the one of most of its readers' courses: the day before the month.
LOCALES = {code: Locale.parse({"zh-Hans": "zh_Hans_CN", "en": "en_GB"}.get(code, code), sep="_") for code in LANGUAGES}
_GROUPS = {"de": ".", "es": ".", "ru": " ", "fr": " "}
_POINTS = {"de": ",", "es": ",", "ru": ",", "fr": ","}

_BETWEEN_UNITS = {"zh-Hans": "", "ja": "", "ar": " و"}


def _locale(language: str | None) -> Locale:
    return LOCALES[language or active().code]


def number(value: float | Decimal, *, language: str | None = None, places: int | None = None) -> str:
    """1234.5 → "1,234.5" in the reader's manner; `places` fixes the digits after the point."""
    code = language or active().code
    said = f"{value:,.{places}f}" if places is not None else f"{value:,}"
    return said.translate({ord(","): _GROUPS.get(code, ","), ord("."): _POINTS.get(code, ".")})


def share(part: float, whole: float, *, language: str | None = None) -> str:
    """One place after the point: 62.3 %. Of nothing: a dash."""
    if not whole:
        return "–"
    code = language or active().code
    gap = "" if code in {"zh-Hans", "ja", "ko"} else " "
    return f"{number(100 * part / whole, language=code, places=1)}{gap}%"


def office_time(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def day(value: date | datetime, *, language: str | None = None, short: bool = False) -> str:
    """17 February 2020; `short`: 17 Feb 2020."""
    on = office_time(value).date() if isinstance(value, datetime) else value
    return format_date(on, format="medium" if short else "long", locale=_locale(language))


def month(value: date, *, language: str | None = None) -> str:
    """February 2020, as it stands over a calendar."""
    return format_skeleton("yMMMM", datetime(value.year, value.month, 1, tzinfo=UTC), locale=_locale(language))


def clock(moment: datetime, *, language: str | None = None) -> str:
    return format_time(office_time(moment).timetz(), format="HH:mm", locale=_locale(language))


def moment(value: datetime, *, language: str | None = None) -> str:
    """17 February 2020, 14:05 in the office's zone."""
    locale = _locale(language)
    pattern = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    return pattern.replace("{1}", day(value, language=language)).replace("{0}", clock(value, language=language))


def span(seconds: float, *, language: str | None = None) -> str:
    """A length of time in its two largest units: "2 hours 5 minutes"."""
    code = language or active().code
    left, parts = int(seconds), list[str]()
    with translation.override(django_code(code)):
        for length, count_of in _UNITS:
            count, left = divmod(left, length)
            if count or (length == 1 and not parts):
                parts.append(count_of(count).format(n=count))
    return _BETWEEN_UNITS.get(code, " ").join(parts[:2])


_UNITS: tuple[tuple[int, Callable[[int], str]], ...] = (
    (86_400, lambda n: ngettext("{n} day", "{n} days", n)),
    (3600, lambda n: ngettext("{n} hour", "{n} hours", n)),
    (60, lambda n: ngettext("{n} minute", "{n} minutes", n)),
    (1, lambda n: ngettext("{n} second", "{n} seconds", n)),
)


def several(words: Sequence[str], *, language: str | None = None) -> str:
    """a, b and c; the comma and the "and" are the reader's own."""
    return format_list(list(words), locale=_locale(language)) if words else "–"


def either(words: Sequence[str], *, language: str | None = None) -> str:
    """a, b or c."""
    return format_list(list(words), style="or", locale=_locale(language)) if words else "–"


def language_name(code: str) -> str:
    """In its own language; the code itself when it is none of ours."""
    return LANGUAGES[code].name if code in LANGUAGES else code


def office_name(language: str | None = None) -> str:
    """The office in the reader's language where it has a name in it, else in English."""
    names: dict[str, str] = settings.OFFICE_NAME
    return names.get(language or active().code, names["en"])
