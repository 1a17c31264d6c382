"""Text as readers see it: whole letters, lengths of short messages, directions that do not leak."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

import regex

_GRAPHEME = regex.compile(r"\X")
ELLIPSIS = "…"
LONGEST_NAME = 120
_MARKS = frozenset("' -.,’·‧・")

# 3GPP TS 23.038 §6.2.1: the default alphabet and, in two septets each, its extension table (form feed left out).
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENSION = frozenset("^{}\\[~]|€")
# 3GPP TS 23.040 §9.2.3.24.1: a part of a longer text gives 7 septets, or 3 units, to the concatenation header.
_ROOM = {"gsm7": (160, 153), "ucs2": (70, 67)}

_ARABIC = regex.compile(r"\p{Arabic}")
_GROUPED = regex.compile(r"(?<![\w/.@\u2066-])\+?\(?\d[\d()]*(?:[ –-]+[\d()]+)+(?![\w/@])")


def graphemes(text: str) -> list[str]:
    """The letters as a reader counts them: an accent, a flag, a family of emoji is one."""
    return list(_GRAPHEME.findall(text))


def cut(text: str, *, graphemes: int | None = None, units: int | None = None) -> str:
    """The longest beginning of whole letters within `graphemes` letters, or `units` UTF-16 units, ellipsis included.

    A text that fits comes back as it is. ValueError unless exactly one of the two limits is given.
    """
    if (graphemes is None) == (units is None):
        raise ValueError("give graphemes or units")
    limit = graphemes if units is None else units
    assert limit is not None  # noqa: S101 (for the type checker; the refusal is above)
    letters = _GRAPHEME.findall(text)
    sizes = [1 if units is None else utf16_units(letter) for letter in letters]
    if sum(sizes) <= limit:
        return text
    kept, used = [], 1  # the ellipsis is one letter and one unit
    for letter, size in zip(letters, sizes, strict=True):
        if used + size > limit:
            break
        kept.append(letter)
        used += size
    return ("".join(kept).rstrip() + ELLIPSIS) if limit > 0 else ""


def utf16_units(text: str) -> int:
    """Length in UTF-16 units, as SMS gateways and browsers' `maxlength` count: an emoji is two."""
    return len(text) + sum(char > "\uffff" for char in text)


def gsm7_length(text: str) -> int | None:
    """Septets of `text` in the GSM 7-bit default alphabet; None when it holds a character that is not in it."""
    if not all(char in _GSM7 or char in _GSM7_EXTENSION for char in text):
        return None
    return len(text) + sum(char in _GSM7_EXTENSION for char in text)


@dataclass(frozen=True)
class SmsLength:
    encoding: Literal["gsm7", "ucs2"]
    units: int  # septets, or UTF-16 units
    parts: int  # messages the operator bills


def sms_parts(text: str) -> SmsLength:
    """How a text message is carried and billed. No part splits an escape pair or a surrogate pair."""
    septets = gsm7_length(text)
    if septets is not None:
        return _sms("gsm7", [2 if char in _GSM7_EXTENSION else 1 for char in text])
    return _sms("ucs2", [2 if char > "\uffff" else 1 for char in text])


def _sms(encoding: Literal["gsm7", "ucs2"], sizes: list[int]) -> SmsLength:
    alone, in_part = _ROOM[encoding]
    total = sum(sizes)
    if total <= alone:
        return SmsLength(encoding, total, 1 if total else 0)
    parts, used = 1, 0
    for size in sizes:
        if used + size > in_part:
            parts, used = parts + 1, 0
        used += size
    return SmsLength(encoding, total, parts)


def isolate(text: str) -> str:
    """`text` in a bidi isolate of its own direction (U+2068 … U+2069): a name inside a sentence of another script."""
    return f"\u2068{text}\u2069"


def ltr(text: str) -> str:
    """`text` isolated left to right (U+2066 … U+2069): numbers, dates and codes, which Arabic would reverse."""
    return f"\u2066{text}\u2069"


def keep_numbers(text: str) -> str:
    """Telephone numbers, dates and ranges of a right-to-left text, each isolated so that its groups keep their order.

    After an Arabic letter digits count as Arabic numbers, and 021-5550 0160 would read 0160 5550-021 (UAX #9, W2 and
    W4). Addresses are left alone; a text without Arabic letters comes back as it is.
    """
    return str(_GROUPED.sub(lambda match: ltr(match.group()), text)) if _ARABIC.search(text) else text


def control_characters(text: str) -> list[str]:
    """The characters that no office text may carry, as `U+XXXX`: controls but line feed, and loose bidi overrides."""
    return [f"U+{ord(char):04X}" for char in text if _is_control(char)]


def _is_control(char: str) -> bool:
    return (char < " " and char != "\n") or "\x7f" <= char <= "\x9f" or "\u202a" <= char <= "\u202e" or char == "\ufeff"


def is_name(text: str) -> bool:
    """Letters of any script with the marks names carry. No digit, no emoji, no control or direction sign."""
    if len(text) > LONGEST_NAME:
        return False
    return all(
        sign in _MARKS or unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc") for sign in text
    )
