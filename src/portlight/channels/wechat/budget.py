"""How often everybody may be written to: WeChat's limits, and what of them is kept back.

A service account reaches each follower four times a calendar month; as each follower carries one language, that is four
per language. A subscription account sends once a day to everybody. The last of a month's four is kept for what is
urgent; an emergency is always tried, whatever our count says: WeChat then leaves out whoever has had his four.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from portlight.channels.wechat.models import MassSend

A_MONTH, KEPT_BACK, A_DAY = 4, 1, 1
ALL = "*"


def spent(kind: str, language: str, *, at: datetime, but: str = "") -> int:
    """Mass sends that reached a language this month (service account), or anybody today; doubtful ones count."""
    local = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    since = local.replace(day=1) if kind == "service" else local
    rows = MassSend.objects.filter(language=language, at__gte=since, state__in=("begun", "sent", "deleted"))
    return rows.exclude(clientmsgid=but).count()


def allows(kind: str, language: str, severity: str, *, at: datetime, but: str = "") -> bool:
    """Whether one more may go out, `but` (being tried again) not counted."""
    if severity == "emergency":
        return True
    most = A_DAY if kind == "subscription" else A_MONTH - (KEPT_BACK if severity == "ordinary" else 0)
    return spent(kind, language, at=at, but=but) < most
