"""Handing a notice to the sending engine: a first version to its audience, a correction to who holds the old one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.queries.frame import audience_of
from portlight.delivery import commands as delivery
from portlight.delivery.audiences import Audience, holders
from portlight.delivery.texts import Frozen
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


def send(
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
    """Freeze the texts, hand them over, and note the release; inside the caller's transaction. Returns the code."""
    assert notice.not_after is not None  # noqa: S101 - the rules refused a release without it
    texts = Text.objects.filter(notice=notice, language__in=languages)
    frozen = {text.language: Frozen(text.title, text.body) for text in texts}
    if notice.corrects is None:
        code = _announce(notice, frozen, audience=audience_of(notice), by=by, at=at)
    else:
        code = _put_right(notice, notice.corrects, frozen, by=by, at=at)
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


def _put_right(notice: Notice, old: Notice, texts: Mapping[str, Frozen], *, by: Actor, at: datetime) -> str:
    """The old version stops at once. The new one goes first to exactly those who hold it, on the channel they hold it
    on, and then to the others of the audience."""
    if old.withdrawn_at is not None:
        raise Refused("notices.not-out", number=old.number)
    delivery.recall(code=old.code, by=by, at=at)
    ways = tuple(dict.fromkeys((*old.channels, *notice.channels)))
    code = _announce(
        notice, texts, audience=holders(old.code), channels=ways, purpose="correction", replaces=old.code, by=by, at=at
    )
    if notice.channels:
        others = Audience(kind="question", question=audience_of(notice).question, except_holders=old.code)
        _announce(notice, texts, audience=others, outlets=(), thread=code, by=by, at=at)
    return code


def _announce(
    notice: Notice, texts: Mapping[str, Frozen], *, audience: Audience, by: Actor, at: datetime, **more: Any
) -> str:
    told: dict[str, Any] = {
        "about": notice.about, "texts": texts, "audience": audience, "channels": tuple(notice.channels),
        "outlets": tuple(notice.outlets), "severity": notice.severity, "policy": notice.policy,
        "wait_minutes": notice.wait_minutes, "not_before": notice.not_before,
        "not_after": notice.not_after, "drill": notice.drill,
        "facts": {
            "number": notice.number, "topic": notice.topic, "slug": notice.about.lower(),
            **({"version": notice.version} if notice.version > 1 else {}),
        },
    }  # fmt: skip
    return delivery.announce(**(told | more), by=by, at=at)
