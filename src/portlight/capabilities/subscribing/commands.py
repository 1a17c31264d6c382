"""Signing up, confirming, choosing, and stopping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.subscribing.models import SignUp
from portlight.capabilities.subscribing.rules import CONFIRM_WITHIN, check_consent
from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.actor import person as person_actor
from portlight.toolkit.refusals import Refused

_FORGETTING = machine("subscribing")


@transaction.atomic
def sign_up(
    *,
    channel: str,
    value: str,
    languages: Sequence[str],
    topics: Sequence[str],
    consent: bool,
    texts: Mapping[str, Frozen],
    by: Actor,
    at: datetime,
) -> int:
    """Keep the choices until the address is proved, and send the code there. Returns the address's number.

    A known address is not changed by a stranger who types it: only its owner can read the code. `texts` are the message
    with `{code}` in it, by language. Refuses: subscribing.no-consent, subscribing.throttled, people.address-odd.
    """
    check_consent(consent)
    met = people.meet(channel=channel, value=value, languages=languages, by=by, at=at)
    number = met.address
    try:
        code = people.ask_proof(address=number, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "people.proofs-too-many":
            raise
        raise Refused("subscribing.throttled", field="address") from None
    SignUp.objects.update_or_create(
        address_id=number,
        defaults={"languages": list(languages), "topics": sorted(topics), "asked_at": at, "fresh": met.fresh},
    )
    chosen = {languages[0]: texts[languages[0]]} if languages[0] in texts else texts
    delivery.tell_code(address_id=number, code=code, texts=chosen, kind="subscribing.code-sent", by=by, at=at)
    timeline.record("subscribing.signed-up", about=f"address:{number}", by=by, at=at, facts={"topics": sorted(topics)})
    return number


def confirm(*, address: int, code: str, by: Actor, at: datetime) -> UUID | None:
    """The code is right: the address is proved, the choices become the person's, and she has agreed. Returns her key.

    None: several people share the address. It is proved, and `confirm_as` takes the choices when one has been chosen.
    Refuses: people.proof-wrong, people.proof-over, people.proof-spent. Proving counts its attempts for good, so it is a
    transaction of its own; a fall between the two leaves a proved address without consent, and nothing is sent to it.
    """
    key = people.prove(address=address, code=code, by=by, at=at)
    if len(queries.sharing(address)) > 1:
        return None
    _take(key, address, asked=address, at=at)
    return key


def confirm_as(*, person: UUID, address: int, proved: int, at: datetime) -> None:
    """The choices made at a shared address become this person's. `address` is her own entry of it, `proved` the one
    whose code was typed. Refuses as people.prove_shared."""
    with transaction.atomic():
        if address != proved:
            people.prove_shared(address=address, proved=proved, by=person_actor(person), at=at)
        _take(person, address, asked=proved, at=at)


def _take(key: UUID, address: int, *, asked: int, at: datetime) -> None:
    herself = person_actor(key)
    with transaction.atomic():
        chosen = SignUp.objects.filter(address_id=asked).first()
        if chosen is not None:
            people.set_languages(person=key, languages=chosen.languages, by=herself, at=at)
            people.set_interests(person=key, topics=chosen.topics, by=herself, at=at)
            chosen.delete()
        people.consent(address=address, by=herself, at=at)
        delivery.lift(address_id=address, by=herself, at=at)  # an address that answers is no longer a dead one
        timeline.record("subscribing.confirmed", about=f"person:{key}", by=herself, at=at, facts={"address": address})


@transaction.atomic
def choose(
    *,
    person: UUID,
    languages: Sequence[str],
    topics: Sequence[str],
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> None:
    """The person changes her languages and topics. Refuses as people.set_languages and people.set_interests."""
    given = {"languages": list(languages), "topics": sorted(topics)}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    people.set_languages(person=person, languages=languages, by=by, at=at)
    people.set_interests(person=person, topics=topics, by=by, at=at)
    timeline.record(
        "subscribing.chosen", about=f"person:{person}", by=by, at=at, facts={"topics": sorted(topics)},
        request_id=request_id, given=given, result=str(person),
    )  # fmt: skip


@transaction.atomic
def stop(*, token: str, at: datetime) -> bool:
    """Stop messages to the address a one-click link belongs to; False when the link is not ours."""
    number = delivery.stop_by_token(token=token)
    card = queries.address(number) if number else None
    if number is None or card is None:
        return False
    if card.withdrawn_at is None:
        people.withdraw(address=number, by=person_actor(card.person), at=at)
    return True


@transaction.atomic
def stop_address(*, person: UUID, address: int, by: Actor, at: datetime) -> None:
    """The person stops one of her own addresses. Refuses another's (people.address-unknown)."""
    _own(person, address)
    people.withdraw(address=address, by=by, at=at)


@transaction.atomic
def move(*, person: UUID, address: int, value: str, texts: Mapping[str, Frozen], by: Actor, at: datetime) -> int:
    """Another address in the place of an old one; a code goes to the new one, and nothing else until it is proved."""
    _own(person, address)
    card = queries.person(person)
    languages = card.languages if card and card.languages else ("en",)
    number = people.change_address(address=address, value=value, by=by, at=at)
    code = people.ask_proof(address=number, by=by, at=at)
    SignUp.objects.update_or_create(
        address_id=number,
        defaults={
            "languages": list(languages),
            "topics": list(card.topics) if card else [],
            "asked_at": at,
            "fresh": False,
        },
    )
    delivery.tell_code(address_id=number, code=code, texts=texts, kind="subscribing.code-sent", by=by, at=at)
    return number


def forget_unconfirmed(*, at: datetime, most: int = 200) -> int:
    """Erase people who were made for a sign-up that nobody confirmed within a week. Returns how many."""
    old = list(SignUp.objects.filter(asked_at__lt=at - CONFIRM_WITHIN)[:most])
    for row in old:
        with transaction.atomic():
            row.delete()
            if row.fresh:
                people.forget_if_unproved(address=row.address_id, by=_FORGETTING, at=at)
    return len(old)


def _own(person: UUID, address: int) -> None:
    card = queries.address(address)
    if card is None or card.person != person:
        raise Refused("people.address-unknown")
