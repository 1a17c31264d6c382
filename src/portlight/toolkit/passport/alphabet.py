"""Which character may stand where (Doc 9303 parts 4 to 7), as masks over the 37 characters of a zone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from portlight.toolkit.mrz import LAYOUTS, Format, Layout, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.float32]

LETTERS, DIGITS, FILLER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "<"
ALPHABET = LETTERS + DIGITS + FILLER
# What the recogniser's own alphabet has beside the zone's: other forms of the same sign.
ALIASES = {
    "<": "＜〈‹くΛ∧", "0": "０", "O": "oОоΟ", "I": "Іl|", "C": "cСс", "S": "sЅ", "V": "v", "W": "w", "X": "xХх",
    "Z": "z", "K": "kКк", "P": "pРр", "U": "u", "A": "АΑ", "B": "ВΒ", "E": "ЕΕ", "H": "НΗ", "M": "МΜm", "T": "ТΤ",
    "Y": "У",
}  # fmt: skip
# Drawn alike in OCR-B and its neighbours: where only a digit may stand, the letter's evidence speaks for the digit.
ALIKE = {
    "0": "OQDU", "1": "IL", "2": "Z", "4": "A", "5": "S", "6": "G", "8": "B",
    "O": "0", "I": "1", "Z": "2", "S": "5", "G": "6", "B": "8", "A": "4",
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """One line of a format: for every position the characters that may stand there."""

    format: Format
    line: int
    allowed: tuple[str, ...]


@cache
def shapes(form: Format) -> tuple[Shape, ...]:
    layout = LAYOUTS[form]
    rows = [[ALPHABET] * length for length in layout.lengths]
    _put(rows, Span(1, 1, 1), "V" if form.startswith("MRV") else {"TD3": "P"}.get(form, "IAC"))
    _put(rows, Span(1, 2, 2), LETTERS + FILLER)
    for span in (Span(1, 3, 5), layout.name, layout.nationality):
        _put(rows, span, LETTERS + FILLER)
    for span in (layout.birth, layout.expiry):
        _put(rows, span, DIGITS + (FILLER if span == layout.birth else ""))
        _put(rows, Span(span.line, span.last + 1, span.last + 1), DIGITS)
    _put(rows, layout.sex, "MF<")
    _checked(rows, layout, form)
    return tuple(Shape(form, at, tuple(row)) for at, row in enumerate(rows, 1))


def _checked(rows: list[list[str]], layout: Layout, form: Format) -> None:
    number = layout.number
    _put(rows, Span(number.line, number.last + 1, number.last + 1), DIGITS + (FILLER if form in ("TD1", "TD2") else ""))
    if layout.optional_checked:
        span = layout.optional[0]
        _put(rows, Span(span.line, span.last + 1, span.last + 1), DIGITS + FILLER)
    if layout.composite:
        _put(rows, layout.composite, DIGITS)


def _put(rows: list[list[str]], span: Span, allowed: str) -> None:
    for at in range(span.first - 1, span.last):
        rows[span.line - 1][at] = allowed
