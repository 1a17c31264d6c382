"""What the office puts in about its city, by subject."""

from portlight.kernel.places.commands.addresses import take_addresses, take_back
from portlight.kernel.places.commands.areas import take_areas
from portlight.kernel.places.commands.districts import load_districts
from portlight.kernel.places.commands.drawing import draw_map, draw_missing_map
from portlight.kernel.places.commands.stations import take_stations

__all__ = [
    "draw_map", "draw_missing_map", "load_districts", "take_addresses", "take_areas", "take_back", "take_stations",
]  # fmt: skip
