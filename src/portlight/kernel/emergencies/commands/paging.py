"""What follows from an act, a page at a time: the plan counted, applied, undone; what was collected destroyed.

Each page is one transaction that claims the turn it was read at: two workers at once do it once, and whoever falls goes
on at the next page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice

from django.db import transaction
from django.db.models import Count, F, Q

from portlight.kernel.emergencies.models import (
    APPLIED,
    APPLY,
    BY_HAND,
    CLEAR,
    DESTROY,
    LATE,
    LEFT,
    PLAN,
    PLANNED,
    SKIPPED,
    UNDO,
    UNDONE,
    Destruction,
    Emergency,
    PlanRow,
)
from portlight.kernel.emergencies.queries import Card, card, change_of, collected, effects
from portlight.kernel.emergencies.rules.effects import Change, Effect, digest_after, fingerprint
from portlight.kernel.emergencies.rules.effects import PlanRow as Row
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import machine
from portlight.toolkit.points import reached

BY = machine("emergencies")
PAGE = 500
PAGES_AT_ONCE = 20  # of one emergency, before the worker looks at something else


class _Lost(Exception):
    """Another worker had this page first."""


def advance_due(at: datetime, *, most: int = PAGES_AT_ONCE) -> int:
    """Every emergency that has pages to do, each up to `most` of them; returns how many were done."""
    due = Emergency.objects.exclude(doing="").exclude(Q(doing=APPLY) & Q(since__gt=at)).order_by("id")
    done = 0
    for number in list(due.values_list("pk", flat=True)):
        for _ in range(most):
            if not advance(number, at=at):
                break
            done += 1
    return done


def advance(number: int, *, at: datetime) -> bool:
    """The next page of one emergency. False: nothing to do, not before its beginning, or somebody else did it."""
    found = card(number)
    if found is None or not found.doing or (found.doing == APPLY and found.declared.since > at):
        return False
    try:
        _PAGES[found.doing](found, at)
    except _Lost:
        return False
    return True


def fingerprints(number: int) -> set[str]:
    """Of the rows as they were counted, without those that are left to an officer: of them nothing is done."""
    rows = PlanRow.objects.filter(emergency_id=number, late=False).exclude(state=BY_HAND).order_by("id")
    return {fingerprint(row.effect, _row(row)) for row in rows.iterator(chunk_size=PAGE)}


def fingerprints_anew(found: Card, at: datetime) -> set[str]:
    """The same of the rows as they would be counted now. Reads only."""
    rows = _planned(change_of(found), at, "")
    return {fingerprint(effect.name, row) for _, effect, row in rows if not row.by_hand}


def _clear(found: Card, at: datetime) -> None:
    """What was counted before goes first."""
    with transaction.atomic():
        old = list(PlanRow.objects.filter(emergency_id=found.number).order_by("id").values_list("pk", flat=True)[:PAGE])
        _mine(found, doing=CLEAR if len(old) == PAGE else PLAN)
        PlanRow.objects.filter(pk__in=old).delete()


def _plan(found: Card, at: datetime) -> None:
    """Read outside of the transaction, as a page may have to look through many that do not change."""
    page = list(islice(_planned(change_of(found), at, found.cursor), PAGE))
    over = len(page) < PAGE
    with transaction.atomic():
        digest = found.digest
        for _, effect, row in page:
            digest = digest_after(digest, effect.name, [row])
        digest = digest or (hashlib.sha256(b"").hexdigest() if over else "")
        _mine(found, doing="" if over else PLAN, cursor="" if over else _after(page), digest=digest)
        PlanRow.objects.bulk_create(_kept(found, effect, row) for _, effect, row in page)
        reached("emergencies.page-counted")
        if over:
            rows = PlanRow.objects.filter(emergency_id=found.number).count()
            _told("emergencies.counted", found, at, rows=rows, digest=digest)


def _apply(found: Card, at: datetime) -> None:
    last = int(found.cursor or 0)
    with transaction.atomic():
        rows = list(PlanRow.objects.filter(emergency_id=found.number, pk__gt=last).order_by("id")[:PAGE])
        over = len(rows) < PAGE
        _mine(found, doing=LATE if over else APPLY, cursor="" if over else str(rows[-1].pk))
        _run(found, [row for row in rows if row.state == PLANNED], at)


def _late(found: Card, at: datetime) -> None:
    """What came or changed after it was counted, by the same plan made again; counted apart. What an officer was left
    to do is not listed twice."""
    page = list(islice(_planned(change_of(found), at, found.cursor), PAGE))
    over = len(page) < PAGE
    with transaction.atomic():
        _mine(found, doing="" if over else LATE, cursor="" if over else _after(page))
        listed = set(
            PlanRow.objects.filter(emergency_id=found.number, state=BY_HAND, key__in=[row.key for *_, row in page])
            .values_list("effect", "key")
        )  # fmt: skip
        fresh = [
            _kept(found, effect, row, late=True) for _, effect, row in page if (effect.name, row.key) not in listed
        ]
        PlanRow.objects.bulk_create(fresh)
        _run(found, [row for row in fresh if row.state == PLANNED], at)
        if over:
            _told("emergencies.applied", found, at, **_counts(found))


def _undo(found: Card, at: datetime) -> None:
    """The last row first."""
    with transaction.atomic():
        rows = PlanRow.objects.filter(emergency_id=found.number)
        page = list((rows.filter(pk__lt=int(found.cursor)) if found.cursor else rows).order_by("-id")[:PAGE])
        over = len(page) < PAGE
        _mine(found, doing=DESTROY if over else UNDO, cursor="" if over else str(page[-1].pk))
        _run(found, [row for row in page if row.state == APPLIED], at, undo=True)
        if over:
            _told("emergencies.undone", found, at, **_counts(found))


def _destroy(found: Card, at: datetime) -> None:
    """One page of what one room collected only for it."""
    rooms, index = collected(), int(found.cursor or 0)
    with transaction.atomic():
        if index >= len(rooms):
            _mine(found, doing="", cursor="")
            total = sum(Destruction.objects.filter(emergency_id=found.number).values_list("count", flat=True))
            _told("emergencies.destroyed", found, at, kinds=len(rooms), count=total)
            return
        room = rooms[index]
        gone = room.destroy(change_of(found), at, PAGE)
        _mine(found, cursor=str(index if gone.count >= PAGE else index + 1))
        line, _ = Destruction.objects.get_or_create(emergency_id=found.number, what=room.name, defaults={"at": at})
        if gone.count:
            line.digest = hashlib.sha256(f"{line.digest}{gone.digest}".encode()).hexdigest()
        line.count, line.at = line.count + gone.count, at
        line.save(update_fields=["count", "digest", "at"])


_PAGES: dict[str, Callable[[Card, datetime], None]] = {
    CLEAR: _clear, PLAN: _plan, APPLY: _apply, LATE: _late, UNDO: _undo, DESTROY: _destroy,
}  # fmt: skip


def _run(found: Card, rows: Sequence[PlanRow], at: datetime, *, undo: bool = False) -> None:
    """The rows of one page, effect by effect, and what became of each."""
    change, known = change_of(found), {effect.name: effect for effect in effects()}
    became: dict[str, list[int]] = {}
    for name, some in groupby(rows, key=lambda row: row.effect):
        group, effect = list(some), known.get(name)
        work = None if effect is None else effect.undo if undo else effect.apply
        done = work(change, [_row(row) for row in group], by=BY, at=at) if work else set()
        for row in group:
            state = (UNDONE if undo else APPLIED) if row.key in done else (LEFT if undo else SKIPPED)
            became.setdefault(state, []).append(row.pk)
    for state, keys in became.items():
        PlanRow.objects.filter(pk__in=keys).update(state=state)
    reached("emergencies.page-done")


def _planned(change: Change, at: datetime, cursor: str) -> Iterator[tuple[int, Effect, Row]]:
    """All effects one after another, behind the cursor."""
    place, _, after = cursor.partition(" ")
    begin = int(place or 0)
    for index, effect in enumerate(effects()):
        if index >= begin:
            for row in effect.plan(change, at, after if index == begin else ""):
                yield index, effect, row


def _after(page: Sequence[tuple[int, Effect, Row]]) -> str:
    index, _, row = page[-1]
    return f"{index} {row.key}"


def _kept(found: Card, effect: Effect, row: Row, *, late: bool = False) -> PlanRow:
    return PlanRow(
        emergency_id=found.number, effect=effect.name, key=row.key, what=row.what, before=dict(row.before),
        after=dict(row.after), state=BY_HAND if row.by_hand else PLANNED, late=late,
    )  # fmt: skip


def _row(row: PlanRow) -> Row:
    return Row(key=row.key, what=row.what, before=row.before, after=row.after, by_hand=row.state == BY_HAND)


def _counts(found: Card) -> dict[str, int]:
    states = PlanRow.objects.filter(emergency_id=found.number).values_list("state")
    return dict(states.annotate(n=Count("id")).order_by())


def _mine(found: Card, **change: str) -> None:
    """Claims the page: the first statement of its transaction that others could do as well."""
    if not Emergency.objects.filter(pk=found.number, turn=found.turn).update(**change, turn=F("turn") + 1):
        raise _Lost


def _told(kind: str, found: Card, at: datetime, **facts: object) -> None:
    record(kind, about=f"emergency:{found.number}", by=BY, at=at, facts=facts)
