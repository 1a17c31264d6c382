"""One matter shown to a friend: a link that opens once, for a stated time, and that can be taken back."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portlight.kernel.people.commands.rows import person_held
from portlight.kernel.people.models import Share
from portlight.kernel.people.queries.sessions import token_hash
from portlight.kernel.people.queries.shares import OpenedShare
from portlight.kernel.people.rules import SHARE_LASTS, SHARES_PER_DAY
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused

_DAY = timedelta(days=1)


def share(*, person: UUID, about: str, lasts: timedelta, by: Actor, at: datetime, request_id: UUID) -> str:
    """Makes a link's token for the matter `about`, good once and for `lasts`; whose it is, the caller asks before.

    The token follows from person and request under the ring's key, so that the same page sent twice shows the same
    link; it is kept nowhere. Refused: people.unknown, people.share-odd, people.shares-too-many.
    """
    if lasts not in SHARE_LASTS:
        raise Refused("people.share-odd", field="lasts")
    token, given = _token(person, request_id), [str(person), about, int(lasts.total_seconds())]
    with transaction.atomic():
        if resent(by=by, request_id=request_id, given=given) is not None:
            return token
        row = person_held(person)
        if Share.objects.filter(person_id=row, made_at__gt=at - _DAY).count() >= SHARES_PER_DAY:
            raise Refused("people.shares-too-many", most=SHARES_PER_DAY)
        made = Share.objects.create(
            token_hash=token_hash(token), person_id=row, about=about, made_at=at, until=at + lasts
        )
        record(
            "people.shared", about=f"person:{person}", by=by, at=at, facts={"share": made.pk, "what": about,
            "until": made.until}, request_id=request_id, given=given, result=str(made.pk),
        )  # fmt: skip
    return token


def open_share(token: str, *, by: Actor, at: datetime) -> OpenedShare:
    """Whose matter the link shows, for the one time it does; she sees on her page when that was.

    Refused: people.share-over, whether it was opened before, taken back, is too old or never was.
    """
    with transaction.atomic():
        row = Share.objects.select_related("person").filter(token_hash=token_hash(token)).first()
        # Conditions of the row alone: with a join the statement would ask a subquery, which PostgreSQL does not ask
        # anew once another has opened it. Links of an erased person are gone with her.
        good = Share.objects.filter(opened_at=None, revoked_at=None, until__gt=at)
        if row is None or not good.filter(pk=row.pk).update(opened_at=at):
            raise Refused("people.share-over")
        facts = {"share": row.pk, "what": row.about}
        record("people.share-opened", about=f"person:{row.person.key}", by=by, at=at, facts=facts)
    return OpenedShare(person=row.person.key, about=row.about)


def revoke_share(number: int, *, person: UUID, by: Actor, at: datetime) -> bool:
    """The link opens no more. False when it was opened, taken back or over before; somebody else's is left alone."""
    with transaction.atomic():
        row = person_held(person)
        mine = Share.objects.filter(pk=number, person_id=row, opened_at=None, revoked_at=None, until__gt=at)
        if not mine.update(revoked_at=at):
            return False
        record("people.share-revoked", about=f"person:{person}", by=by, at=at, facts={"share": number})
    return True


def _token(person: UUID, request_id: UUID) -> str:
    digest = hmac.digest(settings.KEYS.index, f"people.share {person} {request_id}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
