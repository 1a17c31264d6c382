"""Say something to many: announce, add a language later, call back what has not gone yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portlight.delivery import audiences, postings
from portlight.delivery.audiences import Audience
from portlight.delivery.commands import writing
from portlight.delivery.models import Message, Rendition
from portlight.delivery.tallies import hold
from portlight.delivery.texts import Frozen
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


def announce(
    *, about: str, texts: Mapping[str, Frozen], audience: Audience, channels: Sequence[str],
    outlets: Sequence[str] = (), severity: str = "ordinary", policy: str = "all", wait_minutes: int = 0,
    purpose: str = "notice", not_before: datetime | None = None, not_after: datetime, drill: bool = False,
    facts: Mapping[str, Any] | None = None, thread: str = "", replaces: str = "", by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> str:  # fmt: skip
    """Freeze the texts and say them to the audience between not-before and not-after; returns the message's code.

    One row: the worker expands the audience afterwards. `channels` in the order of the policies `cheapest` (the next
    for whom one refused) and `confirm` (the next for whoever has not confirmed after `wait_minutes`). `facts` are what
    public pages show beside the text (number, version, slug). `replaces` is the code of what this corrects or
    withdraws; `purpose` says so (`correction`, `withdrawal`), and it goes before everything of its severity. `thread`
    is the code of what this says to more people: their figures are added up.
    A resend with the same `request_id` returns the first one's code. Refused: delivery.no-text, unknown-language,
    unknown-channel, no-way-out, unknown-policy, unknown-severity, wait-odd, not-after-past, not-after-before,
    unknown-message; timeline.resend-differs.
    """
    hashes = {language: texts[language].sha256 for language in sorted(texts)}
    ways = {"channels": list(channels), "outlets": list(outlets), "severity": severity, "policy": policy}
    asked = audience.to_json()
    given = {"about": about, "texts": hashes, "audience": asked, **ways, "not_after": str(not_after), "drill": drill}
    with transaction.atomic():
        if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
            return earlier
        writing.check_texts(texts)
        writing.check_ways(channels, outlets, policy, severity, wait_minutes)
        writing.check_period(not_before or at, not_after, at)
        message = writing.write(
            texts, by=by, at=at, request_id=request_id, kind="notice", about=about, facts=dict(facts or {}),
            thread_id=_root(thread), replaces_id=_root(replaces), purpose=purpose, wait_minutes=wait_minutes, **ways,
            audience=asked, not_before=not_before or at, not_after=not_after, drill=drill,
            expanded_at=None if channels else at, people_upto=writing.people_upto(),
        )  # fmt: skip
        told = {"code": message.code, "languages": sorted(texts), "severity": severity, "drill": drill}
        timeline.record(
            "delivery.announced", about=about, by=by, at=at, request_id=request_id, given=given, facts=told,
            result=message.code,
        )  # fmt: skip
    return message.code


def _root(code: str) -> int | None:
    if not code:
        return None
    message = named(code)
    return message.thread_id or message.id


def named(code: str) -> Message:
    """The message of that code. Refused("delivery.unknown-message")."""
    message = Message.objects.filter(code=code).first()
    if message is None:
        raise Refused("delivery.unknown-message", message=code)
    return message


def top_up(*, code: str, language: str, text: Frozen, by: Actor, at: datetime, request_id: UUID | None = None) -> str:
    """A language that was signed later, to those of the thread who wait for it; returns the new message's code.

    Refused: delivery.unknown-message, unknown-language, no-text, language-there, recalled-already, over.
    """
    given = {"code": code, "language": language, "text": text.sha256}
    with transaction.atomic():
        earlier = timeline.resent(by=by, request_id=request_id, given=given)
        if earlier is not None:
            return earlier
        first = named(code)
        writing.check_texts({language: text})
        ids = audiences.thread_ids(code)
        if Rendition.objects.filter(message__in=ids, language=language).exists():
            raise Refused("delivery.language-there", message=code, language=language)
        if first.recalled_at is not None:
            raise Refused("delivery.recalled-already", message=code)
        if first.not_after <= at:
            raise Refused("delivery.over", message=code)
        waiting = Audience(kind="waiting", code=code, language=language)
        message = writing.write(
            {language: text}, by=by, at=at, request_id=request_id, kind="notice", about=first.about, facts=first.facts,
            thread_id=first.thread_id or first.id, severity=first.severity, policy=first.policy, purpose=first.purpose,
            wait_minutes=first.wait_minutes, channels=first.channels, outlets=first.outlets,
            audience=waiting.to_json(), not_before=max(at, first.not_before), not_after=first.not_after,
            drill=first.drill, expanded_at=None if first.channels else at, people_upto=writing.people_upto(),
        )  # fmt: skip
        timeline.record(
            "delivery.topped-up", about=first.about, by=by, at=at, request_id=request_id, given=given,
            result=message.code, facts={"code": message.code, "of": code, "language": language},
        )  # fmt: skip
    return message.code


def recall(*, code: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """Nothing of this message's thread leaves any more; what has left, has. Its public pages say that it was withdrawn.

    Workers notice within a flush (≤ 0.2 s) and write `recalled` for every row that had not gone. Refused:
    delivery.unknown-message, recalled-already.
    """
    with transaction.atomic():
        message = named(code)
        ids = audiences.thread_ids(code)
        hold(ids)
        thread = Message.objects.filter(id__in=ids)
        if not thread.filter(recalled_at=None).update(recalled_at=at):
            raise Refused("delivery.recalled-already", message=code)
        for one in thread:
            postings.again(one, at=at)
        timeline.record(
            "delivery.recalled", about=message.about, by=by, at=at, request_id=request_id, given={"code": code},
            result=code, facts={"code": code},
        )  # fmt: skip
