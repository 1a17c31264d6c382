"""Addresses nothing may be sent to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portlight.delivery import sql
from portlight.delivery.models import Suppression
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


def suppress(*, address_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Send nothing more to this address, whoever else has it. Refused: delivery.unknown-address."""
    with transaction.atomic():
        channel, index = _known(address_id)
        Suppression.objects.get_or_create(
            channel=channel, value_index=index, defaults={"reason": reason[:16], "at": at}
        )
        timeline.record(
            "delivery.suppressed", about=f"address:{address_id}", by=by, at=at, facts={"reason": reason[:16]}
        )


def lift(*, address_id: int, by: Actor, at: datetime) -> bool:
    """The address works (again): its person has just proved it. False when nothing stood against it."""
    with transaction.atomic():
        channel, index = _known(address_id)
        lifted, _ = Suppression.objects.filter(channel=channel, value_index=index).delete()
        if lifted:
            timeline.record("delivery.suppression-lifted", about=f"address:{address_id}", by=by, at=at)
    return bool(lifted)


def _known(address_id: int) -> tuple[str, str]:
    found = sql.select("SELECT channel, value_index FROM people_address WHERE id = %s", [address_id])
    if not found:
        raise Refused("delivery.unknown-address")
    return found[0][0], found[0][1]
