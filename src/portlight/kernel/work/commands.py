"""Things to do later: written in a command's transaction, done by a worker under a lease, again until they succeed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from portlight.kernel.timeline.commands import record
from portlight.kernel.work.models import DONE, FAILED, HELD, OPEN, Item
from portlight.kernel.work.rules import wait_after
from portlight.toolkit.actor import machine
from portlight.toolkit.nameplate import plates

_BY = machine("work")
_KEPT = timedelta(days=30)
_LATER = f"""
INSERT INTO work_item (kind, key, facts, made_at, due_at, state, attempts, owner, fence, last_error)
VALUES (%s, %s, %s, %s, %s, '{OPEN}', 0, '', 0, '')
ON CONFLICT (kind, key) WHERE state IN ('{OPEN}', '{HELD}') DO UPDATE SET due_at =
CASE WHEN work_item.state = '{OPEN}' AND work_item.due_at > excluded.due_at THEN excluded.due_at
ELSE work_item.due_at END
RETURNING id
"""  # noqa: S608 - our own words
_LOOKED_AT = 8  # due items a claim looks at before it says that there is nothing to do


@dataclass(frozen=True)
class Taken:
    """A lease on one item. Whoever holds an older fence than the row's has lost it and writes nothing more."""

    number: int
    kind: str
    key: str
    facts: Mapping[str, Any]
    owner: str
    fence: int
    attempts: int  # this one included


def later(*, kind: str, key: str, due_at: datetime, at: datetime, facts: Mapping[str, Any] | None = None) -> int:
    """Asks for `kind` to be done about `key` at `due_at` or soon after; returns the item's number.

    An item of the same kind and key that still waits is kept, and comes forward when `due_at` is earlier.
    """
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (at, due_at)]
    with connection.cursor() as cursor:
        cursor.execute(_LATER, [kind, key, json.dumps(dict(facts or {})), *moments])
        return int(cursor.fetchone()[0])


def take(*, owner: str, at: datetime, seconds: float) -> Taken | None:
    """Leases the item that is due longest, for `seconds`; None when nothing is due. An expired lease is taken over."""
    due = Q(state=OPEN, due_at__lte=at) | Q(state=HELD, until__lte=at)
    for item in Item.objects.filter(due).order_by("due_at", "id")[:_LOOKED_AT]:
        claimed = Item.objects.filter(due, id=item.pk, fence=item.fence).update(
            state=HELD,
            owner=owner,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            until=at + timedelta(seconds=seconds),
        )
        if claimed:
            return Taken(item.pk, item.kind, item.key, item.facts, owner, item.fence + 1, item.attempts + 1)
    return None


def done(taken: Taken) -> bool:
    """Closes the item. False when the lease was lost meanwhile: then nothing is written."""
    return _close(taken, state=DONE, until=None, last_error="")


def again(taken: Taken, *, due_at: datetime, error: str = "") -> bool:
    """Gives the item back, to be tried at `due_at`. False when the lease was lost."""
    return _close(taken, state=OPEN, owner="", until=None, due_at=due_at, last_error=error[:400])


def failed(taken: Taken, *, error: str, at: datetime) -> bool:
    """Gives the item up and says so in the timeline. False when the lease was lost."""
    with transaction.atomic():
        closed = _close(taken, state=FAILED, until=None, last_error=error[:400])
        if closed:
            facts = {"kind": taken.kind, "attempts": taken.attempts}
            record("work.failed", about=f"work:{taken.number}", by=_BY, at=at, facts=facts)
    return closed


def run_one(*, owner: str, at: datetime, seconds: float = 60) -> bool:
    """Takes one due item and has its room do it: `job(key=…, facts=…, at=…)` from the nameplates. False: nothing due.

    A job that raises is tried again with growing pauses and given up after ten attempts; it must be safe to repeat.
    """
    taken = take(owner=owner, at=at, seconds=seconds)
    if taken is None:
        return False
    try:
        _job(taken.kind)(key=taken.key, facts=taken.facts, at=at)
    except Exception as error:
        _put_off(taken, f"{type(error).__name__}: {error}", at)
    else:
        done(taken)
    return True


def tidy(*, at: datetime) -> int:
    """Drops what was done more than thirty days ago; returns how many. What was given up stays until somebody looks."""
    return Item.objects.filter(state=DONE, due_at__lt=at - _KEPT).delete()[0]


def _job(kind: str) -> Callable[..., None]:
    for plate in plates():
        if plate.jobs and kind in plate.jobs:
            return plate.jobs[kind]
    raise LookupError(f"no room does {kind}")


def _put_off(taken: Taken, error: str, at: datetime) -> None:
    wait = wait_after(taken.attempts)
    if wait is None:
        failed(taken, error=error, at=at)
    else:
        again(taken, due_at=at + wait, error=error)


def _close(taken: Taken, **change: Any) -> bool:
    held = Item.objects.filter(id=taken.number, owner=taken.owner, fence=taken.fence, state=HELD)
    return held.update(**change) == 1
