"""Enrolling many people: 170,000 in half a minute, sealed, in transactions of 2,000."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction

from portlight.kernel.people.commands.bulk import put, reserve
from portlight.kernel.people.commands.rows import chain_numbers
from portlight.kernel.people.rules import NewAddress, NewPaper, NewPerson, check_person
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind, seal

BATCH = 2000
PERSON = ("id", "key", "seal", "name", "birth_date", "nationality", "district_id", "enrolled_at", "chain_id")
ADDRESS = (
    "person_id",
    "channel",
    "seal",
    "value",
    "value_index",
    "verified_at",
    "consented_at",
    "made_at",
)
PAPER = ("person_id", "seal", "country", "number", "number_index", "expires_on")


def enrol(many: Sequence[NewPerson], *, by: Actor, at: datetime, request_id: UUID | None = None) -> list[UUID]:
    """Enrols people, one transaction and one timeline entry for each 2,000; returns their keys in the order given.

    All are checked before the first is written. With `request_id` a run that stopped midway is sent again as a whole:
    what was written is found again and not doubled. Refused as `rules.check_person`, and people.key-known.
    """
    for person in many:
        check_person(person)
    keys: list[UUID] = []
    for since in range(0, len(many), BATCH):
        own = None if request_id is None else uuid5(request_id, str(since))
        keys += _batch(many[since : since + BATCH], by=by, at=at, request_id=own)
    return keys


def _batch(many: Sequence[NewPerson], *, by: Actor, at: datetime, request_id: UUID | None) -> list[UUID]:
    keys = [person.key or (uuid5(request_id, str(n)) if request_id else uuid4()) for n, person in enumerate(many)]
    given = _digest(many)
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return keys
        persons = _persons(many, keys, at)
        _belongings(many, persons, at)
        record(
            "people.enrolled", about="people:all" if len(keys) > 1 else f"person:{keys[0]}", by=by, at=at,
            facts={"count": len(keys), "content": given}, request_id=request_id, given=given, result=str(len(keys)),
        )  # fmt: skip
    return keys


def _digest(many: Sequence[NewPerson]) -> str:
    """A keyed hash of the whole batch: it shows what was enrolled, and nobody without the ring can guess at it."""
    told = hmac.new(settings.KEYS.index, b"people.enrolled", hashlib.sha256)
    for person in many:
        told.update(f"{person!r}\n".encode())
    return told.hexdigest()


def _persons(many: Sequence[NewPerson], keys: Sequence[UUID], at: datetime) -> Sequence[int]:
    chains = chain_numbers(person.languages for person in many)
    numbers = reserve("people_person", len(many))
    rows = (
        (number, *_person(person, key, at), chains[person.languages])
        for number, person, key in zip(numbers, many, keys, strict=True)
    )
    try:
        with transaction.atomic():
            put("people_person", PERSON, rows)
    except IntegrityError:
        raise Refused("people.key-known") from None
    return numbers


def _person(person: NewPerson, key: UUID, at: datetime) -> tuple[Any, ...]:
    own = uuid4()
    born = person.birth_date
    name = seal(person.name, column="people_person.name", seal=own) if person.name else None
    birth_date = seal(born.isoformat(), column="people_person.birth_date", seal=own) if born else None
    return key, own, name, birth_date, person.nationality, person.district, at


def _belongings(many: Sequence[NewPerson], numbers: Sequence[int], at: datetime) -> None:
    pairs = list(zip(many, numbers, strict=True))
    put("people_address", ADDRESS, (row for person, number in pairs for row in _addresses(person, number, at)))
    put("people_paper", PAPER, (_paper(each, number) for person, number in pairs for each in person.papers))
    put(
        "people_interest", ("person_id", "topic"), ((n, t) for person, n in pairs for t in dict.fromkeys(person.topics))
    )


def _addresses(person: NewPerson, number: int, at: datetime) -> Iterable[tuple[Any, ...]]:
    """One row for each address; one written twice (`A@x.org`, `a@x.org`) is one address."""
    return {(row[1], row[4]): row for row in (address(each, number, at) for each in person.addresses)}.values()


def address(new: NewAddress, person: int, at: datetime) -> tuple[Any, ...]:
    """The row of a new address, in the order of `ADDRESS`; not yet written."""
    own = uuid4()
    return (
        person,
        new.channel,
        own,
        seal(new.value, column="people_address.value", seal=own),
        blind(new.value, purpose=f"address.{new.channel}"),
        at if new.verified else None,
        at if new.consented else None,
        at,
    )


def _paper(new: NewPaper, person: int) -> tuple[Any, ...]:
    own = uuid4()
    number = seal(new.number, column="people_paper.number", seal=own)
    return person, own, new.country, number, blind(f"{new.country}{new.number}", purpose="paper.paper"), new.expires_on
