"""What is no longer needed is not kept (PIPL, art. 47): rows first, then their files; what is left is swept."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.db.models import F

from portlight.kernel.documents import files
from portlight.kernel.documents.files import Part
from portlight.kernel.documents.models import DONE, GONE, QUARANTINED, RECEIVED, REFUSED, Document, Reading, Use
from portlight.kernel.documents.rules import KEPT_IN_DRAFT, KEPT_READ, KEPT_WITHOUT_ROW, only_drafts
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.joined import one_transaction

log = logging.getLogger(__name__)
_BY = machine("documents")
_PAGE = 500


def drop(key: UUID, *, about: str, by: Actor, at: datetime) -> bool:
    """A paper is no longer used for `about`; what is used for nothing is erased. False: it was not used for it."""
    with transaction.atomic():
        row = Document.objects.select_for_update().filter(key=key).first()
        if row is None or not Use.objects.filter(document=row, about=about).delete()[0]:
            return False
        record("documents.dropped", about=f"document:{key}", by=by, at=at, facts={"for": about})
        left = list(Use.objects.filter(document=row).values_list("about", flat=True))
        if not left:
            _erase(row, by, at)
        elif only_drafts(left):
            Document.objects.filter(key=key).update(draft_until=at + KEPT_IN_DRAFT)
    return True


def decided(about: str, *, at: datetime) -> int:
    """The matter is decided: originals that no other matter waits for go with the next tick. Returns how many."""
    with one_transaction():
        if not Use.objects.filter(about=about, decided_at=None).update(decided_at=at):
            return 0
        waiting = Use.objects.filter(decided_at=None).values("document_id")
        free = Document.objects.filter(uses__about=about, original_erased_at=None, original_until__gt=at)
        keys = list(free.exclude(key__in=waiting).values_list("key", flat=True).distinct())
        return Document.objects.filter(key__in=keys, original_until__gt=at).update(original_until=at)


def erase_due(at: datetime, *, most: int = _PAGE) -> int:
    """Originals whose time is over, papers of drafts that are thirty days old, what was read a day ago; how many."""
    done = 0
    due = Document.objects.filter(original_erased_at=None, erased_at=None, original_until__lte=at)
    for row in due.exclude(state__in=(RECEIVED, QUARANTINED)).order_by("original_until")[:most]:
        with transaction.atomic():
            mine = Document.objects.filter(key=row.key, original_erased_at=None, version=row.version)
            if not mine.update(original_erased_at=at, version=F("version") + 1):
                continue
            record("documents.original-erased", about=f"document:{row.key}", by=_BY, at=at, facts={})
            _off(row.key, "original")
        done += 1
    return done + _left_drafts(at, most) + _readings(at)


def sweep(at: datetime) -> int:
    """Files older than an hour that no row tells of, or whose row says that they are erased; returns how many.

    A file is on the disk before its row: a process that ended between the two leaves one behind.
    """
    swept = 0
    old = (kept for kept in files.everything() if files.older_than(kept, at - KEPT_WITHOUT_ROW))
    while page := list(islice(old, _PAGE)):
        wanted = _wanted([kept.key for kept in page if kept.key is not None])
        for kept in page:
            if kept.key is None or (kept.key, kept.part) not in wanted:
                kept.place.unlink(missing_ok=True)
                swept += 1
    return swept


def reseal() -> Iterator[int]:
    """Seals every file with the ring's current key; tells how many, as it goes on. A file erased meanwhile stays so.

    One that cannot be opened stays as it is, under its old key, and is told to the log.
    """
    for kept in files.everything():
        if kept.key is not None and _sealed_anew(kept):
            if (kept.key, kept.part) not in _wanted([kept.key]) and Document.objects.filter(key=kept.key).exists():
                kept.place.unlink(missing_ok=True)
            yield 1


def _sealed_anew(kept: files.Kept) -> bool:
    try:
        return files.seal_anew(kept)
    except InvalidTag:
        log.error("the file of document %s cannot be opened: it stays under its old key", kept.key)
        return False


def _wanted(keys: Sequence[UUID]) -> set[tuple[UUID, str]]:
    """The files that the rows of `keys` tell of."""
    rows = Document.objects.filter(key__in=keys, erased_at=None).exclude(state=REFUSED)
    found: set[tuple[UUID, str]] = set()
    for key, gone in rows.values_list("key", "original_erased_at"):
        found |= {(key, "clean")} if gone else {(key, "clean"), (key, "original")}
    return found


def _left_drafts(at: datetime, most: int) -> int:
    done = 0
    for row in Document.objects.filter(draft_until__lte=at, erased_at=None).order_by("draft_until")[:most]:
        with transaction.atomic():
            done += _erase(row, _BY, at, draft_until__lte=at)
    return done


def _readings(at: datetime) -> int:
    old = Reading.objects.filter(state=DONE, ended_at__lte=at - KEPT_READ)
    return old.update(state=GONE, result=None, fence=F("fence") + 1)


def _erase(row: Document, by: Actor, at: datetime, **still: datetime) -> bool:
    mine = Document.objects.filter(key=row.key, erased_at=None, **still)
    change = {"erased_at": at, "original_erased_at": at, "draft_until": None, "digest": ""}
    if not mine.update(**change, version=F("version") + 1):
        return False
    Reading.objects.filter(document=row).update(result=None, state=GONE, fence=F("fence") + 1)
    record("documents.erased", about=f"document:{row.key}", by=by, at=at, facts={})
    _off(row.key)
    return True


def _off(key: UUID, *parts: Part) -> None:
    """The files, once the row is written; should this process end before, the sweep takes them."""
    transaction.on_commit(lambda: files.remove(key, *parts))
