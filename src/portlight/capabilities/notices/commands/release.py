"""Releasing a notice, alone or in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.notices.commands.sending import send
from portlight.capabilities.notices.models import Notice
from portlight.capabilities.notices.queries.frame import release_facts
from portlight.capabilities.notices.queries.judging import notice_of
from portlight.capabilities.notices.queries.needed import needed_languages
from portlight.capabilities.notices.rules.release import (
    GLASS_REVIEW_WITHIN,
    check_break_glass,
    check_release,
)
from portlight.kernel.timeline import commands as timeline
from portlight.kernel.work import commands as work
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


@transaction.atomic
def release(*, number: str, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """Send every signed language on its way, frozen as signed. Returns the code people can check.

    The releaser is not the writer. Languages not signed stay behind and leave the moment they are signed; an emergency
    may ask for some that must not stay.
    Refuses: see rules.release.
    """
    given = {"verb": "release", "number": number}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return earlier
    notice = notice_of(number)
    needed = needed_languages(at=at, correction=notice.corrects_id is not None)
    languages = check_release(replace(release_facts(notice), needed=needed), by=by.key, at=at)
    return send(notice, languages, by=by, at=at, request_id=request_id, given=given, kind="notices.released")


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
    return send(
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
