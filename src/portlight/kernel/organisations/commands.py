"""Institutions entered and closed; their officers invited, accepted and dismissed. The only writer of this room."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from portlight.kernel.organisations import queries
from portlight.kernel.organisations.models import ACTIVE, ENDED, INVITED, STANDING, Officer, Organisation
from portlight.kernel.organisations.queries import NAME
from portlight.kernel.organisations.rules import (
    INVITATION_LASTS,
    KINDS,
    LONGEST,
    ROLES,
    NewOrganisation,
    code_read,
    may,
)
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known_people
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor, ActorKind
from portlight.toolkit.joined import joined
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind, blind_bytes, seal


@dataclass(frozen=True, kw_only=True)
class Invited:
    """`token` goes into the link that is sent to `address`, and is kept nowhere. `first` is False for a request that
    was sent twice: then the link is on its way already."""

    officer: UUID
    address: int
    token: str
    first: bool


def enrol(new: NewOrganisation, *, by: Actor, at: datetime, request_id: UUID | None = None) -> UUID:
    """Enters an institution and returns its key. Refused: organisations.kind-unknown, .name-odd, .code-odd, .known;
    timeline.resend-differs."""
    zh, en, code = (" ".join(text.split()) for text in (new.zh, new.en, new.code))
    if new.kind not in KINDS:
        raise Refused("organisations.kind-unknown", field="kind")
    for field, name in (("zh", zh), ("en", en)):
        if len(name) > LONGEST or (field == "zh" and not name):
            raise Refused("organisations.name-odd", field=field)
    code = code_read(code)
    if not code:
        raise Refused("organisations.code-odd", field="code")
    try:
        with transaction.atomic():
            if (earlier := resent(by=by, request_id=request_id, given=asdict(new))) is not None:
                return UUID(earlier)
            row = Organisation.objects.create(kind=new.kind, zh=zh, en=en, code=code, made_at=at, made_by=by.key)
            record("organisations.enrolled", about=_about(row.key), by=by, at=at, facts={"kind": new.kind},
                   request_id=request_id, given=asdict(new), result=str(row.key))  # fmt: skip
    except IntegrityError:
        raise Refused("organisations.known", field="code") from None
    return row.key


def close(organisation: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody acts for it from now on. A second time changes nothing. Refused: organisations.unknown."""
    with transaction.atomic():
        row = _row(organisation)
        if Organisation.objects.filter(pk=row.pk, closed_at=None).update(closed_at=at):
            row.officers.filter(state__in=STANDING).update(state=ENDED, ended_at=at, token_hash="")
            record("organisations.closed", about=_about(organisation), by=by, at=at)


