"""How long officers work on cases, as the product itself sees it: rows, from which minutes by kind and step are told.

A spell begins when an officer opens a case or takes it up, and ends when she moves it, gives it back, leaves its page
or opens another. Between two signs of life no more than `MOST` counts: a page left open overnight is ten minutes.
Measuring is no act in a case: nothing of it goes on the timeline, where every opening stands already.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from portlight.kernel.cases.models import Spell
from portlight.kernel.cases.queries import CaseCard
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.one import one
from portlight.toolkit.statements import insert_unless

MOST = timedelta(minutes=10)
KEPT = timedelta(days=31)  # then the account is taken out: what stays says how long, and no more who


@transaction.atomic
def attend(card: CaseCard, *, by: Actor, at: datetime) -> None:
    """A sign of life of an officer at a case: her spell there goes on, or begins and ends the one elsewhere.

    Anybody but staff: nothing. Sent again it changes nothing, because no time has passed.
    """
    if by.kind is not ActorKind.STAFF:
        return
    now = one(Spell.objects.filter(account=by.key, ended_at=None))
    same = now is not None and (now.case_id, now.step) == (card.id, card.step)
    if now is not None:
        _go_on(now, at, ends=not same)
    if not same:
        begun = Spell(
            account=UUID(by.key), case_id=card.id, kind=card.kind, step=card.step, began_at=at, seen_at=at
        )  # fmt: skip
        # Two pages opened at the same moment: one of them is what she works on.
        insert_unless(begun, "account", where="ended_at IS NULL")


@transaction.atomic
def leave(*, by: Actor, at: datetime, case: int | None = None, seen_at: datetime | None = None) -> bool:
    """She works on nothing now; whether a spell has ended. `case` and `seen_at`: only if it is still the one that page
    had begun, for a page that says so while the next one opens already."""
    found = Spell.objects.filter(account=by.key, ended_at=None)
    if case is not None and seen_at is not None:
        found = found.filter(case_id=case, seen_at=seen_at)
    now = one(found)
    return now is not None and _go_on(now, at, ends=True)


def forget(at: datetime) -> int:
    """Who worked is for the day's load; after a month only how long it took is kept."""
    old = Spell.objects.filter(began_at__lt=at - KEPT, account__isnull=False)
    old.filter(ended_at=None).update(ended_at=at)
    return int(old.update(account=None))


def _go_on(spell: Spell, at: datetime, *, ends: bool) -> bool:
    """Counts what has passed since the last sign of life; another page that was quicker has counted it already."""
    passed = max(timedelta(), min(at - spell.seen_at, MOST))
    mine = Spell.objects.filter(pk=spell.pk, seen_at=spell.seen_at, ended_at=None)
    return bool(
        mine.update(
            seconds=F("seconds") + round(passed.total_seconds()), seen_at=max(at, spell.seen_at),
            ended_at=at if ends else None,
        )
    )  # fmt: skip
