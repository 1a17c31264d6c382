"""What announce, top up and tell have in common: checks, and the rows of a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from portlight.delivery import port, sql
from portlight.delivery.models import Message, Posting, Rendition, Severity
from portlight.delivery.texts import Frozen, new_code
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert, insert_unless


def check_texts(texts: Mapping[str, Frozen]) -> None:
    if not texts:
        raise Refused("delivery.no-text")
    for language, frozen in texts.items():
        if language not in LANGUAGES:
            raise Refused("delivery.unknown-language", language=language)
        if not frozen.title.strip() or not frozen.text.strip():
            raise Refused("delivery.no-text")


def check_ways(
    channels: Sequence[str], outlets: Sequence[str], policy: str, severity: str, wait_minutes: int = 0
) -> None:
    """Every way out is switched on, there is at least one, and policy and severity are known ones.

    Policy *confirm* waits between five minutes and two days on each channel; the others wait for nothing.
    """
    for channel in channels:
        if channel not in port.personal():
            raise Refused("delivery.unknown-channel", channel=channel)
    for outlet in outlets:
        if outlet not in port.public():
            raise Refused("delivery.unknown-channel", channel=outlet)
    if not channels and not outlets:
        raise Refused("delivery.no-way-out")
    if policy not in {"all", "cheapest", "confirm"}:
        raise Refused("delivery.unknown-policy", policy=policy)
    if severity not in Severity.values:
        raise Refused("delivery.unknown-severity", severity=severity)
    if policy == "confirm" and not 5 <= wait_minutes <= 2 * 24 * 60:
        raise Refused("delivery.wait-odd", minutes=wait_minutes, field="wait_minutes")


def check_period(not_before: datetime, not_after: datetime, at: datetime) -> None:
    if not_after <= at:
        raise Refused("delivery.not-after-past", field="not_after")
    if not_after <= not_before:
        raise Refused("delivery.not-after-before", field="not_after")


def key_of(by: Actor) -> str:
    return f"{by.kind}:{by.key}"


def people_upto() -> int:
    """The last person who is enrolled."""
    return int(sql.select("SELECT COALESCE(max(id), 0) FROM people_person")[0][0])


def write(texts: Mapping[str, Frozen], *, by: Actor, at: datetime, request_id: UUID | None, **columns: Any) -> Message:
    """The message with its renditions and postings, under a code nobody has. `columns`: people_upto and the others."""
    message = Message(announced_at=at, announced_by=key_of(by), request=request_id, **columns)
    message.code = new_code()
    while not insert_unless(message, "code"):
        message.code = new_code()
    insert(*(
        Rendition(
            message=message, language=language, title=frozen.title, text=frozen.text, params=dict(frozen.params),
            sha256=frozen.sha256, frozen_at=at,
        )
        for language, frozen in texts.items()
    ))  # fmt: skip
    insert(*(
        Posting(message=message, outlet=outlet, language=language, sha256=frozen.sha256, due_at=message.not_before)
        for outlet in message.outlets
        for language, frozen in texts.items()
    ))  # fmt: skip
    return message
