"""Declaring, proposing, signing, reverting and ending: what a person does. Each is one transaction and one event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portlight.kernel.emergencies.commands.paging import fingerprints, fingerprints_anew
from portlight.kernel.emergencies.models import (
    APPLY,
    CLEAR,
    DESTROY,
    DRAFT,
    EFFECTIVE,
    ENDED,
    PROPOSED,
    REVERTED,
    UNDO,
    Emergency,
)
from portlight.kernel.emergencies.queries import Card, card, parameters
from portlight.kernel.emergencies.rules.declaring import Declaration, examine
from portlight.kernel.emergencies.rules.effects import drifted
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.refusals import Refused

WHY_AT_MOST = 400


def draft(told: Declaration, *, by: Actor, at: datetime, request_id: UUID | None = None) -> int:
    """Keep a declaration; returns its number. Nothing follows from it.

    Refused: as `rules.declaring.examine`, emergencies.person-needed, timeline.resend-differs.
    """
    _person(by)
    kept = _examined(told, at).kept()
    with transaction.atomic():
        if (earlier := resent(by=by, request_id=request_id, given=kept)) is not None:
            return int(earlier)
        row = Emergency.objects.create(**kept, worded_by=by.key)
        record("emergencies.drafted", about=about(row.pk), by=by, at=at, facts=_facts(told), request_id=request_id,
               given=kept, result=str(row.pk))  # fmt: skip
    return int(row.pk)


def amend(number: int, turn: int, told: Declaration, *, by: Actor, at: datetime) -> None:
    """Put another declaration in the place of a draft or a proposal, as it stood at `turn`; it is a draft again.

    Refused: as `draft`, emergencies.unknown, .signed-already, .changed-meanwhile.
    """
    _person(by)
    kept = _examined(told, at).kept()
    with transaction.atomic():
        found = _one(number)
        if found.state not in (DRAFT, PROPOSED):
            raise Refused("emergencies.signed-already")
        if found.turn != turn:
            raise Refused("emergencies.changed-meanwhile")
        _change(found, **kept, state=DRAFT, doing="", cursor="", digest="", worded_by=by.key, proposed_by="")
        record("emergencies.amended", about=about(number), by=by, at=at, facts=_facts(told))


def propose(number: int, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Have it counted: the plan of every effect is made page by page, and frozen. A proposal is counted again so too.

    Whoever words it or asks for it first does not sign it. Refused: emergencies.unknown, .person-needed,
    .signed-already, .over, and as `draft`.
    """
    _person(by)
    with _told("emergencies.proposed", number, by, at, request_id) as found:
        if found is None:
            return
        if found.state not in (DRAFT, PROPOSED):
            raise Refused("emergencies.signed-already")
        _not_over(found, at)
        _examined(found.declared, at)
        first = found.proposed_by or by.key
        _change(found, state=PROPOSED, doing=CLEAR, cursor="", digest="", proposed_by=first)


def sign(number: int, digest: str, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """A second person puts it in force, with the plan of this `digest`, as she saw it counted.

    What it sets holds from this moment (or from its beginning, where that is later) for everybody who asks; the rows
    of the plan follow by pages. The plan is made anew before: where more than one row in a hundred differs, of a small
    plan any, it must be counted and shown again. Refused: emergencies.unknown, .person-needed, .not-proposed,
    .own-proposal, .being-counted, .plan-changed, .over, and as `draft`.
    """
    _person(by)
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=[number, digest]) is not None:
            return
    seen = _one(number)
    _may_sign(seen, digest, by, at)
    if apart := drifted(fingerprints(number), fingerprints_anew(seen, at)):  # reading only: nothing waits for it
        raise Refused("emergencies.plan-changed", rows=apart)
    with _told("emergencies.signed", number, by, at, request_id, given=digest) as found:
        if found is not None:
            _may_sign(found, digest, by, at)
            _change(found, state=EFFECTIVE, doing=APPLY, cursor="", signed_by=by.key, signed_at=at)


