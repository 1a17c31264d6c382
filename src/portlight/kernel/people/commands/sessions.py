"""A person's time at the portal, after she proved an address. The cookie's token is never stored."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from portlight.kernel.people.commands.rows import person_row
from portlight.kernel.people.models import Session
from portlight.kernel.people.queries.sessions import token_hash
from portlight.kernel.people.rules import SESSION_LASTS
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor


def open_session(*, person: UUID, by: Actor, at: datetime, lasts: timedelta = SESSION_LASTS) -> str:
    """Opens a session and returns the token for the person's cookie. Refused: people.unknown."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = person_row(person)
        Session.objects.create(token_hash=token_hash(token), person=row, since=at, until=at + lasts)
        record("people.session-opened", about=f"person:{person}", by=by, at=at)
    return token


def close_session(*, token: str, by: Actor, at: datetime) -> None:
    """Ends the session of that token; one that is over, or never was, is left as it is."""
    with transaction.atomic():
        row = Session.objects.filter(token_hash=token_hash(token), ended_at=None).select_related("person").first()
        if row is not None and Session.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
            record("people.session-closed", about=f"person:{row.person.key}", by=by, at=at)
