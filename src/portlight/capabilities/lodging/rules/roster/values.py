"""What the office knows of its city, as a roster of people who lodge names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Known:
    """An address of the office's table, as a roster names it: by code or by its line."""

    code: str
    line: str
    district: str
    use: str


@dataclass(frozen=True, kw_only=True)
class City:
    """What the office knows of its city. All empty: nothing is said about addresses.

    `districts`: plain spelling of a code or of a name in any language → code. `addresses`: plain text of a cell → the
    address it means, None where the table knows none; texts that nobody looked up are missing.
    """

    districts: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, Known | None] = field(default_factory=dict)
    given: bool = False  # an address was named for all whose row names none
