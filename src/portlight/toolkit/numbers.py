"""Numbers that people read aloud and type: a letter, the year, seven digits and a check character."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(r"([A-Z])-?(\d{4})-?(\d{7,10})-?([0-9A-Z])")


@dataclass(frozen=True)
class Numbered:
    letter: str
    year: int
    serial: int

    def __str__(self) -> str:
        body = f"{self.letter}{self.year}{self.serial:07d}"
        return f"{self.letter}-{self.year}-{self.serial:07d}-{check_character(body)}"


def check_character(body: str) -> str:
    """The check character of letters and digits by ISO/IEC 7064, MOD 37,36: finds every single wrong sign and every
    pair exchanged."""
    left = 36
    for sign in body:
        left = (left + _SIGNS.index(sign)) % 36 or 36
        left = left * 2 % 37
    return _SIGNS[(37 - left) % 36]


def numbered(text: str) -> Numbered | None:
    """The number that was typed, with or without its dashes, in any case; None when it is none or mistyped."""
    found = _SHAPE.fullmatch("".join(text.split()).upper())
    if found is None:
        return None
    letter, year, serial, check = found.groups()
    if check_character(f"{letter}{year}{serial}") != check:
        return None
    return Numbered(letter, int(year), int(serial))
