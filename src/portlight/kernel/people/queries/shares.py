from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portlight.kernel.people import copies
from portlight.kernel.people.models import ASKED, GONE, READY, Copy, Share
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class ShareCard:
    """A link she has given away; the token itself is known to nobody but its holder."""

    number: int
    about: str
    made_at: datetime
    until: datetime
    opened_at: datetime | None
    revoked_at: datetime | None

    def good(self, at: datetime) -> bool:
        return self.opened_at is None and self.revoked_at is None and self.until > at


@dataclass(frozen=True, kw_only=True)
class OpenedShare:
    person: UUID
    about: str


@dataclass(frozen=True, kw_only=True)
class CopyCard:
    """`state`: asked, ready. `done` of `parts` while it is made."""

    key: UUID
    state: str
    done: int
    parts: int
    size: int
    language: str
    asked_at: datetime
    until: datetime

    @property
    def ready(self) -> bool:
        return self.state == READY


def shares_of(person: UUID, *, about: str = "", most: int = 20) -> tuple[ShareCard, ...]:
    """The links of a person, the latest first; `about`: of one matter."""
    rows = Share.objects.filter(person__key=person).order_by("-id")
    if about:
        rows = rows.filter(about=about)
    return tuple(
        ShareCard(number=row.pk, about=row.about, made_at=row.made_at, until=row.until, opened_at=row.opened_at,
                  revoked_at=row.revoked_at)
        for row in rows[:most]
    )  # fmt: skip


def copy_of(person: UUID, *, at: datetime) -> CopyCard | None:
    """The copy she has asked for, while it is made or can be taken."""
    row = Copy.objects.filter(person__key=person, until__gt=at).exclude(state=GONE).first()
    return _card(row) if row else None


def copy_wanted(key: UUID) -> tuple[UUID, CopyCard] | None:
    """For whoever makes it: the person and the card, while somebody waits for it."""
    row = Copy.objects.select_related("person").filter(key=key, state=ASKED, person__erased_at=None).first()
    return (row.person.key, _card(row)) if row else None


def copy_content(person: UUID, *, by: Actor, at: datetime) -> bytes:
    """The file; the timeline notes that it was taken. Refused: people.copy-gone."""
    card = copy_of(person, at=at)
    content = copies.get(card.key) if card and card.ready else None
    if card is None or content is None:
        raise Refused("people.copy-gone")
    record("people.copy-taken", about=f"person:{person}", by=by, at=at, facts={"copy": str(card.key)})
    return content


def _card(row: Copy) -> CopyCard:
    return CopyCard(
        key=row.key, state=row.state, done=row.done, parts=row.parts, size=row.size, language=row.language,
        asked_at=row.asked_at, until=row.until,
    )  # fmt: skip
