"""Reading institutions: one, a page of them, whose officer somebody is, whom to write to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction

from portlight.kernel.organisations.models import ACTIVE, INVITED, STANDING, Officer, Organisation
from portlight.kernel.organisations.rules import Role, code_read
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.one import one
from portlight.toolkit.pages import Page
from portlight.toolkit.sealed import open_sealed

NAME = "organisations_officer.name"


@dataclass(frozen=True, kw_only=True)
class OrganisationCard:
    """`id` is its row, for keys of higher rooms."""

    id: int
    key: UUID
    kind: str
    zh: str
    en: str
    code: str
    made_at: datetime
    closed_at: datetime | None

    def name_in(self, language: str) -> str:
        """As its readers call it: the registered name in Chinese, the other one elsewhere."""
        return self.zh if language == "zh-Hans" or not self.en else self.en


@dataclass(frozen=True, kw_only=True)
class Membership:
    """For whom somebody acts, and as what."""

    organisation: OrganisationCard
    role: Role


@dataclass(frozen=True, kw_only=True)
class OfficerCard:
    """`name` is opened: its reading is noted. `state`: invited or active."""

    key: UUID
    name: str
    role: Role
    state: str
    invited_at: datetime
    until: datetime
    accepted_at: datetime | None


def organisation(key: UUID) -> OrganisationCard | None:
    row = one(Organisation.objects.filter(key=key))
    return _card(row) if row else None


def by_code(text: str) -> OrganisationCard | None:
    """By its unified social credit code, as somebody types it."""
    row = one(Organisation.objects.filter(code=code_read(text) or "-"))
    return _card(row) if row else None


def named(numbers: Iterable[int]) -> dict[int, OrganisationCard]:
    """Several by their row. One query."""
    return {row.pk: _card(row) for row in Organisation.objects.filter(pk__in=list(numbers))}


def listed(*, after: int | None = None, size: int = 50) -> Page[OrganisationCard]:
    """Every institution, the latest first, a page at a time."""
    rows = Organisation.objects.order_by("-id")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return Page.of([_card(row) for row in rows[: size + 1]], size=size, token=lambda card: str(card.id))


def of_person(person: UUID) -> tuple[Membership, ...]:
    """For which institutions somebody acts now, the oldest first. One query."""
    rows = Officer.objects.filter(person__key=person, state=ACTIVE, organisation__closed_at=None)
    found = rows.select_related("organisation").order_by("organisation_id")
    return tuple(Membership(organisation=_card(row.organisation), role=cast("Role", row.role)) for row in found)


def role_of(person: UUID, organisation: UUID) -> Role | None:
    """As what somebody acts for this institution; None where she does not."""
    rows = Officer.objects.filter(person__key=person, state=ACTIVE)
    found = one(rows.filter(organisation__key=organisation, organisation__closed_at=None).values_list("role"))
    return cast("Role", found[0]) if found else None


def officers(organisation: UUID, *, by: Actor, why: str, at: datetime) -> tuple[OfficerCard, ...]:
    """Who acts for it or is invited to, with their names; the timeline notes who read them."""
    with transaction.atomic():
        rows = list(Officer.objects.filter(organisation__key=organisation, state__in=STANDING).order_by("id"))
        if rows:
            record("organisations.officers-read", about=f"organisation:{organisation}", by=by, at=at,
                   facts={"why": why})  # fmt: skip
    return tuple(
        OfficerCard(
            key=row.key, name=open_sealed(row.name, column=NAME, seal=row.seal) if row.name else "",
            role=cast("Role", row.role), state=row.state, invited_at=row.invited_at, until=row.until,
            accepted_at=row.accepted_at,
        )
        for row in rows
    )  # fmt: skip


def reached(organisation: UUID) -> tuple[int, ...]:
    """Numbers of the addresses of those who act for it and file: whom to write to. One query."""
    rows = Officer.objects.filter(organisation__key=organisation, state=ACTIVE, role__in=("officer", "deputy"))
    return tuple(rows.order_by("id").values_list("address_id", flat=True))


def invitation(token_hash: str, *, at: datetime) -> OrganisationCard | None:
    """The institution an invitation that is still good is from."""
    rows = Officer.objects.filter(token_hash=token_hash, state=INVITED, until__gt=at, organisation__closed_at=None)
    row = one(rows.select_related("organisation"))
    return _card(row.organisation) if row else None


def _card(row: Organisation) -> OrganisationCard:
    return OrganisationCard(
        id=row.pk, key=row.key, kind=row.kind, zh=row.zh, en=row.en, code=row.code, made_at=row.made_at,
        closed_at=row.closed_at,
    )  # fmt: skip
