"""Which characters a font file has glyphs for, read from its `cmap` table (OpenType 1.9). No shaping, no outlines.

A typesetter prints a box for what a font lacks and says nothing; the text still extracts. So it is asked beforehand.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

_COLLECTION = b"ttcf"


@lru_cache(maxsize=32)
def covered(path: str, index: int = 0) -> frozenset[int]:
    """The code points of the font at `index` of the file; kept. 50 ms for a font of Chinese. OSError, ValueError."""
    with Path(path).open("rb") as file:
        try:
            return frozenset(_points(_table(file.read(), index)))
        except (struct.error, IndexError) as error:
            raise ValueError(f"{path} is no font that can be read") from error


def _table(raw: bytes, index: int) -> bytes:
    """The `cmap` table."""
    at = struct.unpack_from(">I", raw, 12 + 4 * index)[0] if raw[:4] == _COLLECTION else 0
    (count,) = struct.unpack_from(">H", raw, at + 4)
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", raw, at + 12 + 16 * number)
        if tag == b"cmap":
            return raw[offset : offset + length]
    raise ValueError("no cmap table")


def _points(table: bytes) -> set[int]:
    """Of every Unicode subtable in format 4 or 12: the two that fonts of today have."""
    found: set[int] = set()
    (count,) = struct.unpack_from(">H", table, 2)
    for number in range(count):
        platform, _, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        (form,) = struct.unpack_from(">H", table, offset)
        if platform in (0, 3) and form == 4:
            found |= _of_segments(table, offset)
        elif platform in (0, 3) and form == 12:
            found |= _of_groups(table, offset)
    return found


def _of_segments(table: bytes, offset: int) -> set[int]:
    """Format 4. A segment's characters are mapped by a difference, or by a list in which 0 stands for none."""
    (double,) = struct.unpack_from(">H", table, offset + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    starts = struct.unpack_from(f">{count}H", table, offset + 16 + double)
    ranges = offset + 16 + 3 * double
    found: set[int] = set()
    for segment, (first, last) in enumerate(zip(starts, ends, strict=True)):
        (distance,) = struct.unpack_from(">H", table, ranges + 2 * segment)
        if first == 0xFFFF:
            continue
        if not distance:
            found.update(range(first, last + 1))
            continue
        glyphs = struct.unpack_from(f">{last - first + 1}H", table, ranges + 2 * segment + distance)
        found.update(first + place for place, glyph in enumerate(glyphs) if glyph)
    return found


def _of_groups(table: bytes, offset: int) -> set[int]:
    (count,) = struct.unpack_from(">I", table, offset + 12)
    found: set[int] = set()
    for number in range(count):
        first, last = struct.unpack_from(">II", table, offset + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found
