"""Which program calls, and which programs there are."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portlight.kernel.clients.models import Client, Key
from portlight.kernel.clients.rules import SOON, State, presented, state
from portlight.kernel.people import queries as people
from portlight.toolkit.actor import Actor, client_program
from portlight.toolkit.pages import Page
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind_bytes


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The program that shows a key which opens. `number` is the key's row."""

    key: UUID
    institution: str
    scopes: frozenset[str]
    number: int
    used_on: date | None

    @property
    def actor(self) -> Actor:
        return client_program(self.key)


@dataclass(frozen=True, kw_only=True)
class KeyCard:
    name: str
    made_at: datetime
    until: datetime
    used_on: date | None
    state: State


@dataclass(frozen=True, kw_only=True)
class ClientCard:
    """A program without its contact. `state` is that of the key that opens longest."""

    id: int
    key: UUID
    institution: str
    program: str
    scopes: tuple[str, ...]
    made_at: datetime
    made_by: str
    withdrawn_at: datetime | None
    keys: tuple[KeyCard, ...]  # the latest first
    state: State
    until: datetime
    used_on: date | None


def caller(text: str, *, at: datetime) -> Caller:
    """The program whose key this is. Refused: clients.key-wrong, clients.withdrawn, clients.key-over.

    A wrong secret and an unknown name get the same answer after the same work; only who holds the secret learns why it
    does not open.
    """
    shown = presented(text)
    row = Key.objects.select_related("client").filter(name=shown.name).first() if shown else None
    name, secret = shown or ("", "")
    if not hmac.compare_digest(secret_index(name, secret), row.secret_index if row else "") or row is None:
        raise Refused("clients.key-wrong")
    if row.client.withdrawn_at is not None:
        raise Refused("clients.withdrawn")
    if row.until <= at:
        raise Refused("clients.key-over")
    return Caller(
        key=row.client.key, institution=row.client.institution, scopes=frozenset(row.client.scopes), number=row.pk,
        used_on=row.used_on,
    )  # fmt: skip


def clients(*, at: datetime, before: int | None = None, size: int = 50) -> Page[ClientCard]:
    """Every program, the latest first, a page at a time. Two queries."""
    rows = Client.objects.prefetch_related("keys").order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return Page.of([_card(row, at) for row in rows[: size + 1]], size=size, token=lambda one: str(one.id))


def client(key: UUID, *, at: datetime) -> ClientCard | None:
    row = Client.objects.prefetch_related("keys").filter(key=key).first()
    return _card(row, at) if row else None


def ending(*, at: datetime) -> int:
    """How many programs have no key that opens for longer than a month."""
    standing = Client.objects.filter(withdrawn_at=None, keys__until__gt=at)
    return standing.exclude(keys__until__gt=at + SOON).distinct().count()


def contact_of(card: ClientCard, *, by: Actor, why: str, at: datetime) -> str:
    """The address of whoever answers for it, opened; the timeline notes who read it. Empty when it was erased."""
    number = Client.objects.filter(pk=card.id).values_list("contact_id", flat=True).first()
    found = people.address(number) if number is not None else None
    if found is None:
        return ""
    opened = people.opened(found.person, by=by, why=why, at=at)
    return next((value for one, _, value in opened.addresses if one == number), "")


def names(keys: Iterable[str]) -> dict[str, str]:
    """Key → institution and program, for pages that show many hands. One query."""
    wanted = [key for key in keys if _is_key(key)]
    found = Client.objects.filter(key__in=wanted).values_list("key", "institution", "program")
    return {str(key): f"{institution} · {program}" for key, institution, program in found}


def secret_index(name: str, secret: str) -> str:
    """What is kept of a secret: a hash under the ring's own key, bound to the name it was given under."""
    return blind_bytes(f"{name}.{secret}".encode(), purpose="clients.key")


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _card(row: Client, at: datetime) -> ClientCard:
    gone = row.withdrawn_at is not None
    keys = tuple(
        KeyCard(name=one.name, made_at=one.made_at, until=one.until, used_on=one.used_on,
                state=state(until=one.until, withdrawn=gone, at=at))
        for one in sorted(row.keys.all(), key=lambda one: one.pk, reverse=True)
    )  # fmt: skip
    until = max(one.until for one in keys)
    return ClientCard(
        id=row.pk, key=row.key, institution=row.institution, program=row.program, scopes=tuple(row.scopes),
        made_at=row.made_at, made_by=row.made_by, withdrawn_at=row.withdrawn_at, keys=keys, until=until,
        state=state(until=until, withdrawn=gone, at=at),
        used_on=max((one.used_on for one in keys if one.used_on), default=None),
    )  # fmt: skip
