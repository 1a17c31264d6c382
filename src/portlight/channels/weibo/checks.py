"""What `portlight doctor` asks about Weibo, what waits for a person, and settings that cannot be right together."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils import timezone

from portlight.channels.weibo import queries, words
from portlight.kernel.staff import queries as staff
from portlight.toolkit.nameplate import Check, Finding, Waiting

RENEW = "weibo.renew"  # a permission
_REMEDY = "Sign in to Weibo as the office, authorise the app anew, set PORTLIGHT_WEIBO_TOKEN and _TOKEN_UNTIL."


def settings_agree(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """With a token: a day on which it ends, and our own address."""
    if not settings.WEIBO_TOKEN:
        return []
    found: list[CheckMessage] = []
    if queries.ends_on() is None:
        hint = "Write the day it expires: 2026-12-31."
        found.append(Error("PORTLIGHT_WEIBO_TOKEN_UNTIL is not a day", hint=hint, id="weibo.E001"))
    try:
        ipaddress.ip_address(settings.WEIBO_IP)
    except ValueError:
        hint = "Write this server's address as others see it; Weibo insists on it (rip)."
        found.append(Error("PORTLIGHT_WEIBO_IP is not an address", hint=hint, id="weibo.E002"))
    return found


def authorised(at: datetime) -> Finding:
    """Whether the token still holds, and for how long."""
    if not settings.WEIBO_TOKEN:
        return Finding(state="ok", said="Weibo is not switched on.")
    left = queries.days_left(at=at)
    if queries.token_refused() or left is None or left < 0:
        return Finding(state="fail", said="Weibo does not accept our authorisation any more.", remedy=_REMEDY)
    said = f"Weibo's authorisation holds for {left} more days."
    if left <= queries.DAYS_AHEAD:
        return Finding(state="warn", said=said, remedy=_REMEDY)
    return Finding(state="ok", said=said)


def waiting(key: str) -> Sequence[Waiting]:
    """For whoever renews it: Weibo's authorisation ends soon, and only a person can renew it."""
    left = queries.days_left(at=timezone.now())
    if not settings.WEIBO_TOKEN or left is None or left > queries.DAYS_AHEAD:
        return ()
    if not staff.may(key, RENEW):
        return ()
    return (Waiting(label=words.TOKEN_ENDS, count=1, href="/desk/", late=int(left < 0)),)


CHECKS = (Check(name="weibo", run=authorised),)
