from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from portlight.toolkit.one import one
from portlight.toolkit.statements import select

_GOOD = """
SELECT p.key FROM people_session s JOIN people_person p ON p.id = s.person_id
WHERE s.token_hash = %s AND s.until > %s AND s.ended_at IS NULL AND p.erased_at IS NULL
"""


def session_person(*, token: str, at: datetime) -> UUID | None:
    """The key of the person whose session this token opens, or None: unknown, ended, out of time, erased."""
    found = one(select(_GOOD, token_hash(token), at))
    return UUID(str(found[0])) if found else None


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
