"""Writing a notice: its source, its translations, and whom it is for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portlight.capabilities.notices.commands.opening import (
    check_unreleased,
    move,
    notice_of,
    open_notice,
    source_of,
    text_of,
)
from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.rules.release import Severity, check_period, check_policy
from portlight.capabilities.notices.rules.signoff import Step, check_wording, digest, tidy
from portlight.kernel.people.rules import Question
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import SOURCE
from portlight.toolkit.refusals import Refused


@transaction.atomic
def write(
    *,
    title: str,
    body: str,
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
    language: str = SOURCE,
    severity: str = "ordinary",
    topic: str = "office",
    drill: bool = False,
) -> str:
    """Begin a notice with its source text. Returns its number.

    Refuses an empty or overlong text (notices.empty-text, notices.title-too-long, notices.control-characters).
    """
    given = {"title": title, "body": body, "language": language, "severity": severity, "topic": topic}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return earlier
    title, body = tidy(title), tidy(body)
    check_wording(title, body)
    notice = open_notice(
        at=at,
        source_language=language,
        severity=Severity(severity),
        topic=topic,
        drill=drill,
        written_by=by.key,
        audience=Question().to_json(),
    )
    put(notice, language, title, body, by=by, at=at, source_sha256="")
    timeline.record(
        "notices.written", about=notice.number, by=by, at=at,
        facts={"language": language, "sha256": digest(title, body), "severity": severity},
        request_id=request_id, given=given, result=notice.number,
    )  # fmt: skip
    return notice.number


@transaction.atomic
def revise(
    *,
    number: str,
    language: str,
    title: str,
    body: str,
    revision: int,
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> int:
    """Save one language's text as a draft; earlier sign-offs of it end. Returns its new revision.

    `revision` is the one the editor saw. Refuses a text that somebody changed since (notices.moved-meanwhile) or that
    has been released (notices.text-released). A changed source makes every translation of it stale by itself.
    """
    notice = notice_of(number)
    text = text_of(notice, language)
    given = {"number": number, "language": language, "title": title, "body": body}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return text.revision
    if text.released_at is not None:
        raise Refused("notices.text-released", language=language)
    if text.revision != revision:
        raise Refused("notices.moved-meanwhile", language=language)
    title, body = tidy(title), tidy(body)
    check_wording(title, body)
    source_sha = "" if language == notice.source_language else source_of(notice).sha256
    if text.sha256 == digest(title, body) and text.source_sha256 == source_sha and not text.proposed:
        return text.revision
    put(notice, language, title, body, by=by, at=at, source_sha256=source_sha)
    timeline.record(
        "notices.text-revised", about=number, by=by, at=at,
        facts={"language": language, "sha256": digest(title, body)}, request_id=request_id, given=given,
        result=number,
    )  # fmt: skip
    return revision + 1


@transaction.atomic
def address(
    *,
    number: str,
    question: Question,
    channels: Sequence[str],
    outlets: Sequence[str],
    policy: str = "all",
    wait_minutes: int = 0,
    not_before: datetime | None,
    not_after: datetime | None,
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> None:
    """Say whom the notice is for, on which channels, and from when until when it may leave.

    Policies: all channels at once; the cheapest, and the next for whom it refused; or until confirmed, the next for
    whoever has not confirmed after `wait_minutes`. Refuses a period that has passed (notices.not-after-past) or is
    empty, no way out (notices.no-way-out), a wait that is too short or too long (notices.wait-odd), and a question that
    cannot be asked (people.*).
    """
    frame: dict[str, Any] = {
        "audience": question.to_json(),
        "channels": list(channels),
        "outlets": list(outlets),
        "policy": policy,
        "wait_minutes": wait_minutes if policy == "confirm" else 0,
        "not_before": not_before,
        "not_after": not_after,
    }
    given = {**frame, "not_before": str(not_before), "not_after": str(not_after), "number": number}
    notice = notice_of(number)
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    check_unreleased(notice)
    check_period(not_before, not_after, at=at)
    if not channels and not outlets:
        raise Refused("notices.no-way-out", field="channels")
    check_policy(policy, wait_minutes)
    Notice.objects.filter(pk=notice.pk, released_at=None).update(**frame)
    said = {"audience": frame["audience"], "channels": frame["channels"]}
    timeline.record(
        "notices.addressed", about=number, by=by, at=at, facts=said,
        request_id=request_id, given=given, result=number,
    )  # fmt: skip


def put(
    notice: Notice,
    language: str,
    title: str,
    body: str,
    *,
    by: Actor,
    at: datetime,
    source_sha256: str,
    proposed: bool = False,
) -> Text:
    """Set a text as a fresh draft by that hand: whatever was reviewed or signed before is not this text."""
    text = text_of(notice, language)
    move(
        text,
        title=title,
        body=body,
        sha256=digest(title, body),
        source_sha256=source_sha256,
        step=Step.DRAFT,
        proposed=proposed,
        translated_by="" if proposed else by.key,
        translated_at=None if proposed else at,
        reviewed_by="",
        reviewed_at=None,
        signed_by="",
        signed_at=None,
        findings=[],
        override_reason="",
    )
    return text
