from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from portlight.kernel.documents import files
from portlight.kernel.documents.commands.scanning import SCAN
from portlight.kernel.documents.commands.using import put_to_use
from portlight.kernel.documents.models import QUARANTINED, REFUSED, VISIBLE, Document
from portlight.kernel.documents.rules import draft_until
from portlight.kernel.timeline.commands import record, resent
from portlight.kernel.work.commands import later
from portlight.toolkit import nameplate
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind_bytes
from portlight.toolkit.uploads import apart
from portlight.toolkit.uploads.slots import Clean, Slot

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`state` is visible or quarantined (then `reason` says what it waits for); the rest is of the clean copy."""

    key: UUID
    state: str
    reason: str
    kind: str
    size: int
    sha256: str
    width: int
    height: int
    pages: int


def take(
    content: bytes,
    *,
    slot: str,
    about: str,
    owner: UUID | None = None,
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> Taken:
    """Opens a file, makes it anew, keeps both sealed and uses it for `about`. Call it outside of a transaction:
    it takes up to seconds; then `use` the key inside the one of the matter.

    The same content for the same owner (without one: for the same `about`) and slot is the first one's key. Refused,
    and then nothing is kept: what `checking.taken_from` refuses, documents.slot-unknown, documents.too-many-files,
    documents.infected, timeline.resend-differs. documents.busy, documents.no-room.
    """
    slots = nameplate.slots()
    if slot not in slots:
        raise Refused("documents.slot-unknown", slot=slot)
    holder, digest = str(owner or about), blind_bytes(content, purpose="documents.original")
    known = _known(holder, slot, digest)
    if known is None or not _once_more(known, slots[slot], about, by=by, at=at, request_id=request_id):
        wanted = _Wanted(about, owner, holder, digest)
        known = _kept(content, slots[slot], wanted, by=by, at=at, request_id=request_id)
    return _taken(known)


@dataclass(frozen=True)
class _Wanted:
    about: str
    owner: UUID | None
    holder: str
    digest: str


def _kept(content: bytes, slot: Slot, wanted: _Wanted, *, by: Actor, at: datetime, request_id: UUID | None) -> Document:
    clean, key = apart.taken_from(content, slot=slot), uuid4()
    try:
        files.put(key, "original", content)
        files.put(key, "clean", clean.content)
        return _written(key, len(content), clean, slot, wanted, by=by, at=at, request_id=request_id)
    except IntegrityError:
        files.remove(key)
        twin = _known(wanted.holder, slot.name, wanted.digest)  # the same file came twice at the same moment
        if twin is None or not _once_more(twin, slot, wanted.about, by=by, at=at, request_id=request_id):
            raise
        return twin
    except OSError as error:
        files.remove(key)
        log.exception("a paper could not be written")
        raise Refused("documents.no-room") from error
    except BaseException:
        files.remove(key)
        raise


def _written(
    key: UUID,
    original_size: int,
    clean: Clean,
    slot: Slot,
    wanted: _Wanted,
    *,
    by: Actor,
    at: datetime,
    request_id: UUID | None,
) -> Document:
    scanned = bool(settings.CLAMAV)
    with transaction.atomic():
        before = _resent(slot, wanted.about, wanted.digest, by, request_id)
        if before is not None:
            files.remove(key)
            return before
        row = Document.objects.create(
            key=key, slot=slot.name, about=wanted.about, owner=wanted.owner, holder=wanted.holder,
            digest=wanted.digest, kind=clean.kind, size=len(clean.content), original_size=original_size,
            width=clean.width, height=clean.height, pages=clean.pages, made_at=at,
            state=QUARANTINED if scanned else VISIBLE, visible_at=None if scanned else at,
            scan_asked_at=at if scanned else None,
            original_until=at + timedelta(days=slot.keep_original_days), draft_until=draft_until(wanted.about, at),
        )  # fmt: skip
        put_to_use(row, about=wanted.about, slot=slot, at=at)
        facts = {"slot": slot.name, "kind": clean.kind, "size": row.size, "for": wanted.about, "state": row.state}
        _told(row, facts, wanted.about, wanted.digest, by, at, request_id)
        if scanned:
            later(kind=SCAN, key=str(key), due_at=at, at=at)
    return row


def _once_more(row: Document, slot: Slot, about: str, *, by: Actor, at: datetime, request_id: UUID | None) -> bool:
    """It is here already: it is used for `about` as well, and the sending is told once. False: erased meanwhile."""
    if row.state == REFUSED:
        raise Refused(row.reason)
    with transaction.atomic():
        if not Document.objects.select_for_update().filter(key=row.key, erased_at=None).exists():
            return False
        if _resent(slot, about, row.digest, by, request_id) is None:
            put_to_use(row, about=about, slot=slot, at=at)
            facts = {"slot": slot.name, "for": about, "known": True}
            _told(row, facts, about, row.digest, by, at, request_id)
    return True


def _resent(slot: Slot, about: str, digest: str, by: Actor, request_id: UUID | None) -> Document | None:
    key = resent(by=by, request_id=request_id, given=[slot.name, about, digest])
    return Document.objects.get(key=UUID(key)) if key else None


def _told(
    row: Document, facts: dict[str, object], about: str, digest: str, by: Actor, at: datetime, request_id: UUID | None
) -> None:
    record(
        "documents.taken", about=f"document:{row.key}", by=by, at=at, facts=facts, request_id=request_id,
        given=[row.slot, about, digest], result=str(row.key),
    )  # fmt: skip


def _known(holder: str, slot: str, digest: str) -> Document | None:
    return Document.objects.filter(holder=holder, slot=slot, digest=digest, erased_at=None).first()


def _taken(row: Document) -> Taken:
    return Taken(
        key=row.key, state=row.state, reason="documents.in-quarantine" if row.state == QUARANTINED else "",
        kind=row.kind, size=row.size, sha256=hashlib.sha256(files.get(row.key, "clean")).hexdigest(),
        width=row.width, height=row.height, pages=row.pages,
    )  # fmt: skip
