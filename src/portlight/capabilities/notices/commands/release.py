"""Releasing a notice, breaking the glass, and taking a notice back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.queries.frame import audience_of, release_facts
from portlight.capabilities.notices.queries.judging import notice_of
from portlight.capabilities.notices.rules.release import (
    GLASS_REVIEW_WITHIN,
    check_break_glass,
    check_release,
)
from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.timeline import commands as timeline
from portlight.kernel.work import commands as work
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


@transaction.atomic
def release(*, number: str, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """Send every signed language on its way, frozen as signed. Returns the code people can check.

    The releaser is not the writer. Languages not signed stay behind and leave the moment they are signed.
    Refuses: see rules.release.
    """
    given = {"verb": "release", "number": number}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return earlier
    notice = notice_of(number)
    languages = check_release(release_facts(notice), by=by.key, at=at)
    return _send(notice, languages, by=by, at=at, request_id=request_id, given=given, kind="notices.released")


@transaction.atomic
def break_glass(*, number: str, reason: str, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """One duty officer alone releases an emergency notice. Marked for ever, and reviewed within 24 hours.

    Whoever may review it is told at once: the review stands at the head of the supervisors' day. Returns the code.
    """
    given = {"verb": "break-glass", "number": number}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return earlier
    notice = notice_of(number)
    languages = check_break_glass(release_facts(notice), reason=reason, at=at)
    due = at + GLASS_REVIEW_WITHIN
    Notice.objects.filter(pk=notice.pk).update(glass_reason=reason.strip(), glass_review_due=due)
    work.later(kind="notices.glass-review-due", key=number, due_at=due, at=at)
    return _send(
        notice, languages, by=by, at=at, request_id=request_id, given=given, kind="notices.glass-broken",
        reason=reason.strip(),
    )  # fmt: skip


@transaction.atomic
def review_glass(*, number: str, finding: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """A supervisor, not the officer who broke it, has looked at what left and why."""
    given = {"verb": "review-glass", "number": number}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    notice = notice_of(number)
    if not notice.glass_reason or notice.glass_reviewed_at:
        raise Refused("notices.no-glass-to-review", number=number)
    if by.key == notice.released_by:
        raise Refused("notices.own-glass")
    if not finding.strip():
        raise Refused("notices.reason-missing", field="finding")
    Notice.objects.filter(pk=notice.pk).update(glass_reviewed_by=by.key, glass_reviewed_at=at)
    timeline.record(
        "notices.glass-reviewed", about=number, by=by, at=at, facts={"finding": finding.strip()},
        request_id=request_id, given=given, result=number,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, number: str, reason: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Take a notice back: what has not left stays here, and the public page says that it no longer holds."""
    given = {"verb": "withdraw", "number": number}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    notice = notice_of(number)
    if notice.released_at is None or notice.withdrawn_at is not None:
        raise Refused("notices.not-out", number=number)
    if not reason.strip():
        raise Refused("notices.reason-missing", field="reason")
    Notice.objects.filter(pk=notice.pk).update(withdrawn_at=at)
    delivery.recall(code=notice.code, by=by, at=at)
    timeline.record(
        "notices.withdrawn", about=number, by=by, at=at, facts={"reason": reason.strip()},
        request_id=request_id, given=given, result=number,
    )  # fmt: skip


def _send(
    notice: Notice,
    languages: tuple[str, ...],
    *,
    by: Actor,
    at: datetime,
    request_id: UUID | None,
    given: dict[str, str],
    kind: str,
    **facts: object,
) -> str:
    """Hand the frozen texts to the sending engine and note the release; one row each, in this transaction."""
    assert notice.not_after is not None  # noqa: S101 - the rules refused a release without it
    texts = Text.objects.filter(notice=notice, language__in=languages)
    frozen = {text.language: Frozen(text.title, text.body) for text in texts}
    code = delivery.announce(
        about=notice.number,
        texts=frozen,
        audience=audience_of(notice),
        channels=tuple(notice.channels),
        outlets=tuple(notice.outlets),
        severity=notice.severity,
        not_before=notice.not_before,
        not_after=notice.not_after,
        drill=notice.drill,
        facts={"number": notice.number, "topic": notice.topic},
        by=by,
        at=at,
    )
    # Two releasers at once: the second finds it released, and nothing of his is written.
    won = Notice.objects.filter(pk=notice.pk, released_at=None).update(released_at=at, released_by=by.key, code=code)
    if won != 1:
        raise Refused("notices.released-already")
    Text.objects.filter(notice=notice, language__in=languages).update(released_at=at)
    timeline.record(
        kind, about=notice.number, by=by, at=at,
        facts={
            "code": code, "languages": sorted(languages), "audience": notice.audience,
            "sha256": {text.language: text.sha256 for text in texts}, **facts,
        },
        request_id=request_id, given=given, result=code,
    )  # fmt: skip
    return code
