from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from portlight.kernel.documents import files
from portlight.kernel.documents.commands.refusing import refuse
from portlight.kernel.documents.models import QUARANTINED, VISIBLE, Document
from portlight.kernel.documents.rules import ASKED_AGAIN_AFTER
from portlight.kernel.timeline.commands import record
from portlight.kernel.work.commands import later
from portlight.toolkit.actor import machine
from portlight.toolkit.clamav import scan as asked
from portlight.toolkit.outcalls import NotReached

SCAN = "documents.scan"
_BY = machine("documents")


def scan(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    """Job of the work room: asks the scanner about one paper in quarantine; its word makes it visible or refuses it.

    NotReached when the scanner is silent: the work room asks again later. What is scanned is what was handed in.
    """
    row = Document.objects.filter(key=UUID(key), state=QUARANTINED, erased_at=None).first()
    if row is None:
        return
    if not settings.CLAMAV:  # the office has done without it since
        _release(row, at)
        return
    try:
        found = asked(files.get(row.key, "original"), where=settings.CLAMAV, seconds=settings.CLAMAV_SECONDS).found
    except NotReached:
        Document.objects.filter(key=row.key).update(scans=F("scans") + 1)
        raise
    if found:
        refuse(_still(row), row, "documents.infected", facts={}, found=found, at=at)
    else:
        _release(row, at)


def scan_due(at: datetime, *, most: int = 500) -> int:
    """Asks for a scan of whatever has stood in quarantine for six hours since it was last asked for: none is lost,
    also when the work room has given one up. Returns how many."""
    due = Document.objects.filter(
        state=QUARANTINED, erased_at=None, scan_asked_at__lte=at - ASKED_AGAIN_AFTER
    ).order_by("scan_asked_at")
    asked_for = 0
    for row in due[:most]:
        with transaction.atomic():
            mine = Document.objects.filter(key=row.key, scan_asked_at=row.scan_asked_at, state=QUARANTINED)
            if mine.update(scan_asked_at=at):
                later(kind=SCAN, key=str(row.key), due_at=at, at=at)
                asked_for += 1
    return asked_for


def _release(row: Document, at: datetime) -> None:
    with transaction.atomic():
        if _still(row).update(state=VISIBLE, visible_at=at, version=F("version") + 1):
            record("documents.released", about=f"document:{row.key}", by=_BY, at=at, facts={})


def _still(row: Document) -> Any:
    return Document.objects.filter(key=row.key, state=QUARANTINED, version=row.version)
