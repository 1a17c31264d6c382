"""What this channel knows, as cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from portlight.channels.wechat.models import MassResult, MassSend, Template, Token


@dataclass(frozen=True, kw_only=True)
class TemplateCard:
    language: str
    purpose: str
    way: str
    template_id: str
    fields: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class MassCard:
    """One mass send with WeChat's own counts: of followers, never to be added to people."""

    code: str
    language: str
    what: str
    state: str
    msg_id: str
    at: datetime
    said: str
    status: str
    total: int | None
    filtered: int | None
    sent: int | None
    failed: int | None


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why there is no token."""

    code: str
    said: str
    since: datetime


def templates() -> tuple[TemplateCard, ...]:
    return tuple(
        TemplateCard(
            language=row.language, purpose=row.purpose, way=row.way, template_id=row.template_id, fields=row.fields
        )
        for row in Template.objects.order_by("purpose", "language")
    )


def mass_sends(*, code: str = "", most: int = 50) -> tuple[MassCard, ...]:
    """The newest first; of one message or all."""
    found = MassSend.objects.order_by("-id")
    if code:
        found = found.filter(code=code)
    rows = list(found[:most])
    told = {one.msg_id: one for one in MassResult.objects.filter(msg_id__in=[row.msg_id for row in rows if row.msg_id])}
    return tuple(_card(row, told.get(row.msg_id)) for row in rows)


def _card(row: MassSend, result: MassResult | None) -> MassCard:
    return MassCard(
        code=row.code, language=row.language, what=row.what, state=row.state, msg_id=row.msg_id, at=row.at,
        said=row.said, status=result.status if result else "", total=result.total if result else None,
        filtered=result.filtered if result else None, sent=result.sent if result else None,
        failed=result.failed if result else None,
    )  # fmt: skip


def trouble() -> Trouble | None:
    row = Token.objects.filter(appid=settings.WECHAT_APPID).exclude(trouble="").first()
    return Trouble(code=row.trouble, said=row.trouble_said, since=row.trouble_at) if row and row.trouble_at else None


def token_until() -> datetime | None:
    row = Token.objects.filter(appid=settings.WECHAT_APPID).first()
    return row.until if row else None
