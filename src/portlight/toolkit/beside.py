"""Where a file is written before it takes its place by a rename."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex


def beside(place: Path) -> Path:
    """A hidden name in the folder of `place` that nobody else writes to.

    Not by the number of the process: machines may share a disk, and in a container every program is number 1.
    """
    return place.with_name(f".{place.name}.{token_hex(6)}")
