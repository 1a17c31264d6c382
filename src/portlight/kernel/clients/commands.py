"""Admitting programs of institutions, giving them keys, shutting them out. The only writer of this room."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from portlight.kernel.clients.models import Client, Key
from portlight.kernel.clients.queries import Caller, secret_index
from portlight.kernel.clients.rules import LONGEST, NAME_LENGTH, NAME_LETTERS, OVERLAP, SECRET_BYTES, written
from portlight.kernel.people import commands as people
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.nameplate import scopes as known_scopes
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind


@dataclass(frozen=True, kw_only=True)
class Issued:
    """`key` is the whole secret, given this once; empty when the same was asked for before."""

    client: UUID
    key: str


def admit(
    *, institution: str, program: str, contact: str, language: str, scopes: Sequence[str], by: Actor, at: datetime,
    until: datetime | None = None, request_id: UUID | None = None,
) -> Issued:  # fmt: skip
    """A program of an institution may speak to us from now on, for `scopes`, until `until` (exclusive).

    `contact` is the e-mail address of whoever answers for it, `language` hers. Refused: clients.officer-needed,
    .institution-empty, .program-empty, .name-too-long, .scope-unknown, .over-already, .ends-too-late, .known,
    people.address-odd, timeline.resend-differs.
    """
    _officer(by)
    institution, program = _named(institution, "institution"), _named(program, "program")
    if not scopes or not set(scopes) <= set(known_scopes()):
        raise Refused("clients.scope-unknown", field="scopes")
    ends = _until(until, at)
    given = [institution, program, blind(contact, purpose="address.email"), sorted(scopes), str(until or "")]
    try:
        with transaction.atomic():
            if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
                return Issued(client=UUID(earlier), key="")
            met = people.meet(channel="email", value=contact, languages=(language,), by=by, at=at)
            row = Client.objects.create(
                institution=institution, program=program, contact_id=met.address, contact_fresh=met.fresh,
                scopes=sorted(scopes), made_at=at, made_by=by.key,
            )  # fmt: skip
            name, key = _key(row, ends, by, at)
            record("clients.admitted", about=f"client:{row.key}", by=by, at=at, request_id=request_id, given=given,
                   result=str(row.key), facts={"scopes": row.scopes, "key": name, "until": ends})  # fmt: skip
    except IntegrityError:
        raise Refused("clients.known", field="program") from None
    return Issued(client=row.key, key=key)


def renew(
    client: UUID, *, by: Actor, at: datetime, until: datetime | None = None, leaked: bool = False,
    request_id: UUID | None = None,
) -> Issued:  # fmt: skip
    """Another key. Those before it open for a week more at most; when one has `leaked`, nothing from now on.

    Refused: clients.officer-needed, .unknown, .withdrawn, .over-already, .ends-too-late, timeline.resend-differs.
    """
    _officer(by)
    ends = _until(until, at)
    given: list[Any] = [str(client), str(until or ""), leaked]
    with transaction.atomic():
        if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
            return Issued(client=UUID(earlier), key="")
        row = _held(client)
        stop = at if leaked else at + OVERLAP
        row.keys.filter(until__gt=stop).update(until=stop)
        name, key = _key(row, ends, by, at)
        record("clients.key-made", about=f"client:{client}", by=by, at=at, request_id=request_id, given=given,
               result=str(client), facts={"key": name, "until": ends, "leaked": leaked})  # fmt: skip
    return Issued(client=client, key=key)


def withdraw(client: UUID, *, by: Actor, at: datetime) -> None:
    """None of its keys opens anything from now on; what it has handed in stands. A second time changes nothing.

    Refused: clients.officer-needed, clients.unknown.
    """
    _officer(by)
    with transaction.atomic():
        row = Client.objects.select_for_update().filter(key=client).first()
        if row is None:
            raise Refused("clients.unknown")
        if Client.objects.filter(pk=row.pk, withdrawn_at=None).update(withdrawn_at=at):
            record("clients.withdrawn", about=f"client:{client}", by=by, at=at)
            _forget_contact(row, by, at)


def note_use(caller: Caller, *, on: date) -> None:
    """Keeps the day on which a key was last used; the first call of a day writes, the others do not."""
    if caller.used_on is None or caller.used_on < on:
        unnoted = Q(used_on=None) | Q(used_on__lt=on)
        Key.objects.filter(unnoted, pk=caller.number).update(used_on=on)


def _key(row: Client, until: datetime, by: Actor, at: datetime) -> tuple[str, str]:
    """Its open name, and the whole of it."""
    name = "".join(secrets.choice(NAME_LETTERS) for _ in range(NAME_LENGTH))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    Key.objects.create(
        client=row, name=name, secret_index=secret_index(name, secret), made_at=at, made_by=by.key, until=until
    )
    return name, written(name, secret)


def _held(client: UUID) -> Client:
    """The program, held until the transaction ends: a key made while it is withdrawn would outlive it."""
    row = Client.objects.select_for_update().filter(key=client).first()
    if row is None:
        raise Refused("clients.unknown")
    if row.withdrawn_at is not None:
        raise Refused("clients.withdrawn")
    return row


def _forget_contact(row: Client, by: Actor, at: datetime) -> None:
    """Whoever is known only as the contact of this program is known no longer; proved addresses stay."""
    others = Client.objects.filter(contact_id=row.contact_id, withdrawn_at=None).exclude(pk=row.pk)
    if row.contact_id is None or not row.contact_fresh:
        return
    if others.exists():
        others.update(contact_fresh=True)  # the last one forgets her
        return
    people.forget_if_unproved(address=row.contact_id, by=by, at=at)


def _officer(by: Actor) -> None:
    if by.kind is not ActorKind.STAFF:
        raise Refused("clients.officer-needed")


def _named(text: str, field: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise Refused("clients.institution-empty" if field == "institution" else "clients.program-empty", field=field)
    if len(said) > LONGEST:
        raise Refused("clients.name-too-long", field=field, most=LONGEST)
    return said


def _until(wanted: datetime | None, at: datetime) -> datetime:
    """The end of a key: what was chosen, or the office's usual term, which is also the longest."""
    latest = at + timedelta(days=settings.CLIENT_KEY_DAYS)
    if wanted is None:
        return latest
    if wanted <= at:
        raise Refused("clients.over-already", field="until")
    if wanted > latest + timedelta(days=1):  # the last day of the term may be used to its end
        raise Refused("clients.ends-too-late", field="until", days=settings.CLIENT_KEY_DAYS)
    return wanted
