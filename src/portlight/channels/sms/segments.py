"""How a text travels as short messages: 3GPP TS 23.038 (alphabets) and 23.040 §9.2.3.24.1 (concatenation).

Values only. A part never cuts a letter of the reader (an accent, a flag, a family of emoji), an escape pair of the GSM
alphabet, or a surrogate pair of UTF-16.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

Coding = Literal["gsm7", "ucs2"]

ESCAPE = 0x1B
# §6.2.1: septet → letter. 0x1B leads to the extension table and is no letter.
DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# §6.2.1.1: two septets each. The form feed is left out: handsets show it as they like.
EXTENSION = {0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}
ROOM: dict[Coding, tuple[int, int]] = {"gsm7": (160, 153), "ucs2": (70, 67)}  # alone, as a part of several
MOST_PARTS = 255  # one octet counts them

_ONE = {letter: bytes((septet,)) for septet, letter in enumerate(DEFAULT) if septet != ESCAPE}
_TWO = {letter: bytes((ESCAPE, septet)) for septet, letter in EXTENSION.items()}
_OCTETS = {**_ONE, **_TWO}
_GRAPHEME = regex.compile(r"\X")


class TooLong(ValueError):
    """More parts than a handset can be told of."""


@dataclass(frozen=True)
class Division:
    """A text cut into parts: `[start, end)` in characters, in order, covering the whole."""

    coding: Coding
    units: int  # septets, or UTF-16 units
    spans: tuple[tuple[int, int], ...]

    @property
    def parts(self) -> int:
        return len(self.spans)


def gsm7(text: str) -> bytes | None:
    """One octet per septet, as SMPP carries the default alphabet; None when a letter is not in it."""
    try:
        return b"".join([_OCTETS[letter] for letter in text])
    except KeyError:
        return None


def ucs2(text: str) -> bytes:
    """UTF-16 big-endian: what networks call UCS-2 and handsets read as UTF-16."""
    return text.encode("utf-16-be")


def encoded(text: str, coding: Coding) -> bytes:
    """ValueError when `text` cannot be said in `coding`."""
    if coding == "ucs2":
        return ucs2(text)
    octets = gsm7(text)
    if octets is None:
        raise ValueError("a letter outside the GSM alphabet")
    return octets


def divide(text: str) -> Division:
    """The fewest parts in the cheaper alphabet. TooLong above 255 of them; an empty text is one empty part.

    A letter longer than a whole part (a base with a hundred accents) is cut between its characters, where it must be.
    """
    octets = gsm7(text)
    coding: Coding = "ucs2" if octets is None else "gsm7"
    units = len(octets) if octets is not None else _utf16(text)
    alone, room = ROOM[coding]
    if units <= alone:
        return Division(coding, units, ((0, len(text)),))
    size = _septets if coding == "gsm7" else _utf16
    spans, start, used, at = [], 0, 0, 0
    for piece in _pieces(text, room, size):
        cost = size(piece)
        if used + cost > room:
            spans.append((start, at))
            start, used = at, 0
        used += cost
        at += len(piece)
    spans.append((start, at))
    if len(spans) > MOST_PARTS:
        raise TooLong(f"{len(spans)} parts")
    return Division(coding, units, tuple(spans))


def header(reference: int, total: int, number: int) -> bytes:
    """The user data header of part `number` (from 1) of `total`: information element 00, a reference of 8 bits."""
    return bytes((5, 0, 3, reference & 0xFF, total, number))


def billed_abroad(text: str) -> int:
    """Parts as networks outside the mainland bill them."""
    return divide(text).parts


def billed_mainland(text: str) -> int:
    """Parts as mainland providers bill: 70 characters alone, else 67 each, whatever the alphabet, the sign included."""
    units = _utf16(text)
    return 1 if units <= ROOM["ucs2"][0] else -(-units // ROOM["ucs2"][1])


def _pieces(text: str, room: int, size: object) -> list[str]:
    assert callable(size)  # noqa: S101
    letters = _GRAPHEME.findall(text)
    return [piece for letter in letters for piece in ([letter] if size(letter) <= room else list(letter))]


def _septets(piece: str) -> int:
    return sum(len(_OCTETS[letter]) for letter in piece)


def _utf16(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)
