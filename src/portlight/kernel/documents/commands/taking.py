from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from portlight.kernel.documents import files
from portlight.kernel.documents.commands.scanning import SCAN
from portlight.kernel.documents.commands.using import put_to_use
from portlight.kernel.documents.models import QUARANTINED, RECEIVED, REFUSED, VISIBLE, Document
from portlight.kernel.documents.rules import draft_until
from portlight.kernel.timeline.commands import record, resent
from portlight.kernel.work.commands import later
from portlight.toolkit import nameplate
from portlight.toolkit.actor import Actor
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind_bytes
from portlight.toolkit.uploads import apart
from portlight.toolkit.uploads.slots import Clean, Slot
from portlight.toolkit.uploads.sniffing import kind_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """`state` is visible, or received or quarantined (then `reason` says what it waits for); the rest is of the clean
    copy, and of one that waits to be opened its kind only."""

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
    given = _given(content, slot, about, owner, by, at, request_id)
    return _taken(_before(given) or _kept(given, apart.taken_from(content, slot=given.slot)))


def receive(
    content: bytes,
    *,
    slot: str,
    about: str,
    owner: UUID | None = None,
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> Taken:
    """Keeps a file sealed as it came, and puts it into the line of those that `open_next` opens and makes anew: for
    pages on which nobody waits for what is in it. Until then it is shown to nobody.

    As `take`, but only what the first bytes tell is refused at once (documents.empty, .too-large, .kind-unknown,
    .kind-elsewhere); what is found later stands on the paper, and the room of the matter hears of it.
    """
    given = _given(content, slot, about, owner, by, at, request_id)
    return _taken(_before(given) or _kept(given, None))


@dataclass(frozen=True, kw_only=True)
class _Given:
    content: bytes
    slot: Slot
    about: str
    owner: UUID | None
    by: Actor
    at: datetime
    request_id: UUID | None

    @property
    def holder(self) -> str:
        return str(self.owner or self.about)

    @cached_property
    def digest(self) -> str:
        return blind_bytes(self.content, purpose="documents.original")

    @property
    def told(self) -> list[object]:
        return [self.slot.name, self.about, self.digest]


def _given(
    content: bytes, slot: str, about: str, owner: UUID | None, by: Actor, at: datetime, request_id: UUID | None
) -> _Given:
    slots = nameplate.slots()
    if slot not in slots:
        raise Refused("documents.slot-unknown", slot=slot)
    return _Given(content=content, slot=slots[slot], about=about, owner=owner, by=by, at=at, request_id=request_id)


def _before(given: _Given) -> Document | None:
    """The same content, handed in earlier: it is used for this as well."""
    known = _known(given)
    return known if known is not None and _once_more(known, given) else None


def _kept(given: _Given, clean: Clean | None) -> Document:
    """Without a clean copy: what waits to be opened."""
    kind = clean.kind if clean else kind_of(given.content, slot=given.slot)
    key = uuid4()
    try:
        files.put(key, "original", given.content)
        if clean:
            files.put(key, "clean", clean.content)
        reached("documents.kept")
        return _written(_row(key, given, kind, clean), given)
    except IntegrityError:
        files.remove(key)
        twin = _known(given)  # the same file came twice at the same moment
        if twin is None or not _once_more(twin, given):
            raise
        return twin
    except OSError as error:
        files.remove(key)
        log.exception("a paper could not be written")
        raise Refused("documents.no-room") from error
    except BaseException:
        files.remove(key)
        raise


def _row(key: UUID, given: _Given, kind: str, clean: Clean | None) -> Document:
    row = Document(
        key=key, slot=given.slot.name, about=given.about, owner=given.owner, holder=given.holder, digest=given.digest,
        kind=kind, size=0, original_size=len(given.content), state=RECEIVED, made_at=given.at,
        original_until=given.at + timedelta(days=given.slot.keep_original_days),
        draft_until=draft_until(given.about, given.at),
    )  # fmt: skip
    for name, value in made_anew(clean, given.at).items() if clean else ():
        setattr(row, name, value)
    return row


def made_anew(clean: Clean, at: datetime) -> dict[str, object]:
    """What a row says once its clean copy is there: seen at once, or after the scanner found nothing."""
    scanned = bool(settings.CLAMAV)
    return {
        "kind": clean.kind, "size": len(clean.content), "width": clean.width, "height": clean.height,
        "pages": clean.pages, "state": QUARANTINED if scanned else VISIBLE, "visible_at": None if scanned else at,
        "scan_asked_at": at if scanned else None,
    }  # fmt: skip


def _written(row: Document, given: _Given) -> Document:
    with transaction.atomic():
        before = _resent(given)
        if before is not None:
            files.remove(row.key)
            return before
        row.save(force_insert=True)
        put_to_use(row, about=given.about, slot=given.slot, at=given.at)
        facts = {"slot": row.slot, "kind": row.kind, "size": row.size or row.original_size, "for": row.about,
                 "state": row.state}  # fmt: skip
        _told(row, facts, given)
        if row.state == QUARANTINED:
            later(kind=SCAN, key=str(row.key), due_at=given.at, at=given.at)
    return row


def _once_more(row: Document, given: _Given) -> bool:
    """It is here already: it is used for `about` as well, and the sending is told once. False: erased meanwhile."""
    if row.state == REFUSED:
        raise Refused(row.reason, **row.reason_facts)
    with transaction.atomic():
        if not Document.objects.select_for_update().filter(key=row.key, erased_at=None).exists():
            return False
        if _resent(given) is None:
            put_to_use(row, about=given.about, slot=given.slot, at=given.at)
            _told(row, {"slot": given.slot.name, "for": given.about, "known": True}, given)
    return True


def _resent(given: _Given) -> Document | None:
    key = resent(by=given.by, request_id=given.request_id, given=given.told)
    return Document.objects.get(key=UUID(key)) if key else None


def _told(row: Document, facts: dict[str, object], given: _Given) -> None:
    record(
        "documents.taken", about=f"document:{row.key}", by=given.by, at=given.at, facts=facts,
        request_id=given.request_id, given=given.told, result=str(row.key),
    )  # fmt: skip


def _known(given: _Given) -> Document | None:
    found = Document.objects.filter(holder=given.holder, slot=given.slot.name, digest=given.digest, erased_at=None)
    return found.first()


_WAITS = {RECEIVED: "documents.not-opened", QUARANTINED: "documents.in-quarantine"}


def _taken(row: Document) -> Taken:
    clean = b"" if row.state == RECEIVED else files.get(row.key, "clean")
    return Taken(
        key=row.key, state=row.state, reason=_WAITS.get(row.state, ""), kind=row.kind, size=row.size,
        sha256=hashlib.sha256(clean).hexdigest() if clean else "", width=row.width, height=row.height,
        pages=row.pages,
    )  # fmt: skip
