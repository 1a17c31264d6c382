"""The alerts that were published."""

from __future__ import annotations

from dataclasses import dataclass

from portlight.channels.cap.models import Alert
from portlight.channels.cap.rules import Sent


@dataclass(frozen=True, kw_only=True)
class AlertCard:
    identifier: str
    sender: str
    sent: str
    kind: str
    status: str
    language: str
    headline: str


def chain(about: str) -> tuple[Sent, ...]:
    """All alerts of one notice, oldest first."""
    rows = Alert.objects.filter(about=about).order_by("number")
    return tuple(Sent(one.identifier, one.sender, one.sent, one.kind, one.state) for one in rows)


def newest(*, most: int = 50) -> tuple[AlertCard, ...]:
    """The latest alerts of all notices, newest first."""
    return tuple(
        AlertCard(
            identifier=one.identifier, sender=one.sender, sent=one.sent, kind=one.kind, status=one.status,
            language=one.language, headline=one.headline,
        )
        for one in Alert.objects.order_by("-id").defer("xml")[:most]
    )  # fmt: skip


def xml(identifier: str) -> str:
    """The alert as it was published."""
    return Alert.objects.get(identifier=identifier).xml
