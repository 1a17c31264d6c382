"""Enrolling many people: 170,000 in half a minute, sealed, in transactions of 2,000."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction

from portlight.kernel.people.commands.rows import chain_numbers
from portlight.kernel.people.models import Address, Interest, Paper, Person
from portlight.kernel.people.rules import NewAddress, NewPaper, NewPerson, check_person
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind, seal

BATCH = 2000


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


def _persons(many: Sequence[NewPerson], keys: Sequence[UUID], at: datetime) -> list[Person]:
    chains = chain_numbers(person.languages for person in many)
    rows = [_person(person, key, chains[person.languages], at) for person, key in zip(many, keys, strict=True)]
    try:
        with transaction.atomic():
            return Person.objects.bulk_create(rows)
    except IntegrityError:
        raise Refused("people.key-known") from None


def _person(person: NewPerson, key: UUID, chain: int, at: datetime) -> Person:
    own = uuid4()
    born = person.birth_date
    return Person(
        key=key,
        seal=own,
        name=seal(person.name, column="people_person.name", seal=own) if person.name else None,
        birth_date=seal(born.isoformat(), column="people_person.birth_date", seal=own) if born else None,
        nationality=person.nationality,
        chain_id=chain,
        district_id=person.district,
        enrolled_at=at,
    )


def _belongings(many: Sequence[NewPerson], rows: Sequence[Person], at: datetime) -> None:
    pairs = list(zip(many, rows, strict=True))
    Address.objects.bulk_create([address(each, row.pk, at) for person, row in pairs for each in person.addresses])
    Paper.objects.bulk_create([_paper(each, row.pk) for person, row in pairs for each in person.papers])
    Interest.objects.bulk_create([Interest(person_id=row.pk, topic=t) for person, row in pairs for t in person.topics])


def address(new: NewAddress, person: int, at: datetime) -> Address:
    """The row of a new address, not yet written."""
    own = uuid4()
    return Address(
        person_id=person,
        channel=new.channel,
        seal=own,
        value=seal(new.value, column="people_address.value", seal=own),
        value_index=blind(new.value, purpose=f"address.{new.channel}"),
        verified_at=at if new.verified else None,
        consented_at=at if new.consented else None,
        made_at=at,
    )


def _paper(new: NewPaper, person: int) -> Paper:
    own = uuid4()
    return Paper(
        person_id=person,
        seal=own,
        country=new.country,
        number=seal(new.number, column="people_paper.number", seal=own),
        number_index=blind(f"{new.country}{new.number}", purpose="paper.paper"),
        expires_on=new.expires_on,
    )
