"""Rooms that count the times they have booked hear of one that is moved or cancelled, whoever does it."""

from __future__ import annotations

from datetime import datetime

from portlight.kernel.slots.models import Booking
from portlight.kernel.slots.queries.bookings import number_of
from portlight.toolkit.actor import Actor
from portlight.toolkit.nameplate import Rebooked, plates


def say_rebooked(row: Booking, *, to: datetime | None, by: Actor, at: datetime) -> None:
    """`row` is as it was before. What a room refuses is refused here: then nothing of it stands."""
    told = Rebooked(number=str(number_of(row)), about=row.about, starts_at=row.starts_at, to=to, by=by, at=at)
    for plate in plates():
        if plate.rebooked:
            plate.rebooked(told)
