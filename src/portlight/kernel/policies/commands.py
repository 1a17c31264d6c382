"""Drafting, proposing, publishing and retiring tables; deciding by them. The only writer of this room."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from portlight.kernel.policies import queries
from portlight.kernel.policies.models import DRAFT, PROPOSED, PUBLISHED, RETIRED, Made, Table, Version
from portlight.kernel.policies.rules import apart, digest, examine, judge, kept
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind, machine
from portlight.toolkit.joined import one_transaction
from portlight.toolkit.nameplate import plates
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert
from portlight.toolkit.tables import Decision

PRODUCT = machine("the product")
# The first table of a question was the office's rule before anything was decided by it.
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def draft(told: Any, *, by: Actor, at: datetime, request_id: UUID | None = None) -> int:
    """Keep a table and its cases as the next version of its name; returns the number. Anybody may be wrong in a draft,
    but it must be a table. Refused: policies.malformed, policies.other-purpose, timeline.resend-differs."""
    content, cases = apart(told)
    table = examine(content, cases).table
    given = digest(content, cases)
    with transaction.atomic():
        if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
            return int(earlier)
        owner, _ = Table.objects.get_or_create(name=table.name, defaults={"purpose": table.purpose})
        Table.objects.select_for_update().get(pk=owner.pk)  # numbers follow one another
        if owner.purpose != table.purpose:
            raise Refused("policies.other-purpose", name=table.name)
        number = _drafted(owner, content, cases, by)
        facts = {"number": number, "digest": given}
        record("policies.drafted", about=_about(table.name), by=by, at=at, facts=facts, request_id=request_id,
               given=given, result=str(number))  # fmt: skip
    return number


def propose(name: str, number: int, *, since: datetime, by: Actor, at: datetime) -> None:
    """Ask for it to be in force from `since`: every check and every case is run. Refused: policies.unknown, .not-draft,
    .past, and as `rules.judge`."""
    with transaction.atomic():
        row = _row(name, number)
        if row.state != DRAFT:
            raise Refused("policies.not-draft", name=name)
        judge(examine(row.content, row.cases))
        if since < at:
            raise Refused("policies.past", field="since")
        _change(row, DRAFT, state=PROPOSED, effective_from=since, proposed_by=by.key)
        record("policies.proposed", about=_about(name), by=by, at=at, facts={"number": number, "since": since})


def publish(name: str, number: int, *, by: Actor, at: datetime) -> None:
    """A second person puts it in force, from the day that was proposed, at the earliest now; the one before ends then.

    Refused: policies.unknown, .not-proposed, .own-proposal, .person-needed, .begins-twice, and as `rules.judge`.
    """
    if by.kind is not ActorKind.STAFF:
        raise Refused("policies.person-needed")
    try:
        with transaction.atomic():
            row = _row(name, number)
            if row.state != PROPOSED:
                raise Refused("policies.not-proposed", name=name)
            if by.key in (row.proposed_by, row.drafted_by):
                raise Refused("policies.own-proposal")
            judge(examine(row.content, row.cases))
            _in_force(row, since=max(row.effective_from or at, at), by=by, at=at)
    except IntegrityError:
        raise Refused("policies.begins-twice", name=name) from None


def retire(name: str, number: int, *, by: Actor, at: datetime) -> None:
    """Take back a draft, a proposal, or what was published and has not begun: the version before it goes on.

    What is in force ends only where another begins: a table without a version would close a counter. Refused:
    policies.unknown, .person-needed, .retired, .in-force.
    """
    if by.kind is not ActorKind.STAFF:
        raise Refused("policies.person-needed")
    with transaction.atomic():
        row = _row(name, number)
        if row.state == RETIRED:
            raise Refused("policies.retired", name=name)
        if row.state == PUBLISHED:
            _give_back(row, at)
        _change(row, row.state, state=RETIRED, effective_from=None, effective_until=None)
        record("policies.retired", about=_about(name), by=by, at=at, facts={"number": number})


def decide(name: str, facts: Mapping[str, Any], *, about: str, by: Actor, at: datetime) -> Decision:
    """By the version in force at `at`; which one, the facts and the outcome are kept, so it can be made again.

    Facts are the table's inputs and nothing else. Refused: policies.nothing-in-force, policies.wrong-facts.
    """
    with one_transaction():
        by_version = _ready(name, at)
        found = queries.asked(by_version.table, facts)
        told, output = kept(facts), dict(found.output)
        insert(Made(version_id=by_version.key, about=about, facts=told, output=output, row=found.row, at=at))
        which = {"table": name, "version": by_version.number, "row": found.row}
        record("policies.decided", about=about, by=by, at=at, facts=which)
    return found


def load_tables(*, by: Actor, at: datetime) -> int:
    """Publishes the tables that came with the product, each where its name has no version yet; returns how many."""
    return sum(_load(json.loads(file.read_text(encoding="utf-8")), by, at) for file in _files())


def _files() -> list[Path]:
    return [file for plate in plates() for file in plate.tables]


def _load(told: Mapping[str, Any], by: Actor, at: datetime) -> bool:
    """What ships is checked like what an office writes. Two processes that start at once: one of them loads."""
    content, cases = apart(told)
    if Version.objects.filter(table__name=content["name"]).exists():
        return False
    examined = examine(content, cases)
    judge(examined)
    try:
        with transaction.atomic():
            owner, _ = Table.objects.get_or_create(
                name=examined.table.name, defaults={"purpose": examined.table.purpose}
            )  # fmt: skip
            number = _drafted(owner, content, cases, PRODUCT)
            _in_force(_row(owner.name, number), since=ALWAYS, by=PRODUCT, at=at, loaded_by=by)
    except IntegrityError:
        return False
    return True


def _ready(name: str, at: datetime) -> queries.InForce:
    """An office that was not prepared anew after an upgrade has the product's table all the same."""
    found = queries.ready(name, at)
    if found is None:
        for file in _files():
            told = json.loads(file.read_text(encoding="utf-8"))
            if told["name"] == name:
                _load(told, PRODUCT, at)
                found = queries.ready(name, at)
    if found is None:
        raise Refused("policies.nothing-in-force", name=name)
    return found


