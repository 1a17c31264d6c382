"""What is written down here by hand or by an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from portlight.channels.wechat.fields import objection
from portlight.channels.wechat.models import Handed, MassResult, Template
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

PURPOSES = ("notice", "correction", "withdrawal", "code", "tell")
WAYS = ("notice", "template")
KEPT = timedelta(days=3)  # events on a message come within minutes; re-pushes within the day


def grant(
    *, language: str, purpose: str, way: str, template_id: str, fields: Mapping[str, str], by: Actor, at: datetime
) -> None:
    """WeChat has granted a template: use it for `purpose` in `language` ("*": in every one). The newest holds.

    `way`: notice (long-term subscription notice, bizsend) or template (template/send). `fields`: name of the field →
    title | news | code | office | time | param:<name>. Refused: wechat.template-odd.
    """
    why = objection(dict(fields), way)
    if language != "*" and language not in CODES:
        why = f"no such language: {language}"
    elif purpose not in PURPOSES or way not in WAYS:
        why = f"no such purpose or way: {purpose}, {way}"
    elif not 1 <= len(template_id) <= 64 or not template_id.isascii():
        why = "its number"
    if why:
        raise Refused("wechat.template-odd", why=why)
    with transaction.atomic():
        Template.objects.update_or_create(
            language=language, purpose=purpose,
            defaults={"way": way, "template_id": template_id, "fields": dict(fields), "made_at": at},
        )  # fmt: skip
        facts = {"language": language, "purpose": purpose, "way": way, "template": template_id}
        timeline.record("wechat.template-granted", about=f"wechat:{language}:{purpose}", by=by, at=at, facts=facts)


def forget(*, language: str, purpose: str, by: Actor, at: datetime) -> None:
    """The template is not to be used any more. Refused: wechat.template-unknown."""
    with transaction.atomic():
        gone, _ = Template.objects.filter(language=language, purpose=purpose).delete()
        if not gone:
            raise Refused("wechat.template-unknown")
        facts = {"language": language, "purpose": purpose}
        timeline.record("wechat.template-forgotten", about=f"wechat:{language}:{purpose}", by=by, at=at, facts=facts)


def note_sent(*, openid_index: str, template_id: str, msg_id: str, status: str, at: datetime) -> tuple[int, str] | None:
    """An event says what became of a message to this person by this template: the oldest that waits for one.

    Its delivery and reference; None when there is none (yet). The same event again finds the same message.
    """
    mine = Handed.objects.filter(openid_index=openid_index, template_id=template_id)
    found = mine.filter(msg_id=msg_id).first()
    while found is None:
        waits = mine.filter(msg_id="", at__gt=at - KEPT, at__lte=at + timedelta(minutes=5)).order_by("id").first()
        if waits is None:
            return None
        if Handed.objects.filter(pk=waits.pk, msg_id="").update(msg_id=msg_id[:32], status=status[:24]):
            found = waits
    return found.delivery, found.reference


def note_mass_result(*, msg_id: str, status: str, counts: Mapping[str, int], at: datetime) -> None:
    """What WeChat says of a mass send, in its own figures: `total`, `filtered`, `sent`, `failed`. The newest holds."""
    kept = {name: counts.get(name) for name in ("total", "filtered", "sent", "failed")}
    MassResult.objects.update_or_create(msg_id=msg_id, defaults={"status": status[:40], "at": at, **kept})


def tidy(*, at: datetime) -> int:
    """Forget to whom messages were handed over, three days on; returns how many."""
    return Handed.objects.filter(at__lt=at - KEPT).delete()[0]
