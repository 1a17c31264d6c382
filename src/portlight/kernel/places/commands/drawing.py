"""The sheets of the map, drawn anew whenever what stands on them has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from datetime import datetime
from typing import Any

from django.db import transaction

from portlight.kernel.places.models import Area, District, MapSheet, Station
from portlight.kernel.places.rules.atlas import Leaf, Outline, Spot, atlas
from portlight.kernel.places.rules.sheets import Shape
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor

AllNames = Mapping[str, Mapping[str, str]]


def draw_map(*, by: Actor, at: datetime) -> int:
    """Draws every sheet from the areas as they are; returns how many there are. Without an area there is none."""
    districts = [Spot(row.code, row.name) for row in District.objects.order_by("order", "code")]
    stations = [Spot(row.code, row.name, row.district_id) for row in Station.objects.order_by("code")]
    outlines = [Outline(row.kind, row.code, row.rings, row.datum) for row in Area.objects.order_by("kind", "code")]
    made = atlas(districts, stations, outlines)
    names = {one.code: one.names for one in (*districts, *stations)}
    rows = [
        MapSheet(kind=leaf.kind, code=leaf.code, datum=made.datum, drawn=_told(leaf, names)) for leaf in made.leaves
    ]
    with transaction.atomic():
        if not MapSheet.objects.all().delete()[0] and not rows:
            return 0
        MapSheet.objects.bulk_create(rows, batch_size=200)
        record("places.map-drawn", about="places:map", by=by, at=at, facts={"sheets": len(rows)})
    return len(rows)


def draw_missing_map(*, by: Actor, at: datetime) -> int:
    """At a start: the map of an office that had put in its areas before there was one."""
    return 0 if MapSheet.objects.exists() or not Area.objects.exists() else draw_map(by=by, at=at)


def _told(leaf: Leaf, names: AllNames) -> dict[str, Any]:
    return {
        "names": leaf.names, "leads": leaf.leads, "up": [leaf.up.code, leaf.up.names] if leaf.up else None,
        "frame": list(astuple(leaf.frame)) if leaf.frame else None,
        "shapes": [_shape(one, names) for one in leaf.shapes], "beside": [_shape(one, names) for one in leaf.beside],
        "others": [[code, names[code]] for code in leaf.others],
    }  # fmt: skip


def _shape(one: Shape, names: AllNames) -> list[Any]:
    return [one.code, names[one.code], one.path, one.x, one.y, one.room]
