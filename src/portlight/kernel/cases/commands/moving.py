"""The moves of a case's own table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from portlight.kernel.cases.commands.periods import row_of, see_due, stop_all, touch
from portlight.kernel.cases.models import NEVER, Case
from portlight.kernel.cases.queries import CaseCard, about, by_id, table
from portlight.kernel.cases.rules import CaseKind, Move
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.joined import joined
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused


@joined
def move(
    case: int,
    name: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    request_id: UUID | None = None,
) -> str:
    """Makes one of the moves of the case's own table; returns the step it is in then. `reason` is a code.

    `seen` is the revision the mover was looking at. Refused: cases.unknown, cases.no-such-move, cases.not-yours,
    cases.reason-missing, cases.changed-meanwhile; timeline.resend-differs.
    """
    given = [case, name, reason]
    if (done := resent(by=by, request_id=request_id, given=given)) is not None:
        return done
    row = row_of(case)
    told = {"request_id": request_id, "given": given, "facts": facts or {}}
    way = _moved(row, case, name, by=by, at=at, seen=row.revision if seen is None else seen, reason=reason, told=told)
    if way.effects or row.due_at != NEVER:
        see_due([case])
    return way.to


@joined
def move_on(card: CaseCard, name: str, *, by: Actor, at: datetime, facts: Mapping[str, Any] | None = None) -> CaseCard:
    """As `move`, of a case that this transaction has just read or opened, without reading it again; the card after it.

    Refused: as `move`; cases.changed-meanwhile when it is no more as the card says.
    """
    told = {"given": None, "facts": facts or {}}
    way = _moved(card, card.id, name, by=by, at=at, seen=card.revision, reason="", told=told)
    if way.effects or card.due_at is not None:
        see_due([card.id])
        return by_id(card.id) or card
    step = table(card.kind, card.version).step(way.to)
    ended = at if step.ends else None
    return replace(card, step=way.to, label=step.label, moved_at=at, closed_at=ended, revision=card.revision + 1)


def _moved(
    row: Case | CaseCard, case: int, name: str, *, by: Actor, at: datetime, seen: int, reason: str,
    told: Mapping[str, Any],
) -> Move:  # fmt: skip
    kind = table(row.kind, row.version)
    way = _way(kind, row.step, name, by, reason)
    ends = kind.step(way.to).ends
    keep = at.astimezone(timezone.get_default_timezone()).date() + timedelta(days=kind.kept_days) if ends else None
    moved = Case.objects.filter(pk=case, step=row.step, revision=seen).update(
        step=way.to, moved_at=at, closed_at=at if ends else None, keep_until=keep, revision=F("revision") + 1
    )
    if not moved:
        raise Refused("cases.changed-meanwhile")
    facts = {"kind": row.kind, "move": name, "from": row.step, "to": way.to, "reason": reason, **told["facts"]}
    record("cases.moved", about=about(case), by=by, at=at, result=way.to, **{**told, "facts": facts})
    reached("cases.moved")
    for effect in way.effects:
        touch(kind, case, effect, at, by, at)
    if ends and row.due_at not in (None, NEVER):
        stop_all(kind, case, by, at)
    return way


def _way(kind: CaseKind, step: str, name: str, by: Actor, reason: str) -> Move:
    way = kind.move(name)
    if way is None or step not in way.sources:
        raise Refused("cases.no-such-move", step=step)
    if by.kind.value not in way.who:
        raise Refused("cases.not-yours")
    if way.reason and not reason:
        raise Refused("cases.reason-missing", field="reason")
    return way
