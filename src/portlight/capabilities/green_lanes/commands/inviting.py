"""Somebody of an institution is invited to act for it: the link goes to her address in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.organisations import commands as organisations
from portlight.kernel.organisations.rules import INVITATION_LASTS
from portlight.toolkit.actor import Actor


def invite(
    organisation: UUID, *, email: str, name: str, role: str, language: str,
    texts: Callable[[str], Mapping[str, Frozen]], by: Actor, at: datetime, request_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """Invites, and sends the link. `texts`: the token → the message in nine languages. Refused: as
    `organisations.invite`."""
    with transaction.atomic():
        invited = organisations.invite(
            organisation, email=email, name=name, role=role, language=language, by=by, at=at, request_id=request_id
        )
        if invited.first:
            delivery.tell(
                address_id=invited.address, texts=texts(invited.token), about=f"organisation:{organisation}",
                kind="lanes.invited", by=by, at=at, not_after=at + INVITATION_LASTS,
            )  # fmt: skip
    return invited.officer
