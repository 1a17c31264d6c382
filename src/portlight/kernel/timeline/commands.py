"""Writing the timeline. Everything that happens records one event here, in its own transaction."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from portlight.kernel.timeline.models import Event, Head
from portlight.kernel.timeline.queries import entry_of, head
from portlight.kernel.timeline.rules import canonical, input_hash, sealed_after
from portlight.toolkit.actor import Actor
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert, select

_CHAINING = 7_053_001  # PostgreSQL advisory lock: one process chains at a time
_ASKING = 7_053  # … and its two-key space for commands that were sent twice at the same moment
_SENT = "SELECT input_hash, result FROM timeline_event WHERE by_kind = %s AND by_key = %s AND request_id = %s"
# What `gathered` holds back, and how many savepoints were open when it began.
_held: ContextVar[tuple[list[Event], int] | None] = ContextVar("timeline.held", default=None)


def record(
    kind: str,
    *,
    about: str,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    request_id: UUID | None = None,
    given: Any = None,
    result: str = "",
) -> None:
    """Adds one event. Call it inside the transaction of the command it tells about.

    `facts` are codes and keys (moments and UUIDs are kept as text), never names, numbers or addresses. With
    `request_id`, `given` is the command's input (any JSON) and `result` the key of what it made: a resend finds both
    through `resent`.
    """
    event = Event(
        at=at, kind=kind, about=about, by_kind=by.kind.value, by_key=by.key, request_id=request_id,
        input_hash=input_hash(given) if request_id else "", result=result, facts=json.loads(canonical(facts or {})),
    )  # fmt: skip
    held = _held.get()
    if held is not None and held[1] == len(connection.savepoint_ids):
        held[0].append(event)
    else:  # in a savepoint of its own an event is written at once: it goes where that is taken back
        insert(event)


@contextmanager
def gathered() -> Iterator[None]:
    """What is recorded inside is written at the end, in one statement and in its order; nothing after an exception.

    For a command of many parts, inside its transaction: a statement for each event was a tenth of a declaration. No
    part may look for what another has just recorded.
    """
    held: list[Event] = []
    before = _held.set((held, len(connection.savepoint_ids)))
    try:
        yield
    finally:
        _held.reset(before)
    insert(*held)


def record_each(kind: str, told: Sequence[tuple[str, Mapping[str, Any]]], *, by: Actor, at: datetime) -> None:
    """One event of the same kind for each (subject, facts), in one statement: what a page of rows had happen to it.

    As `record` otherwise, without requests of their own.
    """
    Event.objects.bulk_create(
        Event(at=at, kind=kind, about=about, by_kind=by.kind.value, by_key=by.key, facts=json.loads(canonical(facts)))
        for about, facts in told
    )


def resent(*, by: Actor, request_id: UUID | None, given: Any) -> str | None:
    """The result of this very command when it was done before, else None. First line of a command's transaction.

    A second sending at the same moment waits here for the first. Refused("timeline.resend-differs") when the same
    `request_id` came with other content.
    """
    if request_id is None:
        return None
    _wait_for_twin(by, request_id)
    found = one(select(_SENT, by.kind.value, by.key, request_id))
    if found is None:
        return None
    if found[0] != input_hash(given):
        raise Refused("timeline.resend-differs")
    return str(found[1])


def chain(*, at: datetime, most: int = 5000) -> int:
    """Seals up to `most` events that have no seal yet, in the order of their numbers; returns how many.

    Run by the worker every second. An event whose transaction ended late is sealed by a later run, behind those
    already sealed: the place in the chain is the seal's own, so nobody ever waits for the chain.
    """
    with transaction.atomic():
        _alone()
        seal = head()
        rows = list(Event.objects.filter(seal=None).order_by("id")[:most])
        for row in rows:
            seal = row.seal = sealed_after(seal, entry_of(row))
        if rows:
            _write_seals([(row.seal or "", row.pk) for row in rows])
    return len(rows)


def sign_head(*, on: date, at: datetime) -> str | None:
    """Keeps the head of the chain for the day `on`, signed; once a day, the seal it signed. None before the first."""
    with transaction.atomic():
        _alone()
        kept = Head.objects.filter(on=on).first()
        if kept:
            return kept.seal
        seal = Event.objects.exclude(seal=None).order_by("-seal").values_list("seal", flat=True).first()
        if seal:
            Head.objects.create(on=on, seal=seal, signature=signature(on=on, seal=seal), made_at=at)
    return seal


def signature(*, on: date, seal: str) -> str:
    """The signature of a day's head under the key ring: whoever holds the ring can check a copy kept elsewhere."""
    return hmac.new(settings.KEYS.index, f"timeline head {on} {seal}".encode(), hashlib.sha256).hexdigest()


def _write_seals(pairs: list[tuple[str, int]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE timeline_event SET seal = new.seal FROM unnest(%s::varchar[], %s::bigint[]) AS new(seal, id)"
                " WHERE timeline_event.id = new.id AND timeline_event.seal IS NULL",
                [[seal for seal, _ in pairs], [number for _, number in pairs]],
            )
        else:
            cursor.executemany("UPDATE timeline_event SET seal = %s WHERE id = %s AND seal IS NULL", pairs)


def _alone() -> None:
    """One process at a time until the transaction ends. SQLite is alone since BEGIN IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAINING])


def _wait_for_twin(by: Actor, request_id: UUID) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_ASKING, f"{by.key}{request_id.hex}"])
