"""What a matter may cost, by the dated file that ships with the room."""

from __future__ import annotations

from datetime import date
from functools import cache

from portlight.capabilities.permits.reference import FEES
from portlight.capabilities.permits.rules import fees
from portlight.capabilities.permits.rules.fees import Fee, Unknown
from portlight.capabilities.permits.rules.matters import Matter


def fees_of(matter: Matter, *, nationality: str, on: date) -> tuple[Fee | Unknown, ...]:
    """Every item that may fall due, in the order of the matter; each with its amount, or why none is told."""
    return tuple(fees.fee(_table(), item, nationality=nationality, on=on) for item in matter.fees)


def fee_for(item: str, *, nationality: str, on: date) -> Fee | Unknown:
    """One item, as `fees_of`."""
    return fees.fee(_table(), item, nationality=nationality, on=on)


@cache
def _table() -> fees.Table:
    return fees.read(FEES)
