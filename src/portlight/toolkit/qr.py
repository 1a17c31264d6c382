"""QR codes (ISO/IEC 18004), error level M, as plain SVG paths: one unit a module, no style attribute, no script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_DARK = bytes([1]) + bytes(255)  # of a picture's grey: black is 1, all else 0
_WIDE = tuple(f"h{width}v1h-{width}z" for width in range(178))  # 177 modules is the largest symbol


@lru_cache(maxsize=256)
def rows(text: str) -> tuple[bytes, ...]:
    """The modules of the smallest symbol that holds `text`, row by row, without a margin: 1 is dark, 0 is light.

    ValueError when `text` is not ASCII (readers disagree about the rest), or when no symbol is large enough: 2,331
    bytes, or 3,391 of the alphanumeric characters.
    """
    if not text.isascii():
        raise ValueError("a symbol holds ASCII")
    import zxingcpp  # megabytes of every process that never draws one

    made = zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level="M")
    picture: Any = made.to_image(scale=1, add_quiet_zones=False)
    grey = memoryview(picture)
    modules, width = grey.tobytes().translate(_DARK), len(grey)
    return tuple(modules[start : start + width] for start in range(0, len(modules), width))


def path(text: str, *, margin: int = 0) -> tuple[str, int]:
    """What an SVG path draws for the dark modules, and how many units the square is wide, margins included.

    A reader wants four light modules on each side (ISO/IEC 18004, 5.3.8): leave them here or on the page around.
    """
    drawn = rows(text)
    dark: list[str] = []
    for top, row in enumerate(drawn, margin):
        dark += _row(row, str(top), margin)
    return "".join(dark), len(drawn) + 2 * margin


def _row(row: bytes, top: str, margin: int) -> Iterator[str]:
    """A rectangle for each run of dark modules: about a thousand in a stamp's symbol."""
    left = row.find(1)
    while left >= 0:
        right = row.find(0, left)
        if right < 0:
            right = len(row)
        yield f"M{left + margin} {top}{_WIDE[right - left]}"
        left = row.find(1, right)
