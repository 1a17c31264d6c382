"""The ways a doubt ends, whoever ends it: an operator, a receipt, an answer, the policy of an emergency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from portlight.delivery import recovery
from portlight.delivery.models import Delivery, Doubt, Retry
from portlight.delivery.tallies import Key, hold, move


def was_sent(doubts: Sequence[Doubt], *, how: str, by: str, at: datetime) -> int:
    """It had been taken: counted as handed over. Returns how many were still open."""
    open_ones = _end(doubts, how, by, at, sent=True)
    if open_ones:
        recovery.taken_as_sent([doubt.delivery_id for doubt in open_ones], at=at)
    return len(open_ones)


def was_refused(doubts: Sequence[Doubt], *, how: str, by: str, at: datetime) -> int:
    """It had been taken and was refused for good, or was refused at once: counted so."""
    open_ones = _end(doubts, how, by, at, sent=False)
    move({key: Counter(uncertain=-count, refused=count) for key, count in _keys(open_ones).items()})
    return len(open_ones)


def send_again(doubts: Sequence[Doubt], *, how: str, by: str, at: datetime) -> int:
    """Another attempt, at once; it may come twice, unless it is known that it was not taken."""
    open_ones = _end(doubts, how, by, at)
    deliveries = Delivery.objects.in_bulk([doubt.delivery_id for doubt in open_ones])
    Retry.objects.bulk_create(
        [
            Retry(
                delivery_id=doubt.delivery_id, message_id=doubt.message_id,
                channel=deliveries[doubt.delivery_id].channel, due_at=at, attempts=doubt.attempt + 1, lease=None,
            )
            for doubt in open_ones
        ],
        update_conflicts=True, unique_fields=["delivery"], update_fields=["due_at", "attempts", "lease"],
    )  # fmt: skip
    move({key: Counter(uncertain=-count, later=count) for key, count in _keys(open_ones).items()})
    return len(open_ones)


def _end(doubts: Sequence[Doubt], how: str, by: str, at: datetime, *, sent: bool | None = None) -> list[Doubt]:
    """Those that were still open, ended; inside the caller's transaction."""
    if not doubts:
        return []
    hold({doubt.message_id for doubt in doubts})
    open_ones = list(
        Doubt.objects.filter(id__in=[doubt.id for doubt in doubts], resolved_at=None).select_for_update().order_by("id")
    )
    Doubt.objects.filter(id__in=[doubt.id for doubt in open_ones]).update(resolved_at=at, how=how, by=by, sent=sent)
    return open_ones


def _keys(doubts: Iterable[Doubt]) -> Counter[Key]:
    deliveries = Delivery.objects.in_bulk([doubt.delivery_id for doubt in doubts])
    return Counter(
        (one.message_id, one.channel, one.language) for one in (deliveries[doubt.delivery_id] for doubt in doubts)
    )
