"""Policy *cheapest*: whom one channel refused for good is tried on the next one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from portlight.delivery import sql
from portlight.delivery.leases import Facts
from portlight.delivery.models import Delivery, Retry
from portlight.delivery.tallies import move


def next_channel(facts: Facts, *, delivery: int, person: int, after: str, at: datetime) -> bool:
    """Plan the person's next usable channel of the message's order, once; False when there is none."""
    behind = facts.channels[facts.channels.index(after) + 1 :] if after in facts.channels else []
    for channel in behind:
        found = sql.select(
            "SELECT a.id FROM people_address a LEFT JOIN delivery_suppression s ON s.channel = a.channel"
            " AND s.value_index = a.value_index WHERE a.person_id = %s AND a.channel = %s"
            " AND a.verified_at IS NOT NULL AND a.consented_at IS NOT NULL AND a.withdrawn_at IS NULL AND s.id IS NULL"
            " ORDER BY a.id LIMIT 1",
            [person, channel],
        )
        if found:
            return _plan(facts, delivery, person, channel, found[0][0], at)
    return False


def _plan(facts: Facts, delivery: int, person: int, channel: str, address: int, at: datetime) -> bool:
    first = Delivery.objects.only("language", "wanted").get(id=delivery)
    one, made = Delivery.objects.get_or_create(
        message_id=facts.id, person_id=person, channel=channel,
        defaults={"address_id": address, "language": first.language, "wanted": first.wanted},
    )  # fmt: skip
    if made:
        Retry.objects.create(delivery=one, message_id=facts.id, channel=channel, due_at=at, attempts=0)
        move({(facts.id, channel, first.language): Counter(planned=1, later=1)})
    return made
