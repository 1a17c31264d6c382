"""The office's hand on its texts: drafted, submitted to the provider, approved or rejected by it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portlight.channels.sms import rules, ways
from portlight.channels.sms.models import Template
from portlight.channels.sms.reference import Wording, wordings
from portlight.delivery import links
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused


@transaction.atomic
def load_templates(*, by: Actor, at: datetime) -> int:
    """Draft the reference texts for every way this office has; how many are new. Safe to repeat.

    The office's own addresses are part of a text, so another PORTLIGHT_SITE gives new drafts: the provider has
    approved other words. Where a provider is our own simulator, each new draft is submitted and approved at once,
    by the commands everybody uses.
    """
    new = [one for route, reach in ways.pairs() for one in _drafts(route, reach, by=by, at=at)]
    if new:
        timeline.record("sms.templates-loaded", about="sms", by=by, at=at, facts={"texts": len(new)})
    for one in new:
        if _simulated(one.route):
            submit(template=one.pk, by=by, at=at)
            approve(template=one.pk, provider_code=_simulated_code(one), by=by, at=at)
    return len(new)


@transaction.atomic
def word(
    *, route: str, reach: str, purpose: str, language: str, sign: str, text: str, by: Actor, at: datetime,
    request_id: UUID | None = None,
) -> int:  # fmt: skip
    """The office's own wording as a draft; returns its number. What is in force stays so until this is approved.

    Refused: sms.unknown-way, sms.worded-already, and what `rules.check_text` refuses.
    """
    given = {"verb": "word", "route": route, "reach": reach, "purpose": purpose, "language": language, "text": text}
    if (earlier := timeline.resent(by=by, request_id=request_id, given=given)) is not None:
        return int(earlier)
    if (route, reach) not in set(ways.pairs()) or purpose not in rules.PURPOSES or language not in CODES:
        raise Refused("sms.unknown-way")
    rules.check_text(text, purpose=purpose, address=links.short_verify())
    wanted = Wording(purpose=purpose, language=language, text=text, edition=None)
    if _known(route, reach, wanted, sign):
        raise Refused("sms.worded-already", field="text")
    one = _draft(route, reach, wanted, sign, by=by, at=at)
    timeline.record(
        "sms.template-worded", about=f"sms-template:{one.pk}", by=by, at=at, facts={"sha256": one.sha256},
        request_id=request_id, given=given, result=str(one.pk),
    )  # fmt: skip
    return one.pk


@transaction.atomic
def submit(*, template: int, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """It lies before the provider now (before the office itself, with SMPP). Refused: sms.template-moved."""
    given = {"verb": "submit", "template": template}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    _move(template, ("draft", "rejected"), state="submitted", submitted_at=at, submitted_by=by.key, reason="")
    timeline.record(
        "sms.template-submitted", about=f"sms-template:{template}", by=by, at=at, request_id=request_id, given=given
    )


@transaction.atomic
def approve(*, template: int, provider_code: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The provider has approved it under this name; it is the wording in force from now on.

    Refused: sms.template-moved, sms.unknown-template, sms.provider-code.
    """
    given = {"verb": "approve", "template": template, "provider_code": provider_code}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    route = Template.objects.filter(pk=template).values_list("route", flat=True).first()
    if route is None:
        raise Refused("sms.unknown-template")
    rules.check_provider_code(route, provider_code)
    _move(
        template, ("submitted",), state="approved", provider_code=provider_code, decided_at=at, decided_by=by.key,
        reason="",
    )  # fmt: skip
    timeline.record(
        "sms.template-approved", about=f"sms-template:{template}", by=by, at=at,
        facts={"provider_code": provider_code}, request_id=request_id, given=given,
    )  # fmt: skip


@transaction.atomic
def reject(*, template: int, reason: str, by: Actor, at: datetime, request_id: UUID | None = None) -> None:
    """The provider will not have it, or has withdrawn its approval. Refused: sms.reason-missing, sms.template-moved."""
    given = {"verb": "reject", "template": template, "reason": reason}
    if timeline.resent(by=by, request_id=request_id, given=given) is not None:
        return
    if not reason.strip():
        raise Refused("sms.reason-missing", field="reason")
    _move(
        template, ("submitted", "approved"), state="rejected", reason=reason.strip()[:500], decided_at=at,
        decided_by=by.key,
    )  # fmt: skip
    timeline.record(
        "sms.template-rejected", about=f"sms-template:{template}", by=by, at=at, request_id=request_id, given=given
    )


def _move(template: int, states: tuple[str, ...], **values: object) -> None:
    if not Template.objects.filter(pk=template, state__in=states).update(**values):
        known = Template.objects.filter(pk=template).exists()
        raise Refused("sms.template-moved" if known else "sms.unknown-template")


def _drafts(route: str, reach: str, *, by: Actor, at: datetime) -> list[Template]:
    made = []
    for wanted in wordings(personal=route != "sms.tencent"):
        sign = _sign(route, wanted.language)
        if not _known(route, reach, wanted, sign):
            made.append(_draft(route, reach, wanted, sign, by=by, at=at))
    return made


def _sign(route: str, language: str) -> str:
    return settings.OFFICE_NAME[language] if route == "sms.smpp" else settings.SMS_SIGN


def _sha256(sign: str, text: str) -> str:
    return hashlib.sha256(f"{sign}\n{text}".encode()).hexdigest()


def _known(route: str, reach: str, wanted: Wording, sign: str) -> bool:
    return Template.objects.filter(
        route=route, reach=reach, purpose=wanted.purpose, language=wanted.language, sha256=_sha256(sign, wanted.text)
    ).exists()


def _draft(route: str, reach: str, wanted: Wording, sign: str, *, by: Actor, at: datetime) -> Template:
    return Template.objects.create(
        route=route, reach=reach, purpose=wanted.purpose, language=wanted.language, sign=sign, text=wanted.text,
        sha256=_sha256(sign, wanted.text), edition=wanted.edition, drafted_at=at, drafted_by=by.key,
    )  # fmt: skip


def _simulated(route: str) -> bool:
    """Whether the provider is a simulator on this machine, in a build that reaches nobody."""
    place = {"sms.aliyun": settings.ALIYUN_SMS_ENDPOINT, "sms.tencent": settings.TENCENT_SMS_ENDPOINT}.get(route)
    host = settings.SMPP_HOST if place is None else urlsplit(place).hostname or ""
    try:
        near = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        near = False
    return near and settings.MODE in {"demo", "training", "test"}


def _simulated_code(one: Template) -> str:
    number = 100_000_000 + one.pk
    return {"sms.aliyun": f"SMS_{number}", "sms.tencent": str(number)}.get(one.route, "")
