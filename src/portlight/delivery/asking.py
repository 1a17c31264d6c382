"""Doubts that the other side can clear up: it is asked, again and again, with growing pauses, for two days.

What it cannot say about an emergency within two minutes is sent again: rather twice than never.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from portlight.delivery import doubts, port
from portlight.delivery.models import Delivery, Doubt
from portlight.delivery.port import Answer, Asking, Question
from portlight.delivery.tallies import hold
from portlight.kernel.people import queries as people
from portlight.toolkit.sealed import open_sealed

log = logging.getLogger(__name__)
FIRST = timedelta(seconds=5)
SOON = timedelta(minutes=2)  # an emergency does not wait longer for certainty
_PAUSES = (5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600)  # seconds
_AT_ONCE = 100
_SECONDS = 20.0


async def ask_due(at: datetime) -> int:
    """Ask every channel that can be asked about its doubts that are due; returns how many were cleared up."""
    cleared = 0
    for kind, channel in port.personal().items():
        if isinstance(channel, Asking):
            cleared += await _ask(kind, channel, at)
    return cleared + _send_emergencies_again(at)


async def _ask(kind: str, channel: Asking, at: datetime) -> int:
    due = _due(kind, at)
    if not due:
        return 0
    answers: Mapping[int, Answer] = {}
    try:
        async with asyncio.timeout(_SECONDS):
            answers = await channel.ask(_questions(due))
    except (OSError, TimeoutError) as error:
        log.warning("asking %s about %d doubts: %s", kind, len(due), error)
    return _written(due, answers, at)


def _due(kind: str, at: datetime) -> list[tuple[Doubt, Delivery]]:
    found = (
        Doubt.objects.filter(resolved_at=None, asks__lt=len(_PAUSES), delivery__channel=kind, since__lte=at - FIRST)
        .filter(Q(ask_at=None) | Q(ask_at__lte=at))
        .select_related("delivery", "message")
        .order_by("id")[:_AT_ONCE]
    )
    return [(doubt, doubt.delivery) for doubt in found]


def _questions(due: Sequence[tuple[Doubt, Delivery]]) -> list[Question]:
    """An address that was erased meanwhile is asked about no more."""
    stored = people.sealed_addresses([delivery.address_id for _, delivery in due])
    return [
        Question(
            delivery=delivery.id, attempt=doubt.attempt, code=doubt.message.code, language=delivery.language,
            address=open_sealed(value, column="people_address.value", seal=seal), since=doubt.since,
        )
        for doubt, delivery in due
        if (found := stored.get(delivery.address_id)) is not None
        for value, seal in (found,)
    ]  # fmt: skip


def _written(due: Sequence[tuple[Doubt, Delivery]], answers: Mapping[int, Answer], at: datetime) -> int:
    with transaction.atomic():
        hold({doubt.message_id for doubt, _ in due})
        for doubt, _ in due:
            doubt.asks += 1
            doubt.ask_at = at + timedelta(seconds=_PAUSES[min(doubt.asks, len(_PAUSES) - 1)])
        Doubt.objects.bulk_update([doubt for doubt, _ in due], ["asks", "ask_at"])
        cleared = [doubt for doubt, delivery in due if delivery.id in answers]
        for outcome, settle in (("accepted", doubts.was_sent), ("refused", doubts.was_refused)):
            settle([d for d in cleared if answers[d.delivery_id].outcome == outcome], how="asked", by="asked", at=at)
        doubts.send_again(
            [d for d in cleared if answers[d.delivery_id].outcome == "later"], how="asked", by="asked", at=at
        )
    return len(cleared)


def _send_emergencies_again(at: datetime) -> int:
    with transaction.atomic():
        late = list(
            Doubt.objects.filter(
                resolved_at=None, message__severity="emergency", since__lte=at - SOON,
                delivery__channel__in=[kind for kind, one in port.personal().items() if isinstance(one, Asking)],
            ).order_by("id")[:_AT_ONCE]
        )  # fmt: skip
        doubts.send_again(late, how="send-again", by="policy", at=at)
    return len(late)
