"""Who has a case, where it lies, what an officer should see of it, and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from portlight.kernel.cases.commands.periods import row_of
from portlight.kernel.cases.marks import marks
from portlight.kernel.cases.models import Case, Link
from portlight.kernel.cases.queries import about, table
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.joined import joined
from portlight.toolkit.refusals import Refused


@transaction.atomic
def hold(case: int, *, by: Actor, at: datetime) -> None:
    """An officer takes a case up. Refused: cases.unknown, cases.held when a colleague has it."""
    row = row_of(case)
    if not Case.objects.filter(pk=case, holder=None).update(holder=by.key):
        if str(row.holder) != by.key:
            raise Refused("cases.held")
        return
    record("cases.held", about=about(case), by=by, at=at)


@transaction.atomic
def let_go(case: int, *, by: Actor, at: datetime) -> None:
    """Gives a case back to its worklist; a supervisor may do it for a colleague. Refused: cases.unknown."""
    row_of(case)
    if Case.objects.filter(pk=case).exclude(holder=None).update(holder=None):
        record("cases.let-go", about=about(case), by=by, at=at)


@transaction.atomic
def pass_to(case: int, queue: str, *, by: Actor, at: datetime) -> None:
    """Puts a case into another worklist, with nobody holding it. Refused: cases.unknown."""
    row = row_of(case)
    if row.queue != queue:
        Case.objects.filter(pk=case).update(queue=queue, holder=None, revision=F("revision") + 1)
        record("cases.passed", about=about(case), by=by, at=at, facts={"from": row.queue, "to": queue})


@joined
def flag(case: int, flags: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Adds flags: what an officer should see, and nothing is blocked by. Refused: cases.unknown."""
    row = row_of(case)
    fresh = [one for one in flags if one not in row.flags]
    if fresh:
        flags = [*row.flags, *fresh]
        marked = marks(table(row.kind, row.version), flags)
        Case.objects.filter(pk=case).update(flags=flags, **marked, revision=F("revision") + 1)
        record("cases.flagged", about=about(case), by=by, at=at, facts={"flags": fresh})


@joined
def link(case: int, other: int, kind: str, *, by: Actor, at: datetime) -> None:
    """Says that two cases belong together; saying it twice changes nothing. Refused: cases.unknown."""
    row_of(case), row_of(other)
    _, made = Link.objects.get_or_create(case_id=case, other_id=other, kind=kind, defaults={"made_at": at})
    if made:
        record("cases.linked", about=about(case), by=by, at=at, facts={"other": other, "kind": kind})
