"""What may or may not have gone out is decided by a person, message by message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.delivery import recovery
from portlight.delivery.commands.writing import key_of
from portlight.delivery.models import Delivery, Doubt, Message, Retry
from portlight.delivery.tallies import move
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
        doubts = list(Doubt.objects.filter(delivery__in=delivery_ids, resolved_at=None).select_for_update())
        if not doubts:
            raise Refused("delivery.nothing-in-doubt")
        Doubt.objects.filter(id__in=[doubt.id for doubt in doubts]).update(resolved_at=at, how=how, by=key_of(by))
        if how == "taken-as-sent":
            recovery.taken_as_sent([doubt.delivery_id for doubt in doubts], at=at)
        else:
            _send_again(doubts, at)
        abouts = Message.objects.filter(id__in={doubt.message_id for doubt in doubts}).values_list("about", flat=True)
        for about in sorted(set(abouts)):
            timeline.record(
                "delivery.doubts-resolved", about=about, by=by, at=at,
                facts={"how": how, "deliveries": len(doubts)},
            )  # fmt: skip
    return len(doubts)


def _send_again(doubts: list[Doubt], at: datetime) -> None:
    deliveries = Delivery.objects.in_bulk([doubt.delivery_id for doubt in doubts])
    moved: Counter[tuple[int, str, str]] = Counter()
    for doubt in doubts:
        delivery = deliveries[doubt.delivery_id]
        moved[(delivery.message_id, delivery.channel, delivery.language)] += 1
    Retry.objects.bulk_create(
        [
            Retry(
                delivery_id=doubt.delivery_id, message_id=doubt.message_id,
                channel=deliveries[doubt.delivery_id].channel, due_at=at, attempts=doubt.attempt + 1, lease=None,
            )
            for doubt in doubts
        ],
        update_conflicts=True, unique_fields=["delivery"], update_fields=["due_at", "attempts", "lease"],
    )  # fmt: skip
    move({key: Counter(uncertain=-count, later=count) for key, count in moved.items()})