def _drafted(owner: Table, content: dict[str, Any], cases: list[Any], by: Actor) -> int:
    last = Version.objects.filter(table=owner).aggregate(last=Max("number"))["last"] or 0
    Version.objects.create(
        table=owner, number=last + 1, content=content, cases=cases, digest=digest(content, cases), drafted_by=by.key
    )  # fmt: skip
    return int(last) + 1


def _in_force(row: Version, *, since: datetime, by: Actor, at: datetime, loaded_by: Actor | None = None) -> None:
    """The versions of a table follow one another without a gap: the one before ends where this begins."""
    Table.objects.select_for_update().get(pk=row.table_id)  # one at a time puts a version of a table in force
    others = Version.objects.filter(table=row.table, state=PUBLISHED)
    others.filter(Q(effective_until=None) | Q(effective_until__gt=since), effective_from__lt=since).update(
        effective_until=since
    )
    later = others.filter(effective_from__gt=since).order_by("effective_from").first()
    _change(
        row, row.state, state=PUBLISHED, effective_from=since, effective_until=later and later.effective_from,
        published_by=by.key, published_at=at,
    )  # fmt: skip
    record("policies.published", about=_about(row.table.name), by=loaded_by or by, at=at,
           facts={"number": row.number, "since": since, "proposed_by": row.proposed_by})  # fmt: skip


def _give_back(row: Version, at: datetime) -> None:
    """The time of a version that has not begun goes back to the one before it."""
    before = Version.objects.filter(table=row.table, state=PUBLISHED, effective_until=row.effective_from)
    begun = row.effective_from is None or row.effective_from <= at
    if begun or not before.update(effective_until=row.effective_until):
        raise Refused("policies.in-force", name=row.table.name)


def _row(name: str, number: int) -> Version:
    row = Version.objects.select_related("table").filter(table__name=name, number=number).first()
    if row is None:
        raise Refused("policies.unknown", name=name)
    return row


def _change(row: Version, was: str, **change: Any) -> None:
    if not Version.objects.filter(pk=row.pk, state=was).update(**change):
        raise Refused("policies.changed-meanwhile", name=row.table.name)


def _about(name: str) -> str:
    return f"policy:{name}"
