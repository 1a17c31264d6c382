"""The post of a message, and the authorisation's last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from portlight.channels.weibo.errors import Meaning, meaning
from portlight.channels.weibo.models import Post

DAYS_AHEAD = 14  # renewing needs the account's holder and a browser


@dataclass(frozen=True, kw_only=True)
class PostCard:
    code: str
    what: str
    state: str
    text: str
    number: str
    said: str
    posted_at: datetime | None


def posts(*, code: str = "", most: int = 50) -> tuple[PostCard, ...]:
    """The newest first; of one message or all."""
    found = Post.objects.order_by("-id")
    if code:
        found = found.filter(code=code)
    return tuple(
        PostCard(
            code=row.code, what=row.what, state=row.state, text=row.text, number=row.number, said=row.said,
            posted_at=row.posted_at,
        )
        for row in found[:most]
    )  # fmt: skip


def ends_on() -> date | None:
    """The authorisation's last day, as the settings say; None when they say none that is a day."""
    try:
        return date.fromisoformat(settings.WEIBO_TOKEN_UNTIL)
    except ValueError:
        return None


def days_left(*, at: datetime) -> int | None:
    last = ends_on()
    return None if last is None else (last - timezone.localtime(at).date()).days


def token_refused() -> bool:
    """Whether the newest answer of Weibo was that we are not authorised."""
    said = Post.objects.exclude(said="").order_by("-id").values_list("said", flat=True).first()
    return bool(said) and str(said).isdecimal() and meaning(int(str(said))) is Meaning.TOKEN
