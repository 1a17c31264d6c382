"""What waits on a channel that does not work is planned on another one as well."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portlight.delivery import escalation, port
from portlight.delivery.models import Lease, Message, Retry
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


def reroute(*, channel: str, to: str, by: Actor, at: datetime) -> int:
    """Whoever waits for a notice on `channel`, has been handed nothing and has agreed to `to`, gets it there as well.

    What waits on `channel` stays: pause it, or it goes out on both. Messages to one person are left alone: they were
    asked for there. Returns how many deliveries were planned. Refused: delivery.unknown-channel, same-channel.
    """
    for kind in (channel, to):
        if kind not in port.personal():
            raise Refused("delivery.unknown-channel", channel=kind)
    if channel == to:
        raise Refused("delivery.same-channel", channel=to)
    planned = 0
    for message in _waiting(channel, at):
        planned += _pages(message, to)
        timeline.record(
            "delivery.rerouted", about=message.about, by=by, at=at,
            facts={"code": message.code, "from": channel, "to": to},
        )  # fmt: skip
    return planned


def _waiting(channel: str, at: datetime) -> list[Message]:
    ids = set(Lease.objects.filter(channel=channel).exclude(state="closed").values_list("message_id", flat=True))
    ids |= set(Retry.objects.filter(channel=channel).values_list("message_id", flat=True))
    found = Message.objects.filter(id__in=ids, kind="notice", recalled_at=None, not_after__gt=at)
    return list(found.order_by("id"))


def _pages(message: Message, to: str) -> int:
    """Page by page, each its own transaction: safe to be cut off, and to be asked for again."""
    before = _count(message, to)
    last: int | None = 0
    while last is not None:
        with transaction.atomic():
            last = escalation.add_channel(message, to, whom="unsent", after=last)
    if to not in message.channels:
        Message.objects.filter(id=message.id).update(channels=[*message.channels, to])
    return _count(message, to) - before


def _count(message: Message, channel: str) -> int:
    return sum(message.tallies.filter(channel=channel).values_list("planned", flat=True))
