"""What stands in a list to be filed, and what would keep a draft from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portlight.capabilities.green_lanes import queries as lists
from portlight.capabilities.green_lanes.queries import BatchCard, DraftCard
from portlight.capabilities.permits import commands as permits
from portlight.journeys.roster_batch.applying import FILES, applied
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Line:
    """`refusal`: what permits would say; None where it can be filed, or where `right` leaves it to the person."""

    draft: DraftCard
    refusal: Refused | None

    @property
    def ready(self) -> bool:
        return self.draft.right == FILES and self.refusal is None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """`promise`: in how many working days an officer looks at what is filed, by the agreement; None: as always."""

    batch: BatchCard
    lines: tuple[Line, ...]
    promise: int | None


def shown(batch: UUID, *, by: Actor, after: int = 0, at: datetime) -> Shown | None:
    """A list of an institution that `by` files for, and its open drafts; None for everybody else."""
    found = lists.batch(batch, by)
    if found is None or lists.acting(found.organisation.key, by, "file") is None:
        return None
    drafts = lists.drafts_of(batch, after=after, size=SHOWN)
    agreed = lists.in_force(found.organisation.id, at=at)
    lines = tuple(Line(draft=draft, refusal=_refusal(draft, at)) for draft in drafts)
    return Shown(batch=found, lines=lines, promise=agreed.promise if agreed else None)


def _refusal(draft: DraftCard, at: datetime) -> Refused | None:
    if draft.right != FILES:
        return None
    try:
        permits.check(applied(draft, purpose=""), at=at)
    except Refused as refusal:
        return refusal
    return None
