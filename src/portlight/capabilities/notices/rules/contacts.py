"""Links, addresses and telephone numbers in a text."""

from __future__ import annotations

from decimal import Decimal

import regex

from portlight.capabilities.notices.rules.facts import Fact, Kind
from portlight.capabilities.notices.rules.plain import Reading

_LINK = regex.compile(
    r"https?://[^\s<>\"'“”«»（）()，。；、]+"
    r"|[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
    r"|(?<![\w@.])(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:cn|com|org|net|int|gov|edu|example)\b(?:/[^\s<>\"'）)，。]*)?",
    regex.IGNORECASE,
)
# Digits in groups, at least seven of them: +86 21 2895 1900, 021-28951900, (021) 2895 1900, 2895 1900.
_PHONE = regex.compile(r"(?<![A-Za-z\d])(?:\+|00)?\(?\d[\d ()/.\-]{5,}\d(?!\d)")
_GROUPED = regex.compile(r"\d{1,3}(?:([ ,.'])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?")
_TRAILING = ".,;:!?)]}'\"-"


def links(reading: Reading) -> list[Fact]:
    """Web and e-mail addresses, compared without scheme, `www.`, letter case and closing punctuation."""
    found = []
    for match in reading.take(_LINK):
        text = match.group().rstrip(_TRAILING)
        bare = regex.sub(r"^(?:https?://)?(?:www\.)?", "", text.lower()).rstrip("/")
        found.append(Fact(Kind.LINK, text, ((Kind.LINK, bare),)))
    return found


def phones(reading: Reading) -> list[Fact]:
    """Telephone numbers, compared as the digits one dials inside the country.

    170 000 is a number in groups of three; 28951900 without any sign of a telephone may be either.
    """
    found = []
    for match in _PHONE.finditer(reading.left):
        text = match.group().strip(" .-/(")
        digits = regex.sub(r"\D", "", text)
        if not 7 <= len(digits) <= 15 or _GROUPED.fullmatch(text):
            continue
        reading.blank(match)
        values: list[tuple[Kind, str | Decimal]] = [(Kind.PHONE, _national(text, digits))]
        if text == digits and not digits.startswith("0"):
            values.append((Kind.NUMBER, Decimal(digits)))
        found.append(Fact(Kind.PHONE, text, tuple(values)))
    return found


def _national(text: str, digits: str) -> str:
    """+86 21 …, 0086 21 … and 021 … are one number (ITU-T E.164: country code 86, trunk prefix 0)."""
    if digits.startswith("0086"):
        digits = digits[4:]
    elif text.startswith("+86"):
        digits = digits[2:]
    return digits.lstrip("0") if not text.startswith("+") or text.startswith("+86") else digits
