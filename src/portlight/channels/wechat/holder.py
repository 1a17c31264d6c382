"""The account's access token, held once for all processes: a row with a lease and a fence.

`stable_token` gives the same token to everybody until five minutes before its end, and old and new both hold for those
five minutes; so one process fetches and the others read. Forcing a new one makes the old worthless at once: it is done
only after WeChat itself called the token worthless (40001, 40014), at most every 30 seconds and 20 times a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from portlight.channels.wechat.calls import Said
from portlight.channels.wechat.models import Token
from portlight.toolkit.sealed import open_sealed, seal

RENEW = timedelta(seconds=300)
LEASE = timedelta(seconds=20)
_APART = timedelta(seconds=30)
_A_DAY = 20
_COLUMN = "wechat_token.value"


class NoToken(Exception):
    """There is no token to be had just now; the text is the code of the reason."""


@dataclass(frozen=True)
class Claim:
    """What there is: a token, or the duty to fetch one (`fence` above 0), or neither: another process is at it."""

    value: str
    until: datetime | None = None
    fence: int = 0
    force: bool = False


def request(claim: Claim) -> dict[str, Any]:
    """What is asked of `stable_token`."""
    return {
        "grant_type": "client_credential", "appid": settings.WECHAT_APPID, "secret": settings.WECHAT_SECRET,
        "force_refresh": claim.force,
    }  # fmt: skip


def look(*, at: datetime, broken: str = "", expired: bool = False) -> Claim:
    """The token, or who fetches it. `broken`: a token WeChat has just called worthless; `expired`: only out of time.

    NoToken when it would have to be forced and may not be yet.
    """
    row, _ = Token.objects.get_or_create(appid=settings.WECHAT_APPID)
    value = open_sealed(row.value, column=_COLUMN, seal=row.seal) if row.value is not None else ""
    left = row.until - at if row.until else timedelta()
    good = bool(value) and value != broken and left > timedelta()
    if good and left > RENEW:
        return Claim(value, row.until)
    force = bool(broken) and value == broken and not expired
    if force:
        _may_force(row, at)
    free = Q(leased_until=None) | Q(leased_until__lt=at)
    mine = Token.objects.filter(free, id=row.pk, fence=row.fence)
    if mine.update(fence=F("fence") + 1, leased_until=at + LEASE):
        return Claim(value if good else "", row.until, row.fence + 1, force)
    return Claim(value if good else "", row.until)


def _may_force(row: Token, at: datetime) -> None:
    today = timezone.localtime(at).date()
    if row.forced_at and at - row.forced_at < _APART:
        raise NoToken("forced-just-now")
    if row.forced_on == today and row.forced >= _A_DAY:
        raise NoToken("forced-too-often")


def keep(claim: Claim, said: Said, *, at: datetime) -> str:
    """Write down what came; the token. NoToken with WeChat's code when it was not given one.

    Whoever has lost the lease meanwhile writes nothing: the token is good all the same.
    """
    value = str(said.body.get("access_token") or "")
    if said.code or not value:
        failed(claim, str(said.code), said.text, at=at)
        raise NoToken(str(said.code))
    row = Token.objects.get(appid=settings.WECHAT_APPID)
    change: dict[str, Any] = {
        "value": seal(value, column=_COLUMN, seal=row.seal),
        "until": at + timedelta(seconds=int(said.body.get("expires_in") or 0)),
        "leased_until": None, "trouble": "", "trouble_said": "", "trouble_at": None,
    }  # fmt: skip
    if claim.force:
        today = timezone.localtime(at).date()
        change |= {"forced_at": at, "forced_on": today, "forced": row.forced + 1 if row.forced_on == today else 1}
    Token.objects.filter(pk=row.pk, fence=claim.fence).update(**change)
    return value


def failed(claim: Claim, code: str, text: str, *, at: datetime) -> None:
    """Give the lease back and note why, for the operator (`portlight doctor`)."""
    Token.objects.filter(appid=settings.WECHAT_APPID, fence=claim.fence).update(
        leased_until=None, trouble=code[:24], trouble_said=text[:200], trouble_at=at
    )
