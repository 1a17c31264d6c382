"""A sheet of the map as a page shows it: shapes with links, names where there is room for them, numbers elsewhere.

The sheet is 320 pixels wide on a phone and 640 elsewhere; SVG in percent, so that its texts keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from portlight.faces.languages import active
from portlight.kernel.places.queries import Named, ShapeCard, SheetCard
from portlight.kernel.places.rules.sheets import SIDE

NARROW, WIDE = 320, 640  # pixels; `.map-sheet` in the look has the same two


@dataclass(frozen=True)
class Label:
    """A word or a number at a place in percent; `on`: where it stands, `narrow`, `wide` or both."""

    text: str
    left: str
    top: str
    on: str
    kind: str  # name | zh | number


@dataclass(frozen=True)
class Line:
    """An area as a link: on the sheet and in the list beneath it."""

    number: int | None
    code: str
    href: str
    name: str
    zh: str  # empty for who reads Chinese
    path: str


@dataclass(frozen=True)
class Shown:
    sheet: SheetCard
    lines: tuple[Line, ...]
    beside: tuple[Line, ...]
    others: tuple[Line, ...]
    labels: tuple[Label, ...]
    frame: str  # for who finds herself on it: west, north, units for a degree across and down


def shown(sheet: SheetCard, *, beside: bool = True) -> Shown:
    """Everything of a sheet but the addresses."""
    kind = sheet.leads or sheet.kind
    lines = tuple(_line(one, kind, number) for number, one in enumerate(sheet.shapes, start=1))
    labels = [label for line, one in zip(lines, sheet.shapes, strict=True) for label in _labels(line, one)]
    frame = sheet.frame
    return Shown(
        sheet, lines, tuple(_line(one, "station") for one in sheet.beside) if beside else (),
        tuple(_line(one, kind) for one in sheet.others), tuple(labels) if sheet.leads else (),
        f"{frame.west:.7f} {frame.north:.7f} {frame.across:.3f} {frame.down:.3f}" if frame else "",
    )  # fmt: skip


def _line(one: Named, kind: str, number: int | None = None) -> Line:
    language = active().code
    name = one.name_in(language)
    path = one.path if isinstance(one, ShapeCard) else ""
    return Line(number, one.code, "?" + urlencode({kind: one.code}), name, one.zh if one.zh != name else "", path)


def _labels(line: Line, one: ShapeCard) -> Sequence[Label]:
    """Its name where it fits at that width, else its number."""
    left, top = _percent(one.x), _percent(one.y)
    widths = (("narrow", NARROW), ("wide", WIDE))
    fits = [name for name, pixels in widths if _width(line.name) < one.room * pixels / SIDE]
    if not fits:
        return [Label(str(line.number), left, top, "", "number")]
    found = [Label(line.name, left, top, "" if len(fits) == 2 else "wide", "name")]
    if line.zh:
        found.append(Label(line.zh, left, top, "wide", "zh"))
    return found if len(fits) == 2 else [Label(str(line.number), left, top, "narrow", "number"), *found]


def _width(text: str) -> float:
    """About how many pixels a label takes at its 13."""
    return 12 + sum(13.5 if ord(sign) > 0x2E7F else 7.5 for sign in text)


def _percent(units: float) -> str:
    return f"{units * 100 / SIDE:.1f}%"
