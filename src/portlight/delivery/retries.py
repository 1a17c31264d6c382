"""Retries whose time has come become leases like any other."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from portlight.delivery import rules, sql, transport
from portlight.delivery.models import Lease, Message, Retry


def cut_leases(*, at: datetime) -> int:
    """Gather the retries that are due into leases; returns how many leases were made. Safe to run twice at once."""
    due = Retry.objects.filter(due_at__lte=at, lease=None)
    groups = due.values_list("message_id", "channel").annotate(n=Count("delivery")).order_by("message_id", "channel")
    made = 0
    for message, channel, _ in list(groups):
        with transaction.atomic():
            made += _cut(message, channel, at)
    return made


def _cut(message: int, channel: str, at: datetime) -> int:
    facts = Message.objects.only("severity", "kind", "purpose").get(id=message)
    lane = rules.lane_of(facts.severity, facts.kind, corrects=facts.corrects, retry=True)
    lease = Lease.objects.create(
        message_id=message, channel=channel, lane=lane, kind="retry", lo=0, hi=0, not_before=at
    )
    taken = sql.execute(
        "UPDATE delivery_retry SET lease_id = %s WHERE lease_id IS NULL AND delivery_id IN (SELECT delivery_id"
        " FROM delivery_retry WHERE message_id = %s AND channel = %s AND due_at <= %s AND lease_id IS NULL"
        f" ORDER BY due_at LIMIT %s{sql.skip_locked()})",
        [lease.id, message, channel, sql.moment(at), rules.LEASE_ROWS],
    )
    if not taken:
        lease.delete()
        return 0
    Lease.objects.filter(id=lease.id).update(hi=taken)
    transport.offer_after_commit([lease.id])
    return 1
