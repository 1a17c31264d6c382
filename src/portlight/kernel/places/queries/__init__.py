"""What the office knows of its city: its parts and its addresses, and the map of them."""

from portlight.kernel.places.queries.city import (
    AddressCard,
    AreaCard,
    DistrictCard,
    StationCard,
    address,
    addresses_known,
    addresses_of,
    area_at,
    areas,
    counted,
    district,
    districts,
    search,
    station,
    stations,
)
from portlight.kernel.places.queries.sheets import Named, NearCard, ShapeCard, SheetCard, map_known, near, sheet

__all__ = [
    "AddressCard", "AreaCard", "DistrictCard", "Named", "NearCard", "ShapeCard", "SheetCard", "StationCard", "address",
    "addresses_known", "addresses_of", "area_at", "areas", "counted", "district", "districts",
    "map_known", "near", "search", "sheet", "station", "stations",
]  # fmt: skip
