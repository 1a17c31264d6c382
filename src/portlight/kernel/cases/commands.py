"""Opening, moving, holding and linking cases; what is older than it may be kept is erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, DateTimeField, F, OuterRef, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from portlight.kernel.cases.marks import marks
from portlight.kernel.cases.models import NEVER, Case, KindTable, Link
from portlight.kernel.cases.queries import CaseCard, about, by_id, card_about, current, declared, table
from portlight.kernel.cases.rules import CaseKind, Effect, Filing, Move
from portlight.kernel.clocks import commands as clocks
from portlight.kernel.clocks import queries as running_clocks
from portlight.kernel.clocks.rules import Promised, as_promised
from portlight.kernel.people import queries as people
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.joined import joined
from portlight.toolkit.nameplate import plates
from portlight.toolkit.one import one
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert, select

_BY = machine("cases")
# The last condition is its index's own: SQLite uses the index for no other.
_ALIKE = """
SELECT id FROM cases_case WHERE kind = %s AND likeness = %s AND NOT (likeness = '') ORDER BY id DESC LIMIT 20
"""


@dataclass(frozen=True, kw_only=True)
class Opened:
    card: CaseCard  # as it was opened
    alike: tuple[int, ...]  # earlier cases that may be the same matter: flagged, never blocked

    @property
    def id(self) -> int:
        return self.card.id

    @property
    def number(self) -> str:
        return self.card.number


@joined
def open_case(
    name: str,
    *,
    filing: Filing,
    queue: str,
    subject: UUID | None = None,
    likeness: str = "",
    since: Mapping[str, datetime] | None = None,
    promised: Mapping[str, Promised] | None = None,
    by: Actor,
    at: datetime,
) -> Opened:
    """A new matter of the kind `name`, in its first step; its periods begin, each at its moment in `since` or now.

    `promised`: terms that stand instead of the kind's own, by the name of the period; ValueError for one of the law.
    `likeness` is a blind index that is equal where two cases may be the same matter. Call it in the transaction of the
    capability's command, which is the one that knows a resend. Refused: people.unknown.
    """
    kind = current(name)
    earlier = _alike(kind.name, likeness)
    flags = [*filing.flags, *(["like"] if earlier else [])]
    row = Case(
        kind=kind.name, version=kind.version, step=kind.steps[0].name, subject_id=_person(subject),
        filed_as=filing.filed_as, filed_by_kind=by.kind.value, filed_by_key=by.key, contact_id=filing.contact,
        language=filing.language, queue=queue, likeness=likeness, flags=flags, opened_at=at, moved_at=at,
        **marks(kind, flags),
    )  # fmt: skip
    insert(row)
    facts = {"kind": kind.name, "version": kind.version, "queue": queue, "as": filing.filed_as, "flags": flags}
    record("cases.opened", about=about(row.pk), by=by, at=at, facts=facts)
    reached("cases.opened")
    Link.objects.bulk_create(Link(case=row, other_id=other, kind="like", made_at=at) for other in earlier)
    for effect in kind.opening:
        moment, instead = (since or {}).get(effect.clock, at), (promised or {}).get(effect.clock)
        _touch(kind, row.pk, effect, moment, by, at, instead)
    if kind.opening:
        _see_due([row.pk])
    return Opened(card=(by_id(row.pk) if kind.opening else None) or card_about(row, subject), alike=earlier)


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
    row = _row(case)
    told = {"request_id": request_id, "given": given, "facts": facts or {}}
    way = _moved(row, case, name, by=by, at=at, seen=row.revision if seen is None else seen, reason=reason, told=told)
    if way.effects or row.due_at != NEVER:
        _see_due([case])
    return way.to


@joined
def move_on(card: CaseCard, name: str, *, by: Actor, at: datetime, facts: Mapping[str, Any] | None = None) -> CaseCard:
    """As `move`, of a case that this transaction has just read or opened, without reading it again; the card after it.

    Refused: as `move`; cases.changed-meanwhile when it is no more as the card says.
    """
    told = {"given": None, "facts": facts or {}}
    way = _moved(card, card.id, name, by=by, at=at, seen=card.revision, reason="", told=told)
    if way.effects or card.due_at is not None:
        _see_due([card.id])
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
        _touch(kind, case, effect, at, by, at)
    if ends and row.due_at not in (None, NEVER):
        _stop_all(kind, case, by, at)
    return way


@joined
def begin(case: int, clock: str, *, since: datetime, by: Actor, at: datetime) -> None:
    """Starts one of the kind's own periods where which one depends on the matter, not on the step alone.

    Refused: cases.unknown, clocks.runs-already. StopIteration for a clock that the kind does not have.
    """
    row = _row(case)
    clocks.start(table(row.kind, row.version).clock(clock), about=about(case), since=since, by=by, at=at)
    _see_due([case])


@transaction.atomic
def hold(case: int, *, by: Actor, at: datetime) -> None:
    """An officer takes a case up. Refused: cases.unknown, cases.held when a colleague has it."""
    row = _row(case)
    if not Case.objects.filter(pk=case, holder=None).update(holder=by.key):
        if str(row.holder) != by.key:
            raise Refused("cases.held")
        return
    record("cases.held", about=about(case), by=by, at=at)


@transaction.atomic
def let_go(case: int, *, by: Actor, at: datetime) -> None:
    """Gives a case back to its worklist; a supervisor may do it for a colleague. Refused: cases.unknown."""
    _row(case)
    if Case.objects.filter(pk=case).exclude(holder=None).update(holder=None):
        record("cases.let-go", about=about(case), by=by, at=at)


@transaction.atomic
def pass_to(case: int, queue: str, *, by: Actor, at: datetime) -> None:
    """Puts a case into another worklist, with nobody holding it. Refused: cases.unknown."""
    row = _row(case)
    if row.queue != queue:
        Case.objects.filter(pk=case).update(queue=queue, holder=None, revision=F("revision") + 1)
        record("cases.passed", about=about(case), by=by, at=at, facts={"from": row.queue, "to": queue})


@joined
def flag(case: int, flags: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Adds flags: what an officer should see, and nothing is blocked by. Refused: cases.unknown."""
    row = _row(case)
    fresh = [one for one in flags if one not in row.flags]
    if fresh:
        flags = [*row.flags, *fresh]
        marked = marks(table(row.kind, row.version), flags)
        Case.objects.filter(pk=case).update(flags=flags, **marked, revision=F("revision") + 1)
        record("cases.flagged", about=about(case), by=by, at=at, facts={"flags": fresh})


