"""The whole map of a city from what its office knows: the city, each district, each police station. Values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portlight.kernel.places.rules.borders import Rings, together
from portlight.kernel.places.rules.points import DATUMS, Ring, in_datum
from portlight.kernel.places.rules.sheets import SIDE, Frame, Shape, frame_around, on_frame, sheet

Names = Mapping[str, str]  # language → name
Box = tuple[float, float, float, float]  # west, south, east, north
_AROUND = 70  # units left around a station's own area, for its neighbours


@dataclass(frozen=True)
class Spot:
    """A district or a station by its code; of a station `within` is its district."""

    code: str
    names: Names
    within: str = ""


@dataclass(frozen=True)
class Outline:
    """What was drawn of a district or a station."""

    kind: str
    code: str
    rings: Sequence[Ring]
    datum: str


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A sheet with what stands on it. `leads`: what its areas are, `district` or `station`; nothing where its addresses
    follow. `beside`: neighbours on a station's sheet. `others`: what belongs here and has no area.
    """

    kind: str  # city | district | station
    code: str = ""
    names: Names = field(default_factory=dict)
    up: Spot | None = None
    frame: Frame | None = None
    leads: str = ""
    shapes: tuple[Shape, ...] = ()
    beside: tuple[Shape, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Atlas:
    datum: str
    leaves: tuple[Leaf, ...]


def atlas(districts: Sequence[Spot], stations: Sequence[Spot], drawn: Sequence[Outline]) -> Atlas:
    """Every sheet there is. A city whose districts were not drawn gets their outlines from its stations'; a district
    whose stations were not drawn leads to its addresses at once. Without any area there is no sheet.
    """
    if not drawn:
        return Atlas(DATUMS[0], ())
    datum = Counter(one.datum for one in drawn).most_common(1)[0][0]
    within = {one.code: one.within for one in stations}
    own = {one.code: _rings(one, datum) for one in drawn if one.kind == "station" and one.code in within}
    of_districts = {one.code: _rings(one, datum) for one in drawn if one.kind == "district"}
    boxes = {code: _box(rings) for code, rings in own.items()}
    missing = {code: rings for code, rings in own.items() if within[code] not in of_districts}
    whole = {**of_districts, **_whole(missing, within)}
    if not any(one.code in whole for one in districts):
        return Atlas(datum, ())
    leaves = [_city(districts, whole)]
    for one in districts:
        inside = [station for station in stations if station.within == one.code]
        mapped = {station.code: own[station.code] for station in inside if station.code in own}
        leaves.append(_district(one, inside, mapped, whole.get(one.code, ())))
        leaves += [_station(station, one, own, boxes) for station in inside]
    return Atlas(datum, tuple(leaves))


def _rings(one: Outline, datum: str) -> Sequence[Ring]:
    return [[in_datum(p[0], p[1], have=one.datum, want=datum) for p in ring] for ring in one.rings]


def _whole(areas: Mapping[str, Sequence[Ring]], within: Mapping[str, str]) -> dict[str, Sequence[Ring]]:
    """The outlines of districts as those of all their stations together."""
    open_ = {code: on_frame(rings, Frame(0, 0, 1, -1)) for code, rings in areas.items()}
    return dict(together(open_, within))


def _placed(areas: Mapping[str, Sequence[Ring]], frame: Frame) -> dict[str, Rings]:
    placed = {code: on_frame(rings, frame) for code, rings in areas.items()}
    return {code: rings for code, rings in placed.items() if rings}


def _city(districts: Sequence[Spot], whole: Mapping[str, Sequence[Ring]]) -> Leaf:
    known = {one.code: whole[one.code] for one in districts if one.code in whole}
    frame = frame_around([ring for rings in known.values() for ring in rings])
    others = tuple(one.code for one in districts if one.code not in known)
    return Leaf(kind="city", frame=frame, leads="district", shapes=sheet(_placed(known, frame)), others=others)


def _district(one: Spot, inside: Sequence[Spot], areas: Mapping[str, Sequence[Ring]], whole: Sequence[Ring]) -> Leaf:
    shown = areas or ({one.code: whole} if whole else {})
    frame = frame_around([ring for rings in shown.values() for ring in rings]) if shown else None
    return Leaf(
        kind="district", code=one.code, names=one.names, frame=frame, leads="station" if areas else "",
        shapes=sheet(_placed(shown, frame)) if frame else (),
        others=tuple(station.code for station in inside if station.code not in areas) if areas else (),
    )  # fmt: skip


def _station(one: Spot, district: Spot, areas: Mapping[str, Sequence[Ring]], boxes: Mapping[str, Box]) -> Leaf:
    leaf = {"kind": "station", "code": one.code, "names": one.names, "up": Spot(district.code, district.names)}
    if one.code not in areas:
        return Leaf(**leaf)  # type: ignore[arg-type]
    frame = frame_around(areas[one.code], margin=_AROUND)
    near = {code: areas[code] for code in _touching(frame, boxes)}
    shapes = sheet(_placed(near, frame))
    return Leaf(
        **leaf, frame=frame,  # type: ignore[arg-type]
        shapes=tuple(shape for shape in shapes if shape.code == one.code),
        beside=tuple(shape for shape in shapes if shape.code != one.code),
    )  # fmt: skip


def _box(rings: Sequence[Ring]) -> Box:
    xs, ys = [p[0] for ring in rings for p in ring], [p[1] for ring in rings for p in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _touching(frame: Frame, boxes: Mapping[str, Box]) -> Iterator[str]:
    """The areas of which a part may be on the sheet."""
    (west, north), (east, south) = frame.point(0, 0), frame.point(SIDE, SIDE)
    for code, (min_x, min_y, max_x, max_y) in boxes.items():
        if min_x < east and max_x > west and min_y < north and max_y > south:
            yield code
