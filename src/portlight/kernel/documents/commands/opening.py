"""The line of papers that were received and wait to be opened: one at a time under a lease, made anew or refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.db.models import F, Q

from portlight.kernel.documents import files
from portlight.kernel.documents.commands.refusing import refuse
from portlight.kernel.documents.commands.scanning import SCAN
from portlight.kernel.documents.commands.taking import made_anew
from portlight.kernel.documents.models import QUARANTINED, RECEIVED, Document
from portlight.kernel.timeline.commands import record
from portlight.kernel.work.commands import later
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads import apart
from portlight.toolkit.uploads.slots import Clean

LEASE = timedelta(seconds=90)  # a file may take half a minute, and wait as long for a processor
_MOST_TRIES = 2
_OURS = (OSError, KeyError, InvalidTag)
_BY = machine("documents")


def open_next(at: datetime) -> bool:
    """Opens the paper that has waited longest and makes it anew; what cannot be opened is refused, and the room of its
    matter hears of it. False: none waits.

    A process that ends meanwhile leaves the paper to the next; one that ends two of them is refused as damaged. What is
    the office's own fault is never the paper's: a file that is missing (a backup must bring it back), sealed with a key
    that the ring lacks, a full disk or machine; it is tried again, and raised for the log.
    """
    row = _claimed(at)
    if row is None:
        return False
    try:
        clean = _made(row)
        files.put(row.key, "clean", clean.content)
    except Refused as refusal:
        refuse(_still(row), row, refusal.code, facts=dict(refusal.facts), at=at)
    except _OURS:
        _still(row).update(openings=F("openings") - 1)
        raise
    else:
        _kept(row, clean, at)
    return True


def _made(row: Document) -> Clean:
    slot = nameplate.slots().get(row.slot)
    if slot is None:
        raise Refused("documents.slot-unknown", slot=row.slot)
    try:
        return apart.taken_from(files.get(row.key, "original"), slot=slot)
    except Refused as refusal:
        if refusal.code == "documents.busy":
            raise BlockingIOError("no processor is free for half a minute") from refusal
        raise


def _claimed(at: datetime) -> Document | None:
    due = Document.objects.filter(Q(opening_until=None) | Q(opening_until__lte=at), state=RECEIVED, erased_at=None)
    while (row := due.order_by("made_at", "key").first()) is not None:
        if row.openings >= _MOST_TRIES:
            refuse(_still(row), row, "documents.broken", facts={}, at=at)
        elif _still(row).update(openings=F("openings") + 1, opening_until=at + LEASE, version=F("version") + 1):
            row.version += 1
            return row
    return None


def _kept(row: Document, clean: Clean, at: datetime) -> None:
    with transaction.atomic():
        made = made_anew(clean, at)
        if _still(row).update(**made, opening_until=None, version=F("version") + 1):
            facts = {"kind": clean.kind, "size": len(clean.content), "state": made["state"]}
            record("documents.made-anew", about=f"document:{row.key}", by=_BY, at=at, facts=facts)
            if made["state"] == QUARANTINED:
                later(kind=SCAN, key=str(row.key), due_at=at, at=at)
        elif not Document.objects.filter(key=row.key, erased_at=None).exists():
            transaction.on_commit(lambda: files.remove(row.key))


def _still(row: Document) -> Any:
    return Document.objects.filter(key=row.key, state=RECEIVED, version=row.version, erased_at=None)
