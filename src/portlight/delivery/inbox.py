"""From the spool to the inbox, from the inbox to what it means. All of it may be done twice without harm."""

from __future__ import annotations

import hmac
import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce, Length

from portlight.delivery import events, port, receipts, spool, sql
from portlight.delivery.models import Inbound
from portlight.delivery.port import Event, Listening, Receipt
from portlight.toolkit.sealed import Column, open_sealed, register, seal

log = logging.getLogger(__name__)
COLUMN = "delivery_inbound.raw"
register(Column("delivery_inbound", "id", "raw", seal="digest"))
_ROWS = 200
_BYTES = 512 * 1024  # of a transaction, about 2,000 reports: an urgent notice waits for it


def take_in(at: datetime) -> int:
    """What waits in the spool becomes rows, each once however often it was said; returns how many files."""
    records = list(spool.waiting())
    if not records:
        return 0
    rows = [
        Inbound(
            channel=record.kind, digest=(digest := _digest(record)), raw=_sealed(record.kept, digest),
            got_at=record.at, state="refused" if record.refusal else "new", error=record.refusal[:80],
        )
        for record in records
    ]  # fmt: skip
    with transaction.atomic():
        before = Inbound.objects.filter(digest__in=[row.digest for row in rows]).count()
        Inbound.objects.bulk_create(rows, ignore_conflicts=True)
    if before:
        log.info("receipts: %d of %d had come before", before, len(rows))
    for record in records:
        spool.done(record)
    return len(records)


def _digest(record: spool.Record) -> str:
    """Keyed: what was said names telephone numbers, and a plain hash of few digits could be tried out."""
    told = f"receipt\0{record.kind}\0{record.refusal}\0".encode() + record.kept
    return hmac.digest(settings.KEYS.index, told, "sha256").hex()


def _sealed(kept: bytes, digest: str) -> bytes:
    return seal(kept.decode("latin-1"), column=COLUMN, seal=digest)


def opened(row: Inbound) -> bytes:
    """The bytes as they came; b"" when they were erased."""
    return open_sealed(row.raw, column=COLUMN, seal=row.digest).encode("latin-1") if row.raw else b""


def read_new(at: datetime) -> int:
    """Read a page of new rows of one channel and apply what they say; returns how many rows.

    One channel in one transaction: the messages its receipts speak of are then locked all at once, in one order.
    """
    with transaction.atomic():
        new = Inbound.objects.filter(state="new").order_by("id").select_for_update(skip_locked=sql.on_postgresql())
        channel = new.values_list("channel", flat=True).first()
        if channel is None:
            return 0
        sizes = new.filter(channel=channel).values_list("id", Coalesce(Length("raw"), 0))
        rows = list(Inbound.objects.filter(id__in=_page(list(sizes[:_ROWS]))).order_by("id"))
        _read(channel, rows, at)
    return len(rows)


def _page(sizes: list[tuple[int, int]]) -> list[int]:
    """As many of them as one transaction may take: a row can be one report or a hundred. At least one."""
    held = 0
    for number, (_, size) in enumerate(sizes):
        held += size
        if number and held > _BYTES:
            return [id for id, _ in sizes[:number]]
    return [id for id, _ in sizes]


def _read(kind: str, rows: list[Inbound], at: datetime) -> None:
    channel = port.listening().get(kind)
    told: list[receipts.Told] = []
    happened: list[Event] = []
    odd: dict[int, str] = {}
    for row in rows:
        try:
            for one in _said(channel, row):
                if isinstance(one, Event):
                    happened.append(one)
                else:
                    told.append(receipts.told(one, got_at=row.got_at))
        except ValueError as error:
            odd[row.pk] = str(error)[:80]
    Inbound.objects.filter(pk__in=[row.pk for row in rows if row.pk not in odd]).update(state="read", error="")
    for number, why in odd.items():
        Inbound.objects.filter(pk=number).update(state="unread", error=why)
    receipts.keep_loose(kind, receipts.settle(kind, told, at=at), at=at)
    for event in happened:
        events.apply(kind, event, at=at)


def _said(channel: Listening | None, row: Inbound) -> list[Receipt | Event]:
    if channel is None:
        raise ValueError("the channel is switched off")
    return list(channel.read(opened(row)))
