"""Where the last sheet of the map was tapped, and the part of it that is shown then: the nearest addresses fill it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portlight.faces.languages import active
from portlight.faces.sheets import NARROW, WIDE
from portlight.kernel.places.queries import NearCard, SheetCard
from portlight.kernel.places.rules.sheets import SIDE

PICTURES = {"small": NARROW, "large": WIDE}  # the picture that is tapped, one for each width, and its pixels
# It shows nothing: what the browser tells of it is where it was pressed.
PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
_CLOSEST = 8  # units of the sheet that a side of the window has at least
_NUMBER = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Window:
    """The part of a sheet that is shown, in the sheet's units."""

    left: float = 0.0
    top: float = 0.0
    size: float = SIDE

    @property
    def box(self) -> str:
        return f"{self.left:.2f} {self.top:.2f} {self.size:.2f}"

    def percent(self, x: float, y: float) -> tuple[str, str]:
        return f"{(x - self.left) * 100 / self.size:.1f}%", f"{(y - self.top) * 100 / self.size:.1f}%"

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x - self.left <= self.size and 0 <= y - self.top <= self.size


@dataclass(frozen=True)
class Dot:
    """An address of the list, and its place on the sheet in percent, where it has one there."""

    number: int
    card: NearCard
    line: str
    left: str
    top: str


def tapped(said: Mapping[str, str]) -> tuple[float, float] | None:
    """In units of the sheet: as the browser says it of the picture of either width, or as our own links do."""
    window = _window_said(said.get("window", ""))
    for name, pixels in PICTURES.items():
        x, y = (said.get(f"{name}.{axis}", "") for axis in "xy")
        if _NUMBER.fullmatch(x) and _NUMBER.fullmatch(y) and (x, y) != ("0", "0"):
            return window.left + float(x) * window.size / pixels, window.top + float(y) * window.size / pixels
    x, y = said.get("x", ""), said.get("y", "")
    return (float(x), float(y)) if _NUMBER.fullmatch(x) and _NUMBER.fullmatch(y) else None


def around(tap: tuple[float, float], sheet: SheetCard, near: Iterable[NearCard]) -> Window:
    """The square about a tap that holds the addresses near it: as many as have a point."""
    placed = [sheet.frame.place(*one.point) for one in near if sheet.frame and one.point]
    away = max((max(abs(x - tap[0]), abs(y - tap[1])) for x, y in placed), default=SIDE / 2)
    size = min(max(2.3 * away, _CLOSEST), SIDE)
    left, top = (min(max(units - size / 2, 0.0), SIDE - size) for units in tap)
    return Window(left, top, size)


def dots(sheet: SheetCard, near: Iterable[NearCard], window: Window) -> list[Dot]:
    """The addresses with their numbers, and their places where they have one in the window."""
    language, made = active().code, []
    for number, card in enumerate(near, start=1):
        place = sheet.frame.place(*card.point) if sheet.frame and card.point else None
        left, top = window.percent(*place) if place and window.holds(*place) else ("", "")
        made.append(Dot(number, card, card.address.line_in(language), left, top))
    return made


def _window_said(text: str) -> Window:
    """The window the tapped page showed; the whole sheet when that is none."""
    parts = text.split(" ")
    if len(parts) != 3 or not all(_NUMBER.fullmatch(part) for part in parts):
        return Window()
    left, top, size = map(float, parts)
    good = size > 0 and all(map(math.isfinite, (left, top, size)))
    return Window(left, top, size) if good else Window()
