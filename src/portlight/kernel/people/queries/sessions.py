from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import connection

# Asked by every page of a signed-in person: as text, for building it would take longer than the database does.
_WHOSE = (
    "SELECT p.key FROM people_session s JOIN people_person p ON p.id = s.person_id"
    " WHERE s.token_hash = %s AND s.ended_at IS NULL AND s.until > %s AND p.erased_at IS NULL"
)


def session_person(*, token: str, at: datetime) -> UUID | None:
    """The key of the person whose session this token opens, or None: unknown, ended, out of time, erased."""
    with connection.cursor() as cursor:
        cursor.execute(_WHOSE, [token_hash(token), connection.ops.adapt_datetimefield_value(at)])
        found = cursor.fetchone()
    return UUID(str(found[0])) if found else None


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
