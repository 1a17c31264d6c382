"""What was said to us and not understood, or refused: for a person to read, who is noted as its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portlight.delivery import inbox
from portlight.delivery.models import Inbound
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

_SHOWN = 20_000  # characters


@dataclass(frozen=True, kw_only=True)
class InboundCard:
    number: int
    state: str  # unread | refused
    error: str
    got_at: datetime


def odd(*, channel: str, most: int = 50) -> tuple[InboundCard, ...]:
    """The newest first."""
    rows = Inbound.objects.filter(channel=channel, state__in=("unread", "refused")).order_by("-id")[:most]
    return tuple(InboundCard(number=row.pk, state=row.state, error=row.error, got_at=row.got_at) for row in rows)


def opened(*, channel: str, number: int, by: Actor, at: datetime) -> str:
    """What was said, as text; notes in the timeline who read it. Refused("delivery.unknown-receipt")."""
    with transaction.atomic():
        row = Inbound.objects.filter(pk=number, channel=channel, state="unread", raw__isnull=False).first()
        if row is None:
            raise Refused("delivery.unknown-receipt")
        record("delivery.receipt-opened", about=f"channel:{channel}", by=by, at=at, facts={"receipt": number})
        return inbox.opened(row).decode("utf-8", "replace")[:_SHOWN]
