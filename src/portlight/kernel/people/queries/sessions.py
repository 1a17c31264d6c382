from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from portlight.kernel.people.models import Session
from portlight.toolkit.one import one


def session_person(*, token: str, at: datetime) -> UUID | None:
    """The key of the person whose session this token opens, or None: unknown, ended, out of time, erased."""
    good = Session.objects.filter(token_hash=token_hash(token), ended_at=None, until__gt=at, person__erased_at=None)
    return one(good.values_list("person__key", flat=True))


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
