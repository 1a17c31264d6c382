"""Green lanes for programs: a list in, its wrong cells and changes named, its people drafted, the state of each row."""

from portlight.capabilities.green_lanes.api.rosters import draft, roster, take

__all__ = ["draft", "roster", "take"]
