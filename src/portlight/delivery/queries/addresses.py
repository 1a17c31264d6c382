"""Which address a delivery went to, for what comes back and names only the delivery."""

from __future__ import annotations

from portlight.delivery.models import Delivery


def address_of(delivery: int, *, channel: str) -> int | None:
    """The number of the address, or None when there was no such delivery on that channel."""
    return Delivery.objects.filter(id=delivery, channel=channel).values_list("address_id", flat=True).first()