@joined
def invite(
    organisation: UUID, *, email: str, name: str, role: str, language: str, by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> Invited:  # fmt: skip
    """Invites somebody to act for the institution, for a week; again, and the earlier link is no longer good.

    The caller sends the token to the address. Staff may invite anybody, an officer of the institution too.
    Refused: organisations.unknown, .closed, .kind-unknown, .name-odd, .not-yours, .officer-already, people.address-odd,
    timeline.resend-differs.
    """
    given = [str(organisation), blind(email, purpose="address.email"), role]
    token = _token(by, request_id)
    if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
        row = Officer.objects.get(key=UUID(earlier))
        return Invited(officer=row.key, address=row.address_id, token=token, first=False)
    if role not in ROLES:
        raise Refused("organisations.kind-unknown", field="role")
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Refused("organisations.name-odd", field="name")
    held = _row(organisation)
    if held.closed_at is not None:
        raise Refused("organisations.closed")
    _may_invite(organisation, by)
    row = _invited(held, email, role, language, by, at)
    row.name = seal(name, column=NAME, seal=row.seal)
    row.token_hash, row.until, row.role = token_hash(token), at + INVITATION_LASTS, role
    row.save()
    record("organisations.invited", about=_about(organisation), by=by, at=at, request_id=request_id, given=given,
           result=str(row.key), facts={"officer": row.key, "role": role})  # fmt: skip
    return Invited(officer=row.key, address=row.address_id, token=token, first=True)


def accept(token: str, *, person: UUID, by: Actor, at: datetime) -> UUID:
    """She who has proved the address it was sent to acts from now on; the institution's key. Twice is once.

    Refused: organisations.invitation-over, organisations.invitation-other.
    """
    with transaction.atomic():
        hashed = token_hash(token)
        rows = Officer.objects.select_related("organisation", "person").filter(token_hash=hashed)
        row = rows.filter(state__in=STANDING, organisation__closed_at=None).first()
        if row is None or (row.state == INVITED and row.until <= at):
            raise Refused("organisations.invitation-over")
        if person not in {one.person for one in known_people.sharing(row.address_id)}:
            raise Refused("organisations.invitation-other")
        hers = known_people.number(person)
        if Officer.objects.filter(pk=row.pk, state=INVITED).update(state=ACTIVE, accepted_at=at, person_id=hers):
            record("organisations.accepted", about=_about(row.organisation.key), by=by, at=at,
                   facts={"officer": row.key, "role": row.role})  # fmt: skip
        return row.organisation.key


def dismiss(officer: UUID, *, by: Actor, at: datetime) -> None:
    """She acts for the institution no longer. The last officer only the office dismisses. Twice is once.

    Refused: organisations.unknown, organisations.not-yours, organisations.last-officer.
    """
    with transaction.atomic():
        row = Officer.objects.select_related("organisation").filter(key=officer).first()
        if row is None:
            raise Refused("organisations.unknown")
        _row(row.organisation.key)  # held: of two who dismiss each other one is the last
        _may_invite(row.organisation.key, by)
        others = row.organisation.officers.filter(state=ACTIVE, role="officer").exclude(pk=row.pk)
        if by.kind is ActorKind.PERSON and row.state == ACTIVE and row.role == "officer" and not others.exists():
            raise Refused("organisations.last-officer")
        ended = {"state": ENDED, "ended_at": at, "token_hash": "", "name": None}
        if Officer.objects.filter(pk=row.pk, state__in=STANDING).update(**ended):
            record("organisations.dismissed", about=_about(row.organisation.key), by=by, at=at,
                   facts={"officer": officer})  # fmt: skip


def lapse(*, by: Actor, at: datetime, most: int = 200) -> int:
    """Ends invitations nobody accepted in time; whoever was known only by one is forgotten. Returns how many."""
    lapsed = 0
    for row in list(Officer.objects.filter(state=INVITED, until__lte=at).order_by("until")[:most]):
        with transaction.atomic():
            over = Officer.objects.filter(pk=row.pk, state=INVITED, until__lte=at)
            if not over.update(state=ENDED, ended_at=at, token_hash="", name=None):
                continue
            if row.fresh and not Officer.objects.filter(address_id=row.address_id, state__in=STANDING).exists():
                people.forget_if_unproved(address=row.address_id, by=by, at=at)
            lapsed += 1
    return lapsed


def token_hash(token: str) -> str:
    """What is kept of an invitation's link."""
    return blind_bytes(token.encode(), purpose="organisations.invitation")


def _invited(held: Organisation, email: str, role: str, language: str, by: Actor, at: datetime) -> Officer:
    met = people.meet(channel="email", value=email, languages=(language,), by=by, at=at)
    card = known_people.address(met.address)
    number = known_people.number(card.person) if card else None
    if card is None or number is None:
        raise Refused("people.address-odd", field="email")
    known = Officer.objects.filter(organisation=held, person_id=number, state__in=STANDING).first()
    if known is not None and known.state == ACTIVE:
        raise Refused("organisations.officer-already", field="email")
    return known or Officer.objects.create(
        organisation=held, person_id=number, address_id=met.address, role=role, fresh=met.fresh, invited_at=at,
        invited_by=by.key, until=at,
    )  # fmt: skip


def _may_invite(organisation: UUID, by: Actor) -> None:
    """The office, or an officer of the institution itself."""
    if by.kind is ActorKind.STAFF:
        return
    role = queries.role_of(UUID(by.key), organisation) if by.kind is ActorKind.PERSON else None
    if role is None or not may(role, "invite"):
        raise Refused("organisations.not-yours")


def _token(by: Actor, request_id: UUID | None) -> str:
    """A new secret; for a request the same each time it is sent, so that the link in the mail stays good."""
    if request_id is None:
        return secrets.token_urlsafe(24)
    return blind_bytes(f"{by.key} {request_id.hex} {settings.SITE}".encode(), purpose="organisations.token")


def _row(organisation: UUID) -> Organisation:
    """The institution, held until the transaction ends. Refused: organisations.unknown."""
    row = Organisation.objects.select_for_update().filter(key=organisation).first()
    if row is None:
        raise Refused("organisations.unknown")
    return row


def _about(key: UUID) -> str:
    return f"organisation:{key}"
