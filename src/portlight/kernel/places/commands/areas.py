"""The areas of districts and stations, from GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from portlight.kernel.places.commands.drawing import draw_map
from portlight.kernel.places.commands.rows import Fault, Taken
from portlight.kernel.places.models import Area, District, Station
from portlight.kernel.places.rules import DATUMS
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

_MOST_POINTS = 20_000  # of one area


def take_areas(content: bytes, *, kind: str, datum: str, by: Actor, at: datetime, dry: bool = False) -> Taken:
    """Brings the areas of one kind (`district` or `station`) to the state of a GeoJSON collection, all or none.

    Each feature is a Polygon or MultiPolygon with the property `code`. `datum` says in which datum the file was drawn;
    it is kept, not converted. Then the map is drawn anew. Refused: places.not-geojson, places.datum-unknown.
    """
    if datum not in DATUMS:
        raise Refused("places.datum-unknown", datum=datum)
    known = set((District if kind == "district" else Station).objects.values_list("code", flat=True))
    faults: list[Fault] = []
    rows: dict[str, Area] = {}
    batch = str(uuid4())
    for number, feature in enumerate(_features(content), start=1):
        code = str((feature.get("properties") or {}).get("code", ""))
        rings = _rings(feature.get("geometry"))
        if code not in known or code in rows:
            faults.append(Fault(number, "code", code, "twice" if code in rows else f"{kind}-unknown"))
        elif not rings:
            faults.append(Fault(number, "geometry", "", "not-an-area"))
        else:
            rows[code] = _area(kind, code, rings, datum, batch)
    if not faults and not dry:
        _write(kind, list(rows.values()), by, at)
        draw_map(by=by, at=at)
        return Taken(rows=len(rows), batch=batch)
    return Taken(rows=len(rows) + len(faults), faults=tuple(faults))


@transaction.atomic
def _write(kind: str, rows: list[Area], by: Actor, at: datetime) -> None:
    Area.objects.filter(kind=kind, code__in=[row.code for row in rows]).delete()
    Area.objects.bulk_create(rows, batch_size=200)
    record("places.areas-taken", about="places:areas", by=by, at=at, facts={"kind": kind, "areas": len(rows)})


def _features(content: bytes) -> Iterator[dict[str, Any]]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise Refused("places.not-geojson") from None
    found = told.get("features") if isinstance(told, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Refused("places.not-geojson")
    yield from found


def _rings(geometry: Any) -> list[list[list[float]]]:
    """The rings of a polygon or of several; empty when it is none, is not closed, or leaves the globe."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    try:
        told = geometry["coordinates"] if kind in ("Polygon", "MultiPolygon") else []
        polygons = [told] if kind == "Polygon" else told
        rings = [[[float(p[0]), float(p[1])] for p in ring] for polygon in polygons for ring in polygon]
    except (KeyError, TypeError, ValueError, IndexError):
        return []
    good = all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
    here = all(abs(east) <= 180 and abs(north) <= 90 for ring in rings for east, north in ring)
    return rings if good and here and sum(map(len, rings)) <= _MOST_POINTS else []


def _area(kind: str, code: str, rings: list[list[list[float]]], datum: str, batch: str) -> Area:
    east, north = [p[0] for ring in rings for p in ring], [p[1] for ring in rings for p in ring]
    return Area(
        kind=kind, code=code, rings=rings, datum=datum, batch=batch,
        west=min(east), east=max(east), south=min(north), north=max(north),
    )  # fmt: skip
