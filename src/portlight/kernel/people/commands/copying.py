"""A copy of everything about a person: asked for, made part by part, taken, and gone after days (PIPL, art. 45)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.kernel.people import copies
from portlight.kernel.people.commands.rows import person_held
from portlight.kernel.people.models import ASKED, GONE, READY, Copy
from portlight.kernel.people.rules import COPY_LASTS
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, machine

_BY = machine("people")
_PAGE = 200


def ask_copy(*, person: UUID, language: str, by: Actor, at: datetime, request_id: UUID | None = None) -> UUID:
    """Notes that she wants a copy, in `language`, and returns its key; one that is being made is not begun again, one
    that is ready goes. Whoever calls this has it made. Refused: people.unknown.
    """
    given = [str(person), "copy", language]
    with transaction.atomic():
        if (done := resent(by=by, request_id=request_id, given=given)) is not None:
            return UUID(done)
        row = person_held(person)
        running = Copy.objects.filter(person_id=row, state=ASKED, until__gt=at).first()
        if running is None:
            _gone(list(Copy.objects.filter(person_id=row).exclude(state=GONE)))
            running = Copy.objects.create(person_id=row, language=language, asked_at=at, until=at + COPY_LASTS)
        record(
            "people.copy-asked", about=f"person:{person}", by=by, at=at, facts={"copy": str(running.key)},
            request_id=request_id, given=given, result=str(running.key),
        )  # fmt: skip
    return running.key


def copy_moved(key: UUID, *, done: int, parts: int) -> bool:
    """How far it is. False when nobody waits for it any more: the maker stops."""
    return bool(Copy.objects.filter(key=key, state=ASKED).update(done=done, parts=parts))


def keep_copy(key: UUID, content: bytes, *, at: datetime) -> bool:
    """It is made: sealed on the disk, hers for three days. False when nobody waits for it any more, or it was kept."""
    copies.put(key, content)
    with transaction.atomic():
        mine = Copy.objects.filter(key=key, state=ASKED)
        if mine.update(state=READY, ready_at=at, until=at + COPY_LASTS, size=len(content)):
            record("people.copy-made", about=f"copy:{key}", by=_BY, at=at, facts={"bytes": len(content)})
            return True
    if not Copy.objects.filter(key=key, state=READY).exists():
        copies.remove(key)
    return False


def forget_copies(at: datetime) -> int:
    """Copies whose days are over, and files nobody waits for; returns how many."""
    with transaction.atomic():
        gone = _gone(list(Copy.objects.filter(until__lte=at).exclude(state=GONE).order_by("until")[:_PAGE]))
    return gone + copies.sweep(set(Copy.objects.exclude(state=GONE).values_list("key", flat=True)), at)


def drop_copies(person: int) -> None:
    """For a person who is erased: whatever was made for her goes at once."""
    _gone(list(Copy.objects.filter(person_id=person).exclude(state=GONE)))


def _gone(rows: list[Copy]) -> int:
    """The row says so first, the file goes when that is committed; what is left over is swept."""
    gone = Copy.objects.filter(key__in=[row.key for row in rows]).update(state=GONE)
    for row in rows:
        transaction.on_commit(lambda key=row.key: copies.remove(key))  # type: ignore[misc]
    return int(gone)
