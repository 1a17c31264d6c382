"""The row of a case, and its periods: begun, paused, ended, and the soonest end kept on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import CharField, DateTimeField, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat

from portlight.kernel.cases.models import NEVER, Case
from portlight.kernel.cases.queries import about, table
from portlight.kernel.cases.rules import CaseKind, Effect
from portlight.kernel.clocks import commands as clocks
from portlight.kernel.clocks import queries as running_clocks
from portlight.kernel.clocks.rules import Promised, as_promised
from portlight.toolkit.actor import Actor
from portlight.toolkit.joined import joined
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused


def row_of(case: int) -> Case:
    """As it stands now. Refused: cases.unknown, also of one that was erased."""
    row = one(Case.objects.filter(pk=case, erased_at=None))
    if row is None:
        raise Refused("cases.unknown")
    return row


@joined
def begin(case: int, clock: str, *, since: datetime, by: Actor, at: datetime) -> None:
    """Starts one of the kind's own periods where which one depends on the matter, not on the step alone.

    Refused: cases.unknown, clocks.runs-already. StopIteration for a clock that the kind does not have.
    """
    row = row_of(case)
    clocks.start(table(row.kind, row.version).clock(clock), about=about(case), since=since, by=by, at=at)
    see_due([case])


def see_moved_clocks(subjects: Sequence[str]) -> None:
    """The calendar has moved periods of these subjects: the worklists follow."""
    see_due([int(subject.removeprefix("case:")) for subject in subjects if subject.startswith("case:")])


def touch(
    kind: CaseKind, case: int, effect: Effect, since: datetime, by: Actor, at: datetime,
    instead: Promised | None = None,
) -> None:  # fmt: skip
    """What a move does to one period; `instead`: the term that was promised to somebody in particular."""
    rule, subject = kind.clock(effect.clock), about(case)
    if effect.act == "start":
        rule = as_promised(rule, instead) if instead else rule
        clocks.start(rule, about=subject, since=since, by=by, at=at)
    elif effect.act == "pause":
        clocks.pause(rule, about=subject, ground=effect.ground, by=by, at=at)
    elif effect.act == "extend":
        clocks.extend(rule, about=subject, ground=effect.ground, by=by, at=at)
    elif effect.act == "resume":
        clocks.resume(rule, about=subject, by=by, at=at)
    else:
        clocks.stop(rule, about=subject, by=by, at=at)


def stop_all(kind: CaseKind, case: int, by: Actor, at: datetime) -> None:
    """The case has ended: nothing of it runs on."""
    for rule in kind.clocks:
        clocks.stop(rule, about=about(case), by=by, at=at)


def see_due(cases: Sequence[int]) -> None:
    """The end that comes first, kept on the row: a worklist is read along it. One statement."""
    subject = Concat(Value("case:"), Cast(OuterRef("pk"), CharField()))
    soonest = Coalesce(running_clocks.soonest_end(subject), Value(NEVER), output_field=DateTimeField())
    Case.objects.filter(pk__in=list(cases)).update(due_at=soonest)
