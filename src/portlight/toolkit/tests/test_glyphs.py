from __future__ import annotations

import struct
from pathlib import Path

import pytest
import typst

from portlight.toolkit import glyphs

PLACES = {font.family: font for font in typst.Fonts().fonts() if font.path and font.weight == 400}
there = pytest.mark.skipif(
    not {"Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC"} <= set(PLACES),
    reason="apt install fonts-noto-core fonts-noto-cjk",
)


@there
@pytest.mark.parametrize(
    ("family", "has", "lacks"),
    [("Noto Sans", "aßяŽ’", "中عᏣ"), ("Noto Sans Arabic", "عدلپ", "中Ꮳ"), ("Noto Sans CJK SC", "中a한か𠮷", "عᏣ")],
)
def test_a_font_knows_its_letters(family: str, has: str, lacks: str) -> None:
    font = PLACES[family]
    known = glyphs.covered(str(font.path), font.index)
    assert {char for char in has if ord(char) not in known} == set()
    assert {char for char in lacks if ord(char) in known} == set()


def font(subtable: bytes) -> bytes:
    """The least file that has a cmap of one Unicode subtable."""
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    head = struct.pack(">IHHHH", 0x00010000, 1, 0, 0, 0)
    return head + struct.pack(">4sIII", b"cmap", 0, 28, len(table)) + table


# Segments a–c (by a difference), x–z (by a list in which y has none), and the last one that every table has.
SEGMENTS = struct.pack(
    ">HHHHHHH3HH3H3H3H3H", 4, 46, 0, 6, 0, 0, 0, 0x63, 0x7A, 0xFFFF, 0, 0x61, 0x78, 0xFFFF, 0, 0, 1, 0, 4, 0, 5, 0, 6
)
GROUPS = struct.pack(">HHIIIIIIIII", 12, 0, 40, 0, 2, 0x41, 0x43, 1, 0x20BB7, 0x20BB7, 9)


@pytest.mark.parametrize(("subtable", "letters"), [(SEGMENTS, "abcxz"), (GROUPS, "ABC𠮷")])
def test_both_forms_of_the_table_are_read(subtable: bytes, letters: str, tmp_path: Path) -> None:
    file = tmp_path / "some.ttf"
    file.write_bytes(font(subtable))
    assert {chr(point) for point in glyphs.covered(str(file))} == set(letters)


@pytest.mark.parametrize("content", [b"", b"no font", b"ttcf" + bytes(20), bytes(40)])
def test_what_is_no_font_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "some.ttf"
    file.write_bytes(content)
    with pytest.raises(ValueError):
        glyphs.covered(str(file))
