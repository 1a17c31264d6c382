"""A sheet of the map as a page shows it: shapes with links, names where there is room for them, numbers elsewhere.

The sheet is 320 pixels wide on a phone and 640 elsewhere; SVG in percent, so that its texts keep their size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from portlight.faces.languages import active
from portlight.kernel.places.queries import Named, NearCard, ShapeCard, SheetCard
from portlight.kernel.places.rules.sheets import SIDE

NARROW, WIDE = 320, 640  # pixels; `.map-sheet` in the look has the same two
TAPS = {"small": NARROW, "large": WIDE}  # the picture that is tapped, one for each width


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
class Dot:
    """An address of the list, on the sheet: the same number."""

    number: int
    card: NearCard
    line: str
    left: str
    top: str


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


def dots(sheet: SheetCard, near: Iterable[NearCard]) -> list[Dot]:
    """The addresses with their numbers, and their places where they have one."""
    language, made = active().code, []
    for number, card in enumerate(near, start=1):
        x, y = sheet.frame.place(*card.point) if sheet.frame and card.point else (-1.0, -1.0)
        here = 0 <= x <= SIDE and 0 <= y <= SIDE
        line = card.address.line_in(language)
        made.append(Dot(number, card, line, _percent(x) if here else "", _percent(y) if here else ""))
    return made


def tapped(said: dict[str, str]) -> tuple[float, float] | None:
    """Where the sheet was tapped, in its units: as the browser says it for either width, or as our own links do."""
    for name, pixels in (*TAPS.items(), ("", SIDE)):
        x, y = (said.get(f"{name}.{axis}" if name else axis, "") for axis in "xy")
        if x.isdecimal() and y.isdecimal() and len(x) < 5 and len(y) < 5 and (x, y) != ("0", "0"):
            return int(x) * SIDE / pixels, int(y) * SIDE / pixels
    return None


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
