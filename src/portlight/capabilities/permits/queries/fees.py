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


def due_fee(matter: Matter, *, nationality: str, until: date | None, on: date) -> Fee | None:
    """The amount of what falls due, issued on this day and valid until that one; None: the counter tells it."""
    item = fees.item_of(matter.fees, issued_on=on, until=until)
    found = fee_for(item, nationality=nationality, on=on) if item else None
    return found if isinstance(found, Fee) else None


@cache
def _table() -> fees.Table:
    return fees.read(FEES)
