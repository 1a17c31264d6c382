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
    ways_to_find,
)
from portlight.kernel.places.queries.sheets import Named, NearCard, ShapeCard, SheetCard, near, sheet

__all__ = [
    "AddressCard", "AreaCard", "DistrictCard", "Named", "NearCard", "ShapeCard", "SheetCard", "StationCard", "address",
    "addresses_known", "addresses_of", "area_at", "areas", "counted", "district", "districts",
    "near", "search", "sheet", "station", "stations",
    "ways_to_find",
]  # fmt: skip
