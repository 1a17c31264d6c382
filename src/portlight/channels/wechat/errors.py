"""What WeChat's `errcode` means for us. HTTP is always 200: the code is the answer (its page 全局返回码).

A code other than 0 says that nothing was taken. One that is not in the table is about this message: refused, by its
number, so that the next channel has its turn and the operator sees it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone


class Meaning(StrEnum):
    TAKEN = "taken"
    DEAD = "dead"  # no such openid with this account
    CONSENT = "consent"  # she does not follow, or has not agreed, or not any more
    REFUSED = "refused"  # this message, or only this time: the next channel
    LATER = "later"
    MINUTE = "minute"  # too fast
    DAY = "day"  # today's quota is spent
    TOKEN = "token"  # noqa: S105 - the token is worthless: fetch another, once
    ACCOUNT = "account"  # we as a whole may not: an operator must look


MEANINGS: dict[int, Meaning] = {
    0: Meaning.TAKEN,
    -1: Meaning.LATER,  # system busy
    40001: Meaning.TOKEN,  # invalid credential: replaced, or never ours
    40002: Meaning.ACCOUNT,  # grant_type
    40003: Meaning.DEAD,  # invalid openid
    40013: Meaning.ACCOUNT,  # appid
    40014: Meaning.TOKEN,  # invalid access_token
    40037: Meaning.ACCOUNT,  # template_id: not (any more) one of the account's
    40125: Meaning.ACCOUNT,  # secret
    40164: Meaning.ACCOUNT,  # this server's address is not on the account's list
    40243: Meaning.ACCOUNT,  # secret frozen
    41001: Meaning.TOKEN,  # access_token missing
    42001: Meaning.TOKEN,  # expired
    43004: Meaning.CONSENT,  # require subscribe: does not follow
    43019: Meaning.REFUSED,  # she is on the account's black list
    43101: Meaning.CONSENT,  # user refuses to accept the message, or never agreed
    43107: Meaning.ACCOUNT,  # subscription notices are blocked for this account
    43108: Meaning.LATER,  # two to the same person at once
    45009: Meaning.DAY,
    45011: Meaning.MINUTE,
    45015: Meaning.REFUSED,  # out of the reply window (customer-service texts)
    45168: Meaning.REFUSED,  # a word they do not carry
    47001: Meaning.REFUSED,  # not JSON
    47003: Meaning.REFUSED,  # a value that its field does not take
    48001: Meaning.ACCOUNT,  # this account may not call it
    48004: Meaning.ACCOUNT,  # banned from calling it
    50002: Meaning.ACCOUNT,  # the account is limited
    61004: Meaning.ACCOUNT,  # address not registered
    89503: Meaning.ACCOUNT,  # the administrator must confirm this address first
}
EXPIRED = 42001  # the only worthless token that an ordinary renewal replaces
MINUTE_SECONDS = 60.0
BUSY_SECONDS = {-1: 0.0, 43108: 5.0}  # 0: the engine's own pauses


def meaning(code: int) -> Meaning:
    return MEANINGS.get(code, Meaning.REFUSED)


def rest(code: int, at: datetime) -> float:
    """Seconds until a limit is over: a minute, or until midnight in Shanghai, when the day's counts begin anew."""
    if meaning(code) is Meaning.MINUTE:
        return MINUTE_SECONDS
    local = timezone.localtime(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max((midnight - local).total_seconds(), 1.0)


# Of a mass send, beside the above.
ALREADY = 45065  # this clientmsgid has been sent: the answer names the msg_id
TOO_SOON = 45066  # the same clientmsgid again, too fast
SPENT = 45028  # no mass send left today or this month
