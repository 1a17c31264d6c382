"""Typed slots of prepared notices: a value typed once, written in each language's own form.

Refusals raised here: notices.slot-missing, notices.slot-unknown, notices.slot-wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from urllib.parse import urlsplit

import regex
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused


class SlotType(StrEnum):
    DATE = "date"  # 2020-02-17
    TIME = "time"  # 14:30
    NUMBER = "number"  # 50
    PHONE = "phone"  # 021-5550 0160
    LINK = "link"  # https://…


_SLOT = regex.compile(r"\{([a-z_]+)\}")
_PHONE = regex.compile(r"\+?[\d ()-]{3,20}")
_LRI, _PDI = "\u2066", "\u2069"


def slots_in(text: str) -> set[str]:
    return set(_SLOT.findall(text))


def parse(values: Mapping[str, str], types: Mapping[str, str]) -> dict[str, str]:
    """The values in their stored form, every slot filled with what its type asks for."""
    unknown = set(values) - set(types)
    if unknown:
        raise Refused("notices.slot-unknown", slot=min(unknown))
    return {name: _parse(name, values.get(name, "").strip(), SlotType(kind)) for name, kind in types.items()}


def fill(text: str, values: Mapping[str, str], types: Mapping[str, str], language: str) -> str:
    """The text with every slot written as its readers write such a thing."""
    return str(_SLOT.sub(lambda match: written(values[match[1]], SlotType(types[match[1]]), language), text))


def written(value: str, kind: SlotType, language: str) -> str:
    """A stored value in the form of `language`; a telephone keeps its direction in right-to-left text."""
    locale = Locale.parse(LANGUAGES[language].cldr, sep="_")
    if kind is SlotType.DATE:
        return format_date(date.fromisoformat(value), "long", locale=locale)
    if kind is SlotType.NUMBER:
        return format_decimal(int(value), locale=locale)
    return f"{_LRI}{value}{_PDI}" if kind is SlotType.PHONE and language == "ar" else value


def _parse(name: str, value: str, kind: SlotType) -> str:
    if not value:
        raise Refused("notices.slot-missing", field=f"slot_{name}", slot=name)
    if not _fits(value, kind):
        raise Refused("notices.slot-wrong", field=f"slot_{name}", slot=name, wanted=str(kind))
    return value


def _fits(value: str, kind: SlotType) -> bool:
    if kind is SlotType.PHONE:
        return _PHONE.fullmatch(value) is not None and sum(sign.isdigit() for sign in value) >= 3
    if kind is SlotType.LINK:
        parts = urlsplit(value)
        return parts.scheme == "https" and "." in parts.netloc and not regex.search(r"\s", value)
    try:
        if kind is SlotType.DATE:
            date.fromisoformat(value)
        elif kind is SlotType.TIME:
            time.fromisoformat(value)
        else:
            return value.isascii() and value.isdigit() and int(value) < 10**9
    except ValueError:
        return False
    return True
