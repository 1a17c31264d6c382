"""Who may use a paper again, and when one is no longer needed. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

DRAFT = "draft:"  # how the key of a form that is being filled in begins, as subject of a paper
KEPT_WITHOUT_ROW = timedelta(hours=1)  # a file is written before its row; the row follows within seconds
KEPT_IN_DRAFT = timedelta(days=30)
ASKED_AGAIN_AFTER = timedelta(hours=6)  # the work room has tried for about four hours by then
KEPT_READ = timedelta(days=1)  # what was read fills a form in, and then stands there
LINE_IS_LONG = timedelta(minutes=5)
IN_VAIN = 5  # so often asked in vain, a scanner is somebody's matter


def may_use(*, owner: UUID | None, held_about: str, asks: UUID | None, draft: str) -> bool:
    """A person's paper is used for her own matters; one without an owner by whoever holds the draft it came in."""
    if owner is not None:
        return owner == asks
    return bool(draft) and draft == held_about


def next_place(places: Sequence[int]) -> int:
    """Behind the others of its slot."""
    return max(places, default=0) + 1


def only_drafts(abouts: Sequence[str]) -> bool:
    """Whether a paper is used for no matter that was ever handed in."""
    return all(about.startswith(DRAFT) for about in abouts)


def draft_until(about: str, at: datetime) -> datetime | None:
    """Until when a paper is kept for a form that nobody hands in; None for one of a matter."""
    return at + KEPT_IN_DRAFT if about.startswith(DRAFT) else None
