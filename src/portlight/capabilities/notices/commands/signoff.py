"""The sign-off of one language: handed over, reviewed, signed. Three people, over the exact bytes that leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portlight.capabilities.notices.commands.opening import facts_of, move, notice_of, source_of, text_of
from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.queries.judging import comparison_of
from portlight.capabilities.notices.rules.signoff import Step, check_move, check_signature, digest
from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


@transaction.atomic
def hand_over(*, number: str, language: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The translator (for the source: the writer) says that the draft is ready to be reviewed."""
    notice, text, source = _rows(number, language)
    if _resent("translated", notice, text, by=by, request_id=request_id):
        return
    facts = facts_of(text, notice=notice, source=source)
    # who wrote the draft may of course hand it over; only a proposal has no hand yet
    check_move(replace(facts, hands=()), to=Step.TRANSLATED, by=by.key)
    move(text, step=Step.TRANSLATED, translated_by=by.key, translated_at=at, proposed=False)
    _note("translated", notice, text, by=by, at=at, request_id=request_id)


@transaction.atomic
def review(*, number: str, language: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Someone other than the translator has read it against the source (notices.same-person)."""
    notice, text, source = _rows(number, language)
    if _resent("reviewed", notice, text, by=by, request_id=request_id):
        return
    check_move(facts_of(text, notice=notice, source=source), to=Step.REVIEWED, by=by.key)
    move(text, step=Step.REVIEWED, reviewed_by=by.key, reviewed_at=at)
    _note("reviewed", notice, text, by=by, at=at, request_id=request_id)


@transaction.atomic
def sign(
    *,
    number: str,
    language: str,
    sha256: str,
    by: Actor,
    at: datetime,
    override_reason: str = "",
    request_id: UUID | None = None,
) -> None:
    """Sign exactly the bytes whose hash the signer saw. A third person; the checks pass or a reason is given.

    A language signed after the release leaves at once, to those who wait for it (`delivery.top_up`).
    Refuses: notices.bytes-differ, notices.checks-block, notices.same-person, notices.stale, notices.not-at-step.
    """
    notice, text, source = _rows(number, language)
    if _resent("signed", notice, text, by=by, request_id=request_id):
        return
    if sha256 != digest(text.title, text.body):
        raise Refused("notices.bytes-differ", language=language)
    check_move(facts_of(text, notice=notice, source=source), to=Step.SIGNED, by=by.key)
    overridden = check_signature(comparison_of(text, notice=notice, source=source), override_reason=override_reason)
    reason = override_reason.strip() if overridden else ""
    released_at = at if notice.released_at and not notice.withdrawn_at else None
    move(
        text, step=Step.SIGNED, signed_by=by.key, signed_at=at, findings=list(overridden), override_reason=reason,
        released_at=released_at,
    )  # fmt: skip
    _note("signed", notice, text, by=by, at=at, request_id=request_id, overridden=list(overridden), reason=reason)
    if released_at:
        delivery.top_up(code=notice.code, language=language, text=Frozen(text.title, text.body), by=by, at=at)


@transaction.atomic
def send_back(
    *, number: str, language: str, reason: str, by: Actor, at: datetime, request_id: UUID | None = None
) -> None:
    """Back to the translator with a reason; what was reviewed or signed is so no longer."""
    notice, text, _ = _rows(number, language)
    if _resent("sent-back", notice, text, by=by, request_id=request_id):
        return
    if text.released_at is not None:
        raise Refused("notices.text-released", language=language)
    if not reason.strip():
        raise Refused("notices.reason-missing", field="reason")
    move(
        text, step=Step.DRAFT, reviewed_by="", reviewed_at=None, signed_by="", signed_at=None, findings=[],
        override_reason="",
    )  # fmt: skip
    _note("sent-back", notice, text, by=by, at=at, request_id=request_id, reason=reason.strip())


@transaction.atomic
def keep(*, number: str, language: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The source changed, and this translation is still right as it is: handed over again, to be reviewed anew."""
    notice, text, source = _rows(number, language)
    if _resent("kept", notice, text, by=by, request_id=request_id):
        return
    if text.released_at is not None:
        raise Refused("notices.text-released", language=language)
    move(
        text, step=Step.TRANSLATED, source_sha256=source.sha256, translated_by=by.key, translated_at=at, proposed=False,
        reviewed_by="", reviewed_at=None, signed_by="", signed_at=None, findings=[], override_reason="",
    )  # fmt: skip
    _note("kept", notice, text, by=by, at=at, request_id=request_id)


def _rows(number: str, language: str) -> tuple[Notice, Text, Text]:
    notice = notice_of(number)
    return notice, text_of(notice, language), source_of(notice)


def _given(verb: str, notice: Notice, text: Text) -> dict[str, str]:
    return {"verb": verb, "number": notice.number, "language": text.language}


def _resent(verb: str, notice: Notice, text: Text, *, by: Actor, request_id: UUID | None) -> bool:
    return timeline.resent(by=by, request_id=request_id, given=_given(verb, notice, text)) is not None


def _note(
    verb: str, notice: Notice, text: Text, *, by: Actor, at: datetime, request_id: UUID | None, **facts: object
) -> None:
    timeline.record(
        f"notices.text-{verb}", about=notice.number, by=by, at=at,
        facts={"language": text.language, "sha256": text.sha256, **{k: v for k, v in facts.items() if v}},
        request_id=request_id, given=_given(verb, notice, text), result=notice.number,
    )  # fmt: skip
