"""From channel to channel: policies *cheapest* (whom one refused for good) and *confirm* (who has not confirmed yet).

Public messages only; each person is planned once per channel, whatever asks for it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction

from portlight.delivery import expansion, sql
from portlight.delivery.leases import Facts
from portlight.delivery.models import Delivery, Message, Retry
from portlight.delivery.tallies import hold, move

_USABLE = "a.verified_at IS NOT NULL AND a.consented_at IS NOT NULL AND a.withdrawn_at IS NULL AND s.id IS NULL"
_PAGE = 4_000
Whom = Literal["unconfirmed", "unsent"]


def next_channel(facts: Facts, *, delivery: int, person: int, after: str, at: datetime) -> bool:
    """Plan the person's next usable channel of the message's order, once; False when there is none."""
    behind = facts.channels[facts.channels.index(after) + 1 :] if after in facts.channels else []
    for channel in behind:
        found = sql.select(
            "SELECT a.id FROM people_address a LEFT JOIN delivery_suppression s ON s.channel = a.channel"
            f" AND s.value_index = a.value_index WHERE a.person_id = %s AND a.channel = %s AND {_USABLE}"
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


def escalate_due(at: datetime) -> int:
    """Policy *confirm*: one page for every message whose time on its present channel is over; returns pages done."""
    running = Message.objects.filter(
        policy="confirm", recalled_at=None, expanded_at__isnull=False, started_at__isnull=False, not_after__gt=at,
        wait_minutes__gt=0,
    ).order_by("id")  # fmt: skip
    pages = 0
    for message in running[:200]:
        step = message.escalated + 1
        due = message.started_at and message.started_at + step * timedelta(minutes=message.wait_minutes)
        if step < len(message.channels) and due and due <= at:
            pages += _page(message, step)
    return pages


def _page(message: Message, step: int) -> int:
    with transaction.atomic():
        mine = Message.objects.filter(id=message.id, escalated=step - 1, escalated_upto=message.escalated_upto)
        if not sql.alone(f"delivery.plan.{message.id}") or not mine.exists():
            return 0  # another worker is at this page, or was
        last = add_channel(message, message.channels[step], whom="unconfirmed", after=message.escalated_upto)
        mine.update(**({"escalated": step, "escalated_upto": 0} if last is None else {"escalated_upto": last}))
    return 1


def add_channel(message: Message, channel: str, *, whom: Whom, after: int) -> int | None:
    """One page of the message's people behind the key `after` is planned on `channel` as well.

    `unconfirmed`: who has not confirmed the thread; `unsent`: who has not been handed anything. Inside the caller's
    transaction, in turn with whoever else plans this message. Returns the last person looked at, None at the end.
    """
    sql.in_turn(f"delivery.plan.{message.id}")
    hold([message.id])
    thread = message.thread_id or message.id
    table = "delivery_confirmation" if whom == "unconfirmed" else "delivery_reached"
    last = sql.select(
        "SELECT max(person_id) FROM (SELECT DISTINCT person_id FROM delivery_delivery WHERE message_id = %s"
        " AND person_id > %s ORDER BY person_id LIMIT %s) AS page",
        [message.id, after, _PAGE],
    )[0][0]
    if last is None:
        return None
    with sql.page_table():
        sql.execute(
            "INSERT INTO delivery_page (person_id, rank, channel, address_id, language, wanted, step)"
            " SELECT d.person_id, 0, %s, min(a.id), min(d.language), min(d.wanted), 5 FROM delivery_delivery d"
            " JOIN people_address a ON a.person_id = d.person_id AND a.channel = %s"
            " LEFT JOIN delivery_suppression s ON s.channel = a.channel AND s.value_index = a.value_index"
            f" WHERE d.message_id = %s AND d.person_id > %s AND d.person_id <= %s AND {_USABLE}"
            f" AND NOT EXISTS (SELECT 1 FROM {table} c WHERE c.thread_id = %s AND c.person_id = d.person_id)"
            " AND NOT EXISTS (SELECT 1 FROM delivery_delivery e WHERE e.message_id = d.message_id"
            " AND e.person_id = d.person_id AND e.channel = %s) GROUP BY d.person_id",
            [channel, channel, message.id, after, last, thread, channel],
        )
        expansion.deliver(message, [channel])
    return int(last)
