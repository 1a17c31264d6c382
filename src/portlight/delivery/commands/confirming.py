"""What readers tell us by opening their own link, or by stopping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portlight.delivery import confirmations, rules, tokens
from portlight.delivery.models import Delivery


@dataclass(frozen=True)
class Opened:
    """Where a reader's own link leads."""

    about: str
    slug: str
    language: str
    code: str


def confirm(*, token: str, how: str = "opened", at: datetime) -> Opened | None:
    """Note that the person of this link has the message, once per thread; None when the link is not ours.

    No actor and no timeline entry: it says nothing but that a page was opened, and a scanner may have done it.
    """
    number = tokens.read(tokens.SEEN, token)
    delivery = Delivery.objects.select_related("message").filter(id=number).first() if number else None
    if delivery is None:
        return None
    message = delivery.message
    with transaction.atomic():
        confirmations.note(
            [(message.thread_id or message.id, delivery.person_id, delivery.language, delivery.channel)],
            how=how, at=at,
        )  # fmt: skip
    return Opened(
        message.about, str(message.facts.get("slug") or rules.slug_of(message.about)), delivery.language, message.code
    )


def stop_by_token(*, token: str) -> int | None:
    """The address a one-click link belongs to; None when it is not ours. The caller withdraws its consent."""
    return tokens.read(tokens.OUT, token)
