"""Symbols are read back by another program than the one that draws them, from the path that stands in the page."""

from __future__ import annotations

import re

import cv2
import numpy
import pytest

from portlight.toolkit import qr

STAMP = "PL1:" + "6BF+70790T9WJWG.FKY*4GO0.O1CV2 ETB" * 8


def picture(text: str, *, margin: int) -> numpy.ndarray:
    """The path, filled as a browser fills it, six points a module."""
    dark, size = qr.path(text, margin=margin)
    drawn = numpy.full((size, size), 255, dtype=numpy.uint8)
    for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", dark):
        drawn[int(top), int(left) : int(left) + int(width)] = 0
    return numpy.kron(drawn, numpy.ones((6, 6), dtype=numpy.uint8))


@pytest.mark.parametrize(
    "text",
    [STAMP, "https://exit-entry.example/verify/?paper=S-2026-1461781-T&code=K7F3-9QXM", "0123456789"],
)
def test_a_symbol_is_read_back(text: str) -> None:
    assert cv2.QRCodeDetector().detectAndDecode(picture(text, margin=4))[0] == text


def test_capitals_and_digits_take_less_room_than_bytes() -> None:
    assert len(qr.rows(STAMP)) < len(qr.rows(STAMP.lower()))


def test_a_margin_is_light_and_counted() -> None:
    dark, size = qr.path("A", margin=3)
    assert size == 21 + 6
    assert dark.startswith("M3 3h7")


@pytest.mark.parametrize("text", ["x" * 2332, "出入境"])
def test_what_no_symbol_holds_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        qr.rows(text)
