"""Areas with fewer points, so that neighbours keep one border. Values only.

Rings are cut where more than two borders meet. What lies between two such points is one line, whichever areas it
parts, and is made simpler once: D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the number of points
required to represent a digitized line or its caricature", Cartographica 10 (1973).

Where fewer points would let two lines cross, or an area fold to nothing, those lines keep more: no area gets a hole of
its own making, and none comes to lie over another. Points that only one of two neighbours has are no common border:
there a gap of up to the tolerance may stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

Point = tuple[float, float]
Line = tuple[Point, ...]
Rings = tuple[Line, ...]  # each ring open: its last point is joined to its first

_CELLS = 64  # lines are looked at for crossings in so many squares a side
_SAME = 1e-12


def simpler(areas: Mapping[str, Rings], tolerance: float) -> dict[str, Rings]:
    """The areas with points left out that lie no farther than `tolerance` from what stays; points where borders meet
    stay. Same unit as the points.
    """
    meeting, number, cut = _meeting(areas), _Numbers(), {}
    for code, rings in areas.items():
        cut[code] = [[(number.of(line), turned) for line, turned in _lines(ring, meeting)] for ring in rings]
    allowed = [tolerance] * len(number.lines)
    drawn = [reduced(line, tolerance) for line in number.lines]
    while wrong := {one for one in _crossing(drawn) | _folded(cut.values(), drawn) if allowed[one]}:
        for one in wrong:
            allowed[one] = allowed[one] / 4 if allowed[one] > tolerance / 50 else 0.0
            drawn[one] = reduced(number.lines[one], allowed[one])
    return {code: tuple(_joined(ring, drawn) for ring in rings) for code, rings in cut.items()}


def together(areas: Mapping[str, Rings], into: Mapping[str, str]) -> dict[str, Rings]:
    """The outlines of whole groups: `into` says of each area to which it belongs. A border inside a group falls away
    where both neighbours have the same points.
    """
    sides: dict[str, set[tuple[Point, Point]]] = {}
    for code, rings in areas.items():
        own = sides.setdefault(into[code], set())
        for ring in rings:
            own ^= {(min(pair), max(pair)) for pair in pairwise((*ring, ring[0])) if pair[0] != pair[1]}
    return {group: tuple(_chained(own)) for group, own in sides.items()}


def reduced(line: Line, tolerance: float) -> Line:
    """A line with its ends kept (Douglas–Peucker); one that closes keeps its start and the point farthest from it."""
    if not tolerance or len(line) < 3:
        return line
    if line[0] != line[-1]:
        return _reduced(line, tolerance)
    start = line[0]
    far = max(range(len(line)), key=lambda at: _apart(line[at], start, start))
    return _reduced(line[: far + 1], tolerance) + _reduced(line[far:], tolerance)[1:]


class _Numbers:
    """Each line once, whichever way a ring runs along it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._known: dict[Line, int] = {}

    def of(self, line: Line) -> int:
        found = self._known.setdefault(line, len(self.lines))
        if found == len(self.lines):
            self.lines.append(line)
        return found


def _meeting(areas: Mapping[str, Rings]) -> set[Point]:
    """Where a point has more than two different neighbours, seen from all the rings that run through it."""
    beside: dict[Point, set[Point]] = {}
    for ring in (ring for rings in areas.values() for ring in rings):
        for at, point in enumerate(ring):
            beside.setdefault(point, set()).update((ring[at - 1], ring[(at + 1) % len(ring)]))
    return {point for point, near in beside.items() if len(near) > 2}


def _lines(ring: Line, meeting: set[Point]) -> Iterator[tuple[Line, bool]]:
    """The lines a ring is made of, each in one set direction; True where the ring runs the other way."""
    ends = [at for at, point in enumerate(ring) if point in meeting] or [ring.index(min(ring))]
    around = ring[ends[0] :] + ring[: ends[0] + 1]
    for start, end in pairwise([at - ends[0] for at in ends] + [len(ring)]):
        line = around[start : end + 1]
        one_way = min(line, line[::-1])
        yield one_way, one_way != line


def _joined(ring: Iterable[tuple[int, bool]], drawn: Sequence[Line]) -> Line:
    return tuple(point for line, turned in ring for point in (drawn[line][::-1] if turned else drawn[line])[:-1])


def _reduced(line: Line, tolerance: float) -> Line:
    keep, open_ = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        start, end = line[first], line[last]
        away, at = max((_apart(line[at], start, end), at) for at in range(first + 1, last))
        if away > tolerance:
            keep.add(at)
            open_ += [(first, at), (at, last)]
    return tuple(line[at] for at in sorted(keep))


def _apart(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the stretch between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
    return float(((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2) ** 0.5)


def _folded(cut: Iterable[Sequence[Sequence[tuple[int, bool]]]], drawn: Sequence[Line]) -> set[int]:
    """The lines of rings that have fewer than three points left."""
    return {
        line for rings in cut for ring in rings if sum(len(drawn[one]) - 1 for one, _ in ring) < 3 for line, _ in ring
    }


def _crossing(drawn: Sequence[Line]) -> set[int]:
    """The lines that cross another or themselves."""
    xs = [point[0] for line in drawn for point in line]
    ys = [point[1] for line in drawn for point in line]
    if not xs:
        return set()
    west, north = min(xs), min(ys)
    step = max(max(xs) - west, max(ys) - north, _SAME) / _CELLS
    cells: dict[tuple[int, int], list[tuple[int, Point, Point]]] = {}
    found: set[int] = set()
    for number, line in enumerate(drawn):
        for start, end in pairwise(line):
            for cell in _cells(start, end, west, north, step):
                there = cells.setdefault(cell, [])
                for other, since, until in there:
                    if _cross(start, end, since, until):
                        found |= {number, other}
                there.append((number, start, end))
    return found


def _cells(start: Point, end: Point, west: float, north: float, step: float) -> Iterator[tuple[int, int]]:
    columns = sorted((int((start[0] - west) / step), int((end[0] - west) / step)))
    rows = sorted((int((start[1] - north) / step), int((end[1] - north) / step)))
    for column in range(columns[0], columns[1] + 1):
        for row in range(rows[0], rows[1] + 1):
            yield column, row


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two stretches cross; touching at an end is no crossing."""
    return _side(a, b, c) * _side(a, b, d) < -_SAME and _side(c, d, a) * _side(c, d, b) < -_SAME


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _chained(sides: Iterable[tuple[Point, Point]]) -> Iterator[Line]:
    """Rings from single sides; an even number of them meets in every point, so each way leads back."""
    onward: dict[Point, list[Point]] = {}
    for start, end in sorted(sides):
        onward.setdefault(start, []).append(end)
        onward.setdefault(end, []).append(start)
    for start in list(onward):
        while onward[start]:
            ring, here = [start], start
            while (there := onward[here].pop()) != start:
                onward[there].remove(here)
                ring.append(there)
                here = there
            onward[start].remove(here)
            yield tuple(ring)
