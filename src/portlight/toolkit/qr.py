"""QR codes (ISO/IEC 18004), error level M, as plain SVG paths: one unit a module, no style attribute, no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import zxingcpp


@lru_cache(maxsize=256)
def rows(text: str) -> tuple[bytes, ...]:
    """The modules of the smallest symbol that holds `text`, row by row, without a margin: 1 is dark, 0 is light.

    ValueError when `text` is not ASCII (readers disagree about the rest), or when no symbol is large enough: 2,331
    bytes, or 3,391 of the alphanumeric characters.
    """
    if not text.isascii():
        raise ValueError("a symbol holds ASCII")
    made = zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level="M")
    picture: Any = made.to_image(scale=1, add_quiet_zones=False)
    lines: Any = memoryview(picture).tolist()
    return tuple(bytes(light == 0 for light in row) for row in lines)


def path(text: str, *, margin: int = 0) -> tuple[str, int]:
    """What an SVG path draws for the dark modules, and how many units the square is wide, margins included.

    A reader wants four light modules on each side (ISO/IEC 18004, 5.3.8): leave them here or on the page around.
    """
    drawn = rows(text)
    dark = "".join(
        f"M{left + margin} {top + margin}h{width}v1h-{width}z"
        for top, row in enumerate(drawn)
        for left, width in _runs(row)
    )
    return dark, len(drawn) + 2 * margin


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Where the dark modules of a row begin, and how many they are."""
    return ((found.start(), len(found[0])) for found in re.finditer(rb"\x01+", row))
