"""What is kept for how long: the rows of one person go, the figures and the texts stay.

A message that has been over for `settings.KEEP_DAYS` loses its deliveries, results, receipts, exclusions and lists of
persons, in pages; its tallies, pushes, texts and the daily figures remain. Raw receipts go after a month.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from portlight.delivery import sql
from portlight.delivery.models import Daily, Doubt, Inbound, Lease, LooseReceipt, Message, Retry
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import machine

RAW_DAYS = 30
_PAGE = 5_000
_BY_DELIVERY = ("delivery_result", "delivery_receipted", "delivery_reference", "delivery_doubt", "delivery_retry")
_BY_THREAD = ("delivery_reached", "delivery_confirmation")


def sweep(at: datetime) -> int:
    """One page of the oldest message whose time is over, and of what was said to us; returns how many rows went."""
    gone = _forget_raw(at)
    message = (
        Message.objects.filter(erased_rows_at=None, not_after__lt=at - timedelta(days=settings.KEEP_DAYS))
        .order_by("id")
        .first()
    )
    if message is None or not _is_over(message):
        return gone
    return gone + _page(message, at)


def _is_over(message: Message) -> bool:
    """Nothing open, and the days it moved on are closed in the daily figures."""
    if (
        Lease.objects.filter(message=message).exclude(state="closed").exists()
        or Retry.objects.filter(message=message).exists()
        or Doubt.objects.filter(message=message, resolved_at=None).exists()
    ):
        return False
    if message.kind != "notice" or message.moved_at is None:
        return True
    return Daily.objects.filter(closed=True, day__gte=message.moved_at.date()).exists()


def _page(message: Message, at: datetime) -> int:
    with transaction.atomic():
        if not sql.alone("delivery.retention"):
            return 0  # another worker is at it
        ids = [
            row[0]
            for row in sql.select(
                "SELECT id FROM delivery_delivery WHERE message_id = %s LIMIT %s", [message.id, _PAGE]
            )
        ]
        if ids:
            for table in _BY_DELIVERY:
                sql.execute(f"DELETE FROM {table} WHERE delivery_id IN ({sql.marks(ids)})", ids)
            sql.execute(f"DELETE FROM delivery_delivery WHERE id IN ({sql.marks(ids)})", ids)
            return len(ids)
        for table in _BY_THREAD:
            sql.execute(f"DELETE FROM {table} WHERE thread_id = %s", [message.id])
        sql.execute("DELETE FROM delivery_exclusion WHERE message_id = %s", [message.id])
        Lease.objects.filter(message=message).delete()
        if not Message.objects.filter(id=message.id, erased_rows_at=None).update(erased_rows_at=at):
            return 0
        record(
            "delivery.rows-erased", about=message.about, by=machine("delivery"), at=at,
            facts={"code": message.code, "people": message.people},
        )  # fmt: skip
    return 1


def _forget_raw(at: datetime) -> int:
    old = at - timedelta(days=RAW_DAYS)
    raw = Inbound.objects.filter(got_at__lt=old, raw__isnull=False)
    forgotten = Inbound.objects.filter(pk__in=list(raw.values_list("pk", flat=True)[:_PAGE])).update(raw=None)
    loose = LooseReceipt.objects.filter(got_at__lt=old)
    return forgotten + LooseReceipt.objects.filter(pk__in=list(loose.values_list("pk", flat=True)[:_PAGE])).delete()[0]
