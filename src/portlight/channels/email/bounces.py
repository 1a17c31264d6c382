"""What came back to our return paths: kept as it came, read by a worker, turned into receipts.

Whom it is about says the return path alone (`b+<delivery>.<mac>@`): nothing inside a bounce can be trusted. Nothing is
ever answered: an answer to a bounce is the first half of a loop.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from portlight.channels.email import commands, reports
from portlight.channels.email.rules import Kind
from portlight.delivery import spool, tokens
from portlight.delivery.port import Event, Receipt

log = logging.getLogger(__name__)
MOST_BYTES = 1_000_000
COMPLAINTS = "complaints"  # the one other address of the domain: providers are told it for their feedback loops
CHANNEL = "email"


def delivery_of(recipient: str) -> int | None:
    """The delivery whose return path this is; None for any other address, and for one we did not make."""
    local, _, domain = recipient.rpartition("@")
    return tokens.read_return(local) if domain.lower() == settings.MAIL_BOUNCES.lower() else None


def is_complaints(recipient: str) -> bool:
    return recipient.lower() == f"{COMPLAINTS}@{settings.MAIL_BOUNCES}".lower()


def keep(recipient: str, raw: bytes, *, at: datetime) -> bool:
    """Keep a message for the worker, on the disk when this returns; False when it is about none of our deliveries.

    A complaint names our return path inside; there too the proof in it decides. OSError when the disk is full.
    """
    local = recipient.rpartition("@")[0] if delivery_of(recipient) is not None else ""
    if not local and is_complaints(recipient):
        local = next((one for one in reports.return_paths(raw) if tokens.read_return(one) is not None), "")
    if not local:
        refuse(at=at)
        return False
    spool.put(CHANNEL, local.encode("ascii") + b"\n" + raw, at=at)
    return True


def refuse(*, at: datetime) -> None:
    """Somebody wrote to an address we never made: noted without it."""
    log.info("bounces: refused, a return path that is not ours")
    spool.note_refusal(CHANNEL, "unknown-return-path", at=at)


def read(kept: bytes, *, at: datetime) -> Iterable[Receipt | Event]:
    """What a kept message says about its delivery. ValueError: a person must read it."""
    local, _, raw = kept.partition(b"\n")
    delivery = tokens.read_return(local.decode("ascii", "replace"))
    if delivery is None:
        raise ValueError("a return path that is not ours")
    report = reports.read(raw)
    if report.outcome == "delivered":
        return [Receipt("delivered", code=report.code, delivery=delivery)]
    if report.outcome == "complaint":
        address = commands.complained(delivery=delivery, at=at)
        return [Event("stopped", address)] if address else []
    if report.outcome == "failed" and report.kind is not None:
        dead = commands.came_back(delivery=delivery, kind=report.kind, code=report.code, at=at)
        return [Receipt("failed", code=report.code, dead=dead or report.kind is Kind.DEAD, delivery=delivery)]
    return []