@joined
def link(case: int, other: int, kind: str, *, by: Actor, at: datetime) -> None:
    """Says that two cases belong together; saying it twice changes nothing. Refused: cases.unknown."""
    _row(case), _row(other)
    _, made = Link.objects.get_or_create(case_id=case, other_id=other, kind=kind, defaults={"made_at": at})
    if made:
        record("cases.linked", about=about(case), by=by, at=at, facts={"other": other, "kind": kind})


def publish_kinds(*, by: Actor, at: datetime) -> int:
    """Keeps each declared kind's table in its version; returns how many were new. Run at every start.

    ValueError when a table was changed and its version was not: running cases rest on it.
    """
    new = 0
    for kind in declared():
        told = kind.to_json()
        with transaction.atomic():
            row, made = KindTable.objects.get_or_create(
                kind=kind.name, version=kind.version, defaults={"table": told, "published_at": at}
            )
            if made:
                facts = {"kind": kind.name, "version": kind.version}
                record("cases.kind-published", about=f"kind:{kind.name}", by=by, at=at, facts=facts)
        if CaseKind.from_json(row.table) != kind:
            raise ValueError(
                f"the step table of {kind.name} differs from its version {kind.version}: raise the version"
            )
        new += made
    return new


def see_moved_clocks(subjects: Sequence[str]) -> None:
    """The calendar has moved periods of these subjects: the worklists follow."""
    _see_due([int(subject.removeprefix("case:")) for subject in subjects if subject.startswith("case:")])


def erase_due(at: datetime, *, most: int = 200) -> int:
    """Cases that may be kept no longer: their capability erases the particulars, the room what points to a person."""
    today = at.astimezone(timezone.get_default_timezone()).date()
    due = Case.objects.filter(keep_until__lte=today, erased_at=None).order_by("keep_until", "id")[:most]
    erasers = {kind: erase for plate in plates() for kind, erase in (plate.erasers or {}).items()}
    for row in list(due):
        with transaction.atomic():
            if row.kind in erasers:
                erasers[row.kind](case=row.pk, at=at)
            Case.objects.filter(pk=row.pk).update(
                subject=None, contact=None, likeness="", filed_by_key="", erased_at=at, revision=F("revision") + 1
            )
            record("cases.erased", about=about(row.pk), by=_BY, at=at, facts={"kind": row.kind})
    return len(due)


def _alike(kind: str, likeness: str) -> tuple[int, ...]:
    if not likeness:
        return ()
    return tuple(number for (number,) in select(_ALIKE, kind, likeness))


def _person(key: UUID | None) -> int | None:
    if key is None:
        return None
    number = people.number(key)
    if number is None:
        raise Refused("people.unknown")
    return number


def _row(case: int) -> Case:
    row = one(Case.objects.filter(pk=case, erased_at=None))
    if row is None:
        raise Refused("cases.unknown")
    return row


def _way(kind: CaseKind, step: str, name: str, by: Actor, reason: str) -> Move:
    way = kind.move(name)
    if way is None or step not in way.sources:
        raise Refused("cases.no-such-move", step=step)
    if by.kind.value not in way.who:
        raise Refused("cases.not-yours")
    if way.reason and not reason:
        raise Refused("cases.reason-missing", field="reason")
    return way


def _touch(
    kind: CaseKind, case: int, effect: Effect, since: datetime, by: Actor, at: datetime,
    instead: Promised | None = None,
) -> None:  # fmt: skip
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


def _stop_all(kind: CaseKind, case: int, by: Actor, at: datetime) -> None:
    for rule in kind.clocks:
        clocks.stop(rule, about=about(case), by=by, at=at)


def _see_due(cases: Sequence[int]) -> None:
    """The end that comes first, kept on the row: a worklist is read along it. One statement."""
    subject = Concat(Value("case:"), Cast(OuterRef("pk"), CharField()))
    soonest = Coalesce(running_clocks.soonest_end(subject), Value(NEVER), output_field=DateTimeField())
    Case.objects.filter(pk__in=list(cases)).update(due_at=soonest)
