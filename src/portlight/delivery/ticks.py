"""What the worker does for this room now and then."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import transaction

from portlight.delivery import days, escalation, inbox, leases, port, providers, receipts, retention, transport
from portlight.delivery.models import Doubt, Lease, Message, Rendition, Retry
from portlight.toolkit.nameplate import Tick


def erase_fleeting(at: datetime) -> int:
    """Sign-in codes and the like: once nothing of the message is open, its texts are erased; their hashes stay."""
    erased = 0
    for message in Message.objects.filter(fleeting=True, erased_at=None).order_by("id")[:200]:
        if at < message.not_after and _is_open(message.id):
            continue
        with transaction.atomic():
            erased += Message.objects.filter(id=message.id, erased_at=None).update(erased_at=at)
            Rendition.objects.filter(message=message).update(title="", text="", params={})
    return erased


def _is_open(message: int) -> bool:
    return (
        Lease.objects.filter(message_id=message).exclude(state="closed").exists()
        or Retry.objects.filter(message_id=message).exists()
        or Doubt.objects.filter(message_id=message, resolved_at=None).exists()
    )


def take_receipts(at: datetime) -> int:
    """From the spool to the inbox to what it means, for at most a quarter of a second; loose ones are tried again."""
    ends, did = time.monotonic() + 0.25, 0
    while time.monotonic() < ends:
        took = inbox.take_in(at) + inbox.read_new(at)
        if not took:
            break
        did += took
    return did + receipts.try_loose(at)


def offer_leases(at: datetime) -> int:
    """With a broker: what should be taken now is offered again, so that a lost message costs seconds."""
    if transport.switched_on():
        transport.offer(leases.to_offer(providers.open_for_use(list(port.personal()), at), at, most=200))
    return 0  # it is not work done: a worker with nothing else to do is idle


TICKS = (
    Tick(name="offer-leases", every_seconds=5.0, run=offer_leases),
    Tick(name="erase-fleeting", every_seconds=5.0, run=erase_fleeting),
    Tick(name="take-receipts", every_seconds=0.0, run=take_receipts),
    Tick(name="escalate", every_seconds=5.0, run=escalation.escalate_due),
    Tick(name="fold-days", every_seconds=10.0, run=days.fold_beside),
    Tick(name="retention", every_seconds=30.0, run=retention.sweep),
)
