"""The map as it was drawn, and the addresses near a point on it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, ExpressionWrapper, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable

from portlight.kernel.places.models import MapSheet, StandardAddress
from portlight.kernel.places.queries.city import AddressCard, card_of
from portlight.kernel.places.rules.points import DATUMS, in_datum
from portlight.kernel.places.rules.sheets import Frame
from portlight.toolkit.languages import SOURCE
from portlight.toolkit.pages import Page

_NOWHERE = 1e9  # an address without a point comes after all that have one
_DEGREE = 111_320  # metres in a degree of latitude


@dataclass(frozen=True)
class Named:
    code: str
    names: Mapping[str, str]

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or self.zh

    @property
    def zh(self) -> str:
        return self.names.get(SOURCE, "")


@dataclass(frozen=True, kw_only=True)
class ShapeCard(Named):
    """An area on a sheet: `path` in the sheet's 1,000 units, `x`, `y` the place of its name, `room` its width there."""

    path: str
    x: int
    y: int
    room: int


@dataclass(frozen=True, kw_only=True)
class SheetCard(Named):
    """`leads`: what its areas are (district, station); nothing where addresses follow. Without a frame: a list only."""

    kind: str
    datum: str
    up: Named | None
    frame: Frame | None
    leads: str
    shapes: tuple[ShapeCard, ...]
    beside: tuple[ShapeCard, ...]
    others: tuple[Named, ...]


@dataclass(frozen=True)
class NearCard:
    """An address near a point; where it lies in the point's datum, and how far, or None for both."""

    address: AddressCard
    point: tuple[float, float] | None
    metres: int | None


def sheet(kind: str, code: str = "") -> SheetCard | None:
    """One sheet of the map, as it was drawn. One question, whatever the number of areas and of their points."""
    row = MapSheet.objects.filter(kind=kind, code=code).first()
    return _card(row) if row else None


def near(
    longitude: float, latitude: float, *, datum: str, station: str = "", district: str = "", after: str = "",
    size: int = 10,
) -> Page[NearCard]:  # fmt: skip
    """The standard addresses of a station or a district, the nearest to the point first; those without a point last.

    One question, over the addresses of that station or district alone.
    """
    rows = StandardAddress.objects.select_related("station").annotate(away=_away(longitude, latitude, datum))
    rows = rows.filter(station=station) if station else rows.filter(station__district=district)
    if since := _since(after):
        rows = rows.filter(Q(away__gt=since[0]) | Q(away=since[0], pk__gt=since[1]))
    found = list(rows.order_by("away", "pk")[: size + 1])
    page = Page.of(found, size=size, token=lambda row: f"{row.away!r}~{row.pk}")
    return Page(tuple(_near(row, datum) for row in page.rows), page.next)


def _away(longitude: float, latitude: float, datum: str) -> Case:
    """The square of the distance in degrees of latitude, each row in the datum it was given in."""
    narrower = math.cos(math.radians(latitude))
    cases = []
    for own in DATUMS:
        east, north = in_datum(longitude, latitude, have=datum, want=own)
        across, down = F("longitude") - Value(east), F("latitude") - Value(north)
        square: Combinable = across * across * Value(narrower * narrower) + down * down
        cases.append(When(datum=own, then=ExpressionWrapper(square, output_field=FloatField())))
    return Case(*cases, default=Value(_NOWHERE), output_field=FloatField())


def _since(after: str) -> tuple[float, int] | None:
    """Where the page before ended; None for what is no such place."""
    away, _, number = after.partition("~")
    try:
        found = float(away), int(number)
    except ValueError:
        return None
    return found if math.isfinite(found[0]) and 0 <= found[1] < 2**63 else None


def _near(row: Any, datum: str) -> NearCard:
    if row.away >= _NOWHERE:
        return NearCard(card_of(row), None, None)
    point = in_datum(row.longitude, row.latitude, have=row.datum, want=datum)
    return NearCard(card_of(row), point, round(math.sqrt(row.away) * _DEGREE))


def _card(row: MapSheet) -> SheetCard:
    told = row.drawn
    return SheetCard(
        kind=row.kind, code=row.code, names=told["names"], datum=row.datum, leads=told["leads"],
        up=Named(*told["up"]) if told["up"] else None,
        frame=Frame(*told["frame"]) if told["frame"] else None,
        shapes=_shapes(told["shapes"]), beside=_shapes(told["beside"]),
        others=tuple(Named(code, names) for code, names in told["others"]),
    )  # fmt: skip


def _shapes(told: Sequence[Sequence[Any]]) -> tuple[ShapeCard, ...]:
    return tuple(
        ShapeCard(code=code, names=names, path=path, x=x, y=y, room=room) for code, names, path, x, y, room in told
    )
