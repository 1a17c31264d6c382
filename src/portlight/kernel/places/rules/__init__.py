"""Addresses, points and the map, as values."""

from portlight.kernel.places.rules.addresses import USES, pieces, weight
from portlight.kernel.places.rules.points import DATUMS, Ring, gcj02, in_datum, inside, wgs84

__all__ = ["DATUMS", "USES", "Ring", "gcj02", "in_datum", "inside", "pieces", "weight", "wgs84"]