def revert(number: int, why: str, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Take it back: what it sets ends at once, and what its plan did is undone by pages, the last first.

    What changed since is left as it is and listed. What was collected only for it is destroyed, as when it ends.
    Refused: emergencies.unknown, .person-needed, .not-in-force, .why-missing.
    """
    with _told("emergencies.reverted", number, by, at, request_id, given=_why(why, by)) as found:
        _close(found, REVERTED, UNDO, why, by, at)


def end(number: int, why: str, *, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """It is over: what it sets ends at once, what it gave to persons stays, and what was collected only for it is
    destroyed by pages, with a protocol (Emergency Response Law 2024, art. 85).

    Refused: emergencies.unknown, .person-needed, .not-in-force, .under-way, .why-missing.
    """
    with _told("emergencies.ended", number, by, at, request_id, given=_why(why, by)) as found:
        if found and found.state == EFFECTIVE and found.doing and found.declared.since <= at:
            raise Refused("emergencies.under-way")
        _close(found, ENDED, DESTROY, why, by, at)


def about(number: int) -> str:
    """The timeline's subject."""
    return f"emergency:{number}"


def _close(found: Card | None, state: str, doing: str, why: str, by: Actor, at: datetime) -> None:
    """None: it was done before."""
    if found is None:
        return
    if found.state != EFFECTIVE:
        raise Refused("emergencies.not-in-force")
    _change(found, state=state, doing=doing, cursor="", closed_by=by.key, closed_at=at, closed_why=_why(why, by))


def _why(why: str, by: Actor) -> str:
    _person(by)
    why = " ".join(why.split())[:WHY_AT_MOST]
    if not why:
        raise Refused("emergencies.why-missing", field="why")
    return why


@contextmanager
def _told(
    kind: str, number: int, by: Actor, at: datetime, request_id: UUID | None, *, given: str = ""
) -> Iterator[Card | None]:
    """One transaction, one event; None inside when this very act was done before. `given` is hashed into the event."""
    asked = [number, given]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=asked) is not None:
            yield None
            return
        yield _one(number)
        facts = {"digest": given} if kind == "emergencies.signed" else {}
        record(kind, about=about(number), by=by, at=at, facts=facts, request_id=request_id, given=asked,
               result=str(number))  # fmt: skip


def _may_sign(found: Card, digest: str, by: Actor, at: datetime) -> None:
    if found.state != PROPOSED:
        raise Refused("emergencies.not-proposed")
    if by.key in (found.worded_by, found.proposed_by):
        raise Refused("emergencies.own-proposal")
    if found.doing:
        raise Refused("emergencies.being-counted")
    if found.digest != digest:
        raise Refused("emergencies.plan-changed", rows=0)
    _not_over(found, at)
    _examined(found.declared, at)


def _person(by: Actor) -> None:
    """A machine declares nothing and ends nothing."""
    if by.kind is not ActorKind.STAFF:
        raise Refused("emergencies.person-needed")


def _not_over(found: Card, at: datetime) -> None:
    if found.declared.until is not None and found.declared.until <= at:
        raise Refused("emergencies.over")


def _examined(told: Declaration, at: datetime) -> Declaration:
    return examine(told, parameters(), on=at.astimezone(timezone.get_default_timezone()).date())


def _one(number: int) -> Card:
    found = card(number)
    if found is None:
        raise Refused("emergencies.unknown")
    return found


def _change(found: Card, **change: Any) -> None:
    mine = Emergency.objects.filter(pk=found.number, turn=found.turn)
    if not mine.update(**change, turn=F("turn") + 1):
        raise Refused("emergencies.changed-meanwhile")


def _facts(told: Declaration) -> dict[str, Any]:
    """Codes only: the texts stand in the row."""
    basis = {"law": told.basis.law, "article": told.basis.article}
    return {**basis, "since": told.since, "until": told.until, "parameters": sorted(told.parameters)}
