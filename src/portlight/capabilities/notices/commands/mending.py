"""What is done when something was wrong: a corrected version, or taking the notice back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from portlight.capabilities.notices.commands.opening import notice_of
from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.rules.signoff import Step
from portlight.delivery import commands as delivery
from portlight.delivery.audiences import holders
from portlight.delivery.texts import Frozen
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

_COPIED = (
    "origin", "source_language", "severity", "topic", "audience", "channels", "outlets", "policy", "wait_minutes",
    "not_after", "drill", "issuer", "received_from", "prepared_key", "slots",
)  # fmt: skip
_WITHDRAWAL_LASTS = timedelta(days=3)


@transaction.atomic
def correct(*, number: str, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """Begin a corrected version of a notice that is out; returns its number. The old one goes on until it is released.

    Texts, audience and ways are copied as drafts: each language is signed off anew. Refuses: notices.not-out,
    notices.corrected-already (its correction is being written, or out: correct that one).
    """
    given = {"verb": "correct", "number": number}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return earlier
    old = notice_of(number)
    if old.released_at is None or old.withdrawn_at is not None:
        raise Refused("notices.not-out", number=number)
    new = _next_version(old, by=by, at=at)
    copied = {text.language: text for text in Text.objects.filter(notice=old)}
    source = copied[old.source_language].sha256
    Text.objects.bulk_create(
        Text(
            notice=new, language=language, title=text.title, body=text.body, sha256=text.sha256, step=Step.DRAFT,
            source_sha256="" if language == old.source_language or not text.body else source,
            translated_by=by.key if text.body else "", translated_at=at if text.body else None,
        )
        for language, text in ((language, copied[language]) for language in CODES)
    )  # fmt: skip
    timeline.record(
        "notices.correction-begun", about=new.number, by=by, at=at, facts={"of": number}, request_id=request_id,
        given=given, result=new.number,
    )  # fmt: skip
    return new.number


def _next_version(old: Notice, *, by: Actor, at: datetime) -> Notice:
    """One correction per version: of two who begin one at once, the second is told."""
    try:
        with transaction.atomic():
            return Notice.objects.create(
                number=f"{old.about}-{old.version + 1}", corrects=old, version=old.version + 1, subject=old.about,
                written_by=by.key, made_at=at, **{name: getattr(old, name) for name in _COPIED},
            )  # fmt: skip
    except IntegrityError:
        raise Refused("notices.corrected-already", number=old.number) from None


@transaction.atomic
def withdraw(
    *,
    number: str,
    reason: str,
    sentences: Mapping[str, Frozen],
    by: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> None:
    """Take a notice back: what has not left stays here, who holds it is told, and the public page says so.

    `sentences`: what they are told by language, with `{title}` and `{number}` in it; only the languages the notice went
    out in are used. Refuses: notices.not-out, notices.reason-missing.
    """
    given = {"verb": "withdraw", "number": number}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    notice = notice_of(number)
    if notice.released_at is None or notice.withdrawn_at is not None or _is_corrected(notice):
        raise Refused("notices.not-out", number=number)
    if not reason.strip():
        raise Refused("notices.reason-missing", field="reason")
    Notice.objects.filter(pk=notice.pk).update(withdrawn_at=at)
    delivery.recall(code=notice.code, by=by, at=at)
    if notice.channels:
        _tell_holders(notice, sentences, by=by, at=at)
    timeline.record(
        "notices.withdrawn", about=number, by=by, at=at, facts={"reason": reason.strip()},
        request_id=request_id, given=given, result=number,
    )  # fmt: skip


def _is_corrected(notice: Notice) -> bool:
    return Notice.objects.filter(corrects=notice, released_at__isnull=False).exists()


def _tell_holders(notice: Notice, sentences: Mapping[str, Frozen], *, by: Actor, at: datetime) -> None:
    released = Text.objects.filter(notice=notice, released_at__isnull=False)
    texts = {
        text.language: Frozen(
            _filled(said.title, text.title, notice.about), _filled(said.text, text.title, notice.about)
        )
        for text in released
        if (said := sentences.get(text.language)) is not None
    }
    delivery.announce(
        about=notice.about, texts=texts, audience=holders(notice.code), channels=tuple(notice.channels),
        severity=notice.severity, purpose="withdrawal", replaces=notice.code, drill=notice.drill,
        not_after=max(notice.not_after or at, at + _WITHDRAWAL_LASTS),
        facts={"number": notice.number, "slug": notice.about.lower()}, by=by, at=at,
    )  # fmt: skip


def _filled(sentence: str, title: str, number: str) -> str:
    return sentence.replace("{title}", title).replace("{number}", number)
