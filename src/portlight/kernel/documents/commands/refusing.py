"""A paper that cannot be kept, found after it was handed in: its row stays and says why, its contents go."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from portlight.kernel.documents import files
from portlight.kernel.documents.models import GONE, REFUSED, WAITING, WORKING, Document, Reading, Use
from portlight.kernel.timeline.commands import record
from portlight.toolkit import nameplate
from portlight.toolkit.actor import machine

log = logging.getLogger(__name__)
_BY = machine("documents")


def refuse(still: Any, row: Document, code: str, *, facts: Mapping[str, Any], at: datetime, found: str = "") -> bool:
    """`still`: the row as a question that holds only while nobody else changed it; False when somebody has.

    Each matter the paper is used for is told to the rooms (`Nameplate.paper_refused`), in the same transaction.
    `found`: what the scanner says, for the timeline only.
    """
    with transaction.atomic():
        change = {"state": REFUSED, "reason": code, "reason_facts": dict(facts), "original_erased_at": at}
        if not still.update(**change, opening_until=None, version=F("version") + 1):
            return False
        waiting = Reading.objects.filter(document=row, state__in=(WAITING, WORKING))
        waiting.update(state=GONE, advice="unreadable", ended_at=at, fence=F("fence") + 1)
        told = {"reason": code, **({"found": found} if found else {})}
        record("documents.refused", about=f"document:{row.key}", by=_BY, at=at, facts=told)
        for about, slot in list(Use.objects.filter(document=row).values_list("about", "slot")):
            _tell(row, about, slot, code, at)
        transaction.on_commit(lambda: files.remove(row.key))
    return True


def _tell(row: Document, about: str, slot: str, code: str, at: datetime) -> None:
    """A room that breaks on it holds up neither the paper nor the others in line."""
    for plate in nameplate.plates():
        if plate.paper_refused is not None:
            try:
                with transaction.atomic():
                    plate.paper_refused(document=row.key, about=about, slot=slot, reason=code, at=at)
            except Exception:
                log.exception("%s could not be told of a refused paper of %s", plate.room, about)
