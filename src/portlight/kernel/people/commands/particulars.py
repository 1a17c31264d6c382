"""A person's own choices, and her wish to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from portlight.kernel.people.commands.copying import drop_copies
from portlight.kernel.people.commands.rows import chain_numbers, person_held, person_row
from portlight.kernel.people.models import Address, Interest, Paper, Person, Proof, Session, Share
from portlight.kernel.people.rules import NewPaper, check_languages, check_topic
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.joined import one_transaction
from portlight.toolkit.sealed import blind, seal
from portlight.toolkit.statements import insert


def set_languages(
    *, person: UUID, languages: Sequence[str], by: Actor, at: datetime, request_id: UUID | None = None
) -> None:
    """The person's languages in her order.

    Refused: people.unknown, people.language-unknown, people.language-doubled.
    """
    chain = tuple(languages)
    check_languages(chain)
    given = [str(person), list(chain)]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        row = person_row(person)
        Person.objects.filter(pk=row.pk).update(chain=chain_numbers([chain])[chain])
        record(
            "people.languages-set", about=f"person:{person}", by=by, at=at, facts={"languages": list(chain)},
            request_id=request_id, given=given,
        )  # fmt: skip


def set_interests(
    *, person: UUID, topics: Sequence[str], by: Actor, at: datetime, request_id: UUID | None = None
) -> None:
    """The topics the person wants to hear about; others are dropped. Refused: people.unknown, people.topic-odd."""
    for topic in topics:
        check_topic(topic)
    wanted = sorted(set(topics))
    given = [str(person), "topics", wanted]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        row = person_row(person)
        Interest.objects.filter(person=row).exclude(topic__in=wanted).delete()
        Interest.objects.bulk_create([Interest(person=row, topic=t) for t in wanted], ignore_conflicts=True)
        record(
            "people.interests-set", about=f"person:{person}", by=by, at=at, facts={"topics": wanted},
            request_id=request_id, given=given,
        )  # fmt: skip


def note_paper(*, person: UUID, paper: NewPaper, by: Actor, at: datetime) -> bool:
    """The person travels on this paper: kept sealed beside her others. False when it was known already.

    Refused: people.unknown.
    """
    index = blind(f"{paper.country}{paper.number}", purpose="paper.paper")
    with one_transaction():
        row = person_held(person)
        if Paper.objects.filter(person=row, number_index=index).update(expires_on=paper.expires_on):
            return False
        own = uuid4()
        number = seal(paper.number, column="people_paper.number", seal=own)
        insert(Paper(
            person_id=row, seal=own, country=paper.country, number=number, number_index=index,
            expires_on=paper.expires_on,
        ))  # fmt: skip
        record("people.paper-noted", about=f"person:{person}", by=by, at=at)
    return True


def erase(*, person: UUID, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Forgets the person: name, birth date, papers, addresses, topics, sign-ins, links and copies. The row stays,
    empty, for the counts.

    The timeline keeps keys only, so its chain stays whole. Refused: people.unknown.
    """
    given = [str(person), "erase"]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return
        row = person_row(person)
        Proof.objects.filter(address__person=row).delete()
        Session.objects.filter(person=row).delete()
        Interest.objects.filter(person=row).delete()
        Paper.objects.filter(person=row).delete()
        Share.objects.filter(person=row).delete()
        drop_copies(row.pk)
        gone = Concat(Value("erased:"), Cast(F("pk"), CharField()))
        Address.objects.filter(person=row).update(value=b"", value_index=gone, withdrawn_at=at)
        Person.objects.filter(pk=row.pk).update(name=None, birth_date=None, nationality="", district=None, erased_at=at)
        record("people.erased", about=f"person:{person}", by=by, at=at, request_id=request_id, given=given)
