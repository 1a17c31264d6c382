"""How often everybody may be written to: WeChat's limits, and what of them is kept back.

A service account reaches each follower four times a calendar month; as each follower carries one language, that is four
per language. A subscription account sends once a day to everybody. The last of a month's four is kept for what is
urgent; an emergency is always tried, whatever our count says: WeChat then leaves out whoever has had his four.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from portlight.channels.wechat import words
from portlight.channels.wechat.models import MassSend
from portlight.delivery.port import Quota

A_MONTH, KEPT_BACK, A_DAY = 4, 1, 1
ALL = "*"


def spent(kind: str, language: str, *, at: datetime, but: str = "") -> int:
    """Mass sends that reached a language this month (service account), or anybody today; doubtful ones count."""
    since, _ = _period(kind, at)
    rows = MassSend.objects.filter(language=language, at__gte=since, state__in=("begun", "sent", "deleted"))
    return rows.exclude(clientmsgid=but).count()


def left(kind: str, languages: Sequence[str], *, at: datetime) -> tuple[Quota, ...]:
    """Of a service account's month for each of the languages; of a subscription account's day."""
    _, until = _period(kind, at)
    if kind == "subscription":
        most = A_DAY - spent(kind, ALL, at=at)
        return (Quota(label=words.A_DAY, left=max(most, 0), of=A_DAY, until=until),)
    return tuple(
        Quota(
            label=words.A_MONTH, left=max(A_MONTH - spent(kind, one, at=at), 0), of=A_MONTH, until=until, language=one
        )
        for one in languages
    )


def allows(kind: str, language: str, severity: str, *, at: datetime, but: str = "") -> bool:
    """Whether one more may go out, `but` (being tried again) not counted."""
    if severity == "emergency":
        return True
    most = A_DAY if kind == "subscription" else A_MONTH - (KEPT_BACK if severity == "ordinary" else 0)
    return spent(kind, language, at=at, but=but) < most


def _period(kind: str, at: datetime) -> tuple[datetime, datetime]:
    """Beginning and end of the month of a service account, of the day of a subscription account."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    if kind == "subscription":
        return today, today + timedelta(days=1)
    first = today.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)
