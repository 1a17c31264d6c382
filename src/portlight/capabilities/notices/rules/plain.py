"""The text as the checks read it: one form for digits, spaces and signs, whatever the script or the keyboard."""

from __future__ import annotations

import unicodedata

import regex

# Arabic-Indic and Eastern Arabic digits, and the Arabic signs that stand between digits.
_DIGITS = {
    **{0x0660 + digit: str(digit) for digit in range(10)},
    **{0x06F0 + digit: str(digit) for digit in range(10)},
    0x066B: ".",
    0x066C: ",",
    0x066A: "%",
}
_INVISIBLE = regex.compile(r"[\p{Cf}]")  # bidi isolates and marks, soft hyphens, joiners
_DASHES = regex.compile(r"[\p{Pd}−~～〜]")


def plain(text: str) -> str:
    """NFKC (full-width digits, narrow spaces), Western digits, no invisible marks, one hyphen.

    >>> plain("٢٤ ساعة") == "24 ساعة"
    True
    """
    text = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    return str(_DASHES.sub("-", _INVISIBLE.sub("", text)))


class Reading:
    """A text being read: what one reader has taken is blanked, so that the next does not read it again.

    A telephone number is then no longer a run of numbers, and a date no longer three of them.
    """

    def __init__(self, text: str) -> None:
        self.left = plain(text)

    def take(self, pattern: regex.Pattern[str]) -> list[regex.Match[str]]:
        """Every match of `pattern` in what is left, which is then blanked."""
        found = list(pattern.finditer(self.left))
        for match in found:
            self.blank(match)
        return found

    def blank(self, match: regex.Match[str]) -> None:
        """Blanked with a sign that is neither a digit, a space nor a letter, so nothing joins across the gap."""
        self.left = self.left[: match.start()] + "\u241f" * (match.end() - match.start()) + self.left[match.end() :]
