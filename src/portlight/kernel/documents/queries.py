from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portlight.kernel.documents import files
from portlight.kernel.documents.models import (
    QUARANTINED,
    RECEIVED,
    REFUSED,
    VISIBLE,
    WAITING,
    WORKING,
    Document,
    Reading,
    Use,
)
from portlight.kernel.documents.rules import IN_VAIN
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import open_sealed


@dataclass(frozen=True, kw_only=True)
class DocumentCard:
    """A paper as it stands among those of one matter: received, quarantined, visible or refused.

    `reason` is the code of a refusal with the `reason_facts` of its sentence; erased: nothing to open.
    """

    key: UUID
    slot: str
    place: int
    kind: str
    size: int
    width: int
    height: int
    pages: int
    state: str
    reason: str
    reason_facts: dict[str, Any]
    made_at: datetime
    original_there: bool
    erased: bool

    @property
    def refused(self) -> bool:
        """It could not be kept: `reason` says why."""
        return self.state == REFUSED

    @property
    def serves(self) -> bool:
        """It stands among the papers of a matter, seen or still in line."""
        return not (self.erased or self.refused)


@dataclass(frozen=True, kw_only=True)
class Content:
    kind: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class ReadingCard:
    """`place`: how many come before it, and None when it is over; `advice` is a code, what was read is opened apart."""

    number: int
    document: UUID
    state: str
    advice: str
    place: int | None
    took_ms: int | None


@dataclass(frozen=True, kw_only=True)
class Quarantine:
    waiting: int
    in_vain: int  # the scanner was asked five times or more


def of(about: str) -> tuple[DocumentCard, ...]:
    """The papers of one matter, by slot and place. One query."""
    uses = Use.objects.filter(about=about).select_related("document").order_by("slot", "place")
    return tuple(_card(use) for use in uses)


def owned(owner: UUID, *, slots: Sequence[str] = (), most: int = 500) -> tuple[DocumentCard, ...]:
    """What a person has handed in, of these slots or of all, and that was not erased, the latest first, each once."""
    rows = Document.objects.filter(owner=owner, erased_at=None).order_by("-made_at", "key")
    if slots:
        rows = rows.filter(slot__in=slots)
    return tuple(_card_of(row, row.slot, 0) for row in rows[:most])


def opened(key: UUID, *, by: Actor, why: str, at: datetime, original: bool = False) -> Content:
    """What a paper shows; the timeline notes who looked and why (`why` is a code). Who may, the caller asks before.

    `original` is what was handed in, as it was: for evidence, never to be shown in a browser. Refused:
    documents.unknown, .erased, .not-opened, .in-quarantine, .scanner-silent, or why it was not kept.
    """
    with transaction.atomic():
        row = _readable(key)
        if original and row.original_erased_at is not None:
            raise Refused("documents.erased")
        facts = {"why": why, **({"original": True} if original else {})}
        record("documents.opened", about=f"document:{key}", by=by, at=at, facts=facts)
    return Content(
        kind="application/octet-stream" if original else row.kind,
        content=files.get(key, "original" if original else "clean"),
    )


def place_in_line(number: int) -> int:
    """How many readings come before this one; 0 for the one that is read, or over."""
    row = Reading.objects.filter(pk=number).first()
    if row is None or row.state != WAITING:
        return 0
    return Reading.objects.filter(state__in=(WAITING, WORKING), pk__lt=number).count()


def reading(number: int) -> ReadingCard:
    """How far a reading is. Refused: documents.unknown."""
    row = Reading.objects.filter(pk=number).first()
    if row is None:
        raise Refused("documents.unknown")
    place = place_in_line(number) if row.state in (WAITING, WORKING) else None
    return ReadingCard(
        number=row.pk, document=row.document_id, state=row.state, advice=row.advice, place=place, took_ms=row.took_ms
    )


def read(number: int, *, by: Actor, why: str, at: datetime) -> dict[str, Any] | None:
    """What was read, as `commands.finish` kept it; None when nothing was. The timeline notes who looked, and why."""
    with transaction.atomic():
        row = Reading.objects.filter(pk=number).first()
        if row is None:
            raise Refused("documents.unknown")
        if row.result is None:
            return None
        about = f"document:{row.document_id}"
        record("documents.reading-opened", about=about, by=by, at=at, facts={"number": number, "why": why})
        told: dict[str, Any] = json.loads(open_sealed(row.result, column=row.result.column, seal=row.seal))
        return told


def quarantine() -> Quarantine:
    """What waits for the scanner."""
    rows = Document.objects.filter(state=QUARANTINED, erased_at=None)
    return Quarantine(waiting=rows.count(), in_vain=rows.filter(scans__gte=IN_VAIN).count())


def received_since() -> datetime | None:
    """When the paper was handed in that has waited longest to be opened."""
    rows = Document.objects.filter(state=RECEIVED, erased_at=None).order_by("made_at", "key")
    return rows.values_list("made_at", flat=True).first()


def waiting_since() -> datetime | None:
    """When the photo was asked for that has waited longest for a reader."""
    return Reading.objects.filter(state=WAITING).order_by("id").values_list("asked_at", flat=True).first()


def without_file(*, most: int = 1000) -> Iterator[UUID]:
    """Of the latest rows, those whose file is not on the disk: a backup must bring it back."""
    rows = Document.objects.filter(erased_at=None, state__in=(RECEIVED, VISIBLE, QUARANTINED)).order_by("-made_at")
    for key, state in rows.values_list("key", "state")[:most]:
        if not files.there(key, "original" if state == RECEIVED else "clean"):
            yield key


def _readable(key: UUID) -> Document:
    row = Document.objects.filter(key=key).first()
    if row is None:
        raise Refused("documents.unknown")
    if row.erased_at is not None:
        raise Refused("documents.erased")
    if row.state == RECEIVED:
        raise Refused("documents.not-opened")
    if row.state == QUARANTINED:
        raise Refused("documents.scanner-silent" if row.scans >= IN_VAIN else "documents.in-quarantine")
    if row.state != VISIBLE:
        raise Refused(row.reason, **row.reason_facts)
    return row


def _card(use: Use) -> DocumentCard:
    return _card_of(use.document, use.slot, use.place)


def _card_of(row: Document, slot: str, place: int) -> DocumentCard:
    return DocumentCard(
        key=row.key, slot=slot, place=place, kind=row.kind, size=row.size, width=row.width, height=row.height,
        pages=row.pages, state=row.state, reason=row.reason, reason_facts=row.reason_facts,
        made_at=row.made_at, original_there=row.original_erased_at is None, erased=row.erased_at is not None,
    )  # fmt: skip
