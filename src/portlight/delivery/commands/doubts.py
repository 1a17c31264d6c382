"""What may or may not have gone out is decided by a person, message by message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.delivery import doubts
from portlight.delivery.commands.writing import key_of
from portlight.delivery.models import Doubt, Message
from portlight.delivery.tallies import hold
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


def resolve(*, delivery_ids: Sequence[int], how: str, by: Actor, at: datetime, request_id: UUID | None = None) -> int:
    """Decide about open doubts: `send-again` (may come twice) or `taken-as-sent`; returns how many were open.

    Refused: delivery.unknown-way, nothing-in-doubt.
    """
    if how not in {"send-again", "taken-as-sent"}:
        raise Refused("delivery.unknown-way", how=how)
    with transaction.atomic():
        asked = Doubt.objects.filter(delivery__in=delivery_ids, resolved_at=None).order_by("id")
        hold(set(asked.values_list("message_id", flat=True)))
        open_ones = list(asked.select_for_update())
        if not open_ones:
            raise Refused("delivery.nothing-in-doubt")
        end = doubts.was_sent if how == "taken-as-sent" else doubts.send_again
        end(open_ones, how=how, by=key_of(by), at=at)
        messages = {doubt.message_id for doubt in open_ones}
        abouts = Message.objects.filter(id__in=messages).values_list("about", flat=True)
        for about in sorted(set(abouts)):
            timeline.record(
                "delivery.doubts-resolved", about=about, by=by, at=at,
                facts={"how": how, "deliveries": len(open_ones)},
            )  # fmt: skip
    return len(open_ones)
