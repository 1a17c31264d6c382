"""The line of photos to be read: asked for, claimed one at a time under a lease, finished or given up."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from portlight.kernel.documents import files
from portlight.kernel.documents.models import DONE, GONE, RECEIVED, VISIBLE, WAITING, WORKING, Document, Reading
from portlight.kernel.timeline.commands import record
from portlight.toolkit import nameplate
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import seal
from portlight.toolkit.uploads.slots import IMAGES

ABSENT, UNREADABLE = "reader-absent", "unreadable"
LEASE = timedelta(seconds=60)
_MOST_TRIES = 2
_COLUMN = "documents_reading.result"


@dataclass(frozen=True)
class Claimed:
    """A lease on one reading. Whoever holds an older fence than the row's has lost it and writes nothing more."""

    number: int
    document: UUID
    seal: UUID
    fence: int


def ask_reading(document: UUID, *, by: Actor, at: datetime) -> int:
    """Asks for a photo to be read; returns the number in the line, the first one's when it was asked for before. One
    that waits to be opened is read when it has been.

    Where no reader is installed, the answer `reader-absent` stands there at once. Refused: documents.unknown,
    documents.in-quarantine, documents.not-a-photo.
    """
    with transaction.atomic():
        row = Document.objects.filter(key=document, erased_at=None).first()
        if row is None:
            raise Refused("documents.unknown")
        if row.state not in (RECEIVED, VISIBLE):
            raise Refused(row.reason or "documents.in-quarantine", **row.reason_facts)
        if row.kind not in IMAGES:
            raise Refused("documents.not-a-photo")
        known = Reading.objects.exclude(state=GONE).filter(document=row).first()
        return known.pk if known else _asked(row, by, at)


def claim(at: datetime, who: str) -> Claimed | None:
    """The next reading in the line, for a minute; None when there is none. One whose lease has lapsed twice is given
    up as unreadable: it may be what ended its reader."""
    due = Q(state=WAITING) | Q(state=WORKING, lease_until__lte=at)
    opened = Reading.objects.filter(due, document__state=VISIBLE).order_by("id")
    while (row := opened.first()) is not None:
        mine = Reading.objects.filter(due, pk=row.pk, fence=row.fence)
        if row.tries >= _MOST_TRIES:
            mine.update(state=GONE, advice=UNREADABLE, ended_at=at, fence=F("fence") + 1)
            continue
        if mine.update(
            state=WORKING, owner=who[:80], lease_until=at + LEASE, tries=F("tries") + 1, fence=F("fence") + 1
        ):
            return Claimed(row.pk, row.document_id, row.seal, row.fence + 1)
    return None


def finish(claimed: Claimed, *, result: Any, took_ms: int, at: datetime) -> bool:
    """Keeps what was read, sealed; its field `advice` (a code, or several) can be asked for without opening it.

    False when the lease was lost meanwhile: then nothing is written.
    """
    given = plain(result)
    advice = given.get("advice") if isinstance(given, dict) else None
    advice = " ".join(map(str, advice)) if isinstance(advice, list) else str(advice or "")
    kept = seal(json.dumps(given, ensure_ascii=False), column=_COLUMN, seal=claimed.seal)
    return _close(claimed, state=DONE, result=kept, advice=advice[:64], took_ms=max(0, took_ms), ended_at=at)


def give_up(claimed: Claimed, *, advice: str = UNREADABLE, at: datetime) -> bool:
    """Nothing can be read; `advice` says what to do. False when the lease was lost."""
    return _close(claimed, state=GONE, advice=advice[:64], ended_at=at)


def read_next(read: Callable[..., Any], *, who: str, at: datetime) -> bool:
    """Claims the next photo, has it read by `read(image, on=)` and keeps the answer. False: none waits."""
    claimed = claim(at, who)
    if claimed is None:
        return False
    begun = time.monotonic()
    try:
        image = files.get(claimed.document, "clean")
        result = read(image, on=timezone.localdate(at))
    except Exception:  # a reader may break on any picture: the person is told to take another one
        give_up(claimed, at=at)
        return True
    took = time.monotonic() - begun
    finish(claimed, result=result, took_ms=round(took * 1000), at=at + timedelta(seconds=took))
    return True


def plain(value: Any) -> Any:
    """What a reader gives, as JSON can hold it: dataclasses as objects, bytes as base64, days as ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return value.total_seconds() if isinstance(value, timedelta) else str(value)


def _asked(row: Document, by: Actor, at: datetime) -> int:
    absent = nameplate.reader() is None
    end = {"state": DONE, "advice": ABSENT, "ended_at": at} if absent else {}
    try:
        with transaction.atomic():
            asked = Reading.objects.create(document=row, asked_at=at, **end)
    except IntegrityError:  # asked for twice at the same moment
        return int(Reading.objects.exclude(state=GONE).get(document=row).pk)
    record("documents.reading-asked", about=f"document:{row.key}", by=by, at=at, facts={"number": asked.pk})
    return int(asked.pk)


def _close(claimed: Claimed, **change: Any) -> bool:
    held = Reading.objects.filter(pk=claimed.number, fence=claimed.fence, state=WORKING)
    return held.update(**change, lease_until=None) == 1
