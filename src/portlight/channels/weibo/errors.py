"""What Weibo's `error_code` means for us (open.weibo.com/wiki/Error_code)."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    REPEAT = "repeat"  # it has just been said: after an attempt of ours that is that attempt
    LIMIT = "limit"  # of this hour or day
    LATER = "later"
    TOKEN = "token"  # noqa: S105 - a person must authorise anew
    REFUSED = "refused"


MEANINGS: dict[int, Meaning] = {
    10001: Meaning.LATER,  # system error
    10002: Meaning.LATER,  # service unavailable
    10003: Meaning.LATER,  # remote service error
    10009: Meaning.LATER,  # too many pending tasks
    10010: Meaning.LATER,  # job expired
    10011: Meaning.LATER,  # RPC error
    10022: Meaning.LIMIT,  # of our address
    10023: Meaning.LIMIT,  # of the account
    10024: Meaning.LIMIT,  # of this call
    20016: Meaning.LIMIT,  # too many posts
    20017: Meaning.REPEAT,  # similar content
    20019: Meaning.REPEAT,  # repeated content
    20111: Meaning.REPEAT,  # repeated text
    21301: Meaning.TOKEN,  # authorisation failed
    21314: Meaning.TOKEN,  # used
    21315: Meaning.TOKEN,  # expired
    21316: Meaning.TOKEN,  # revoked
    21317: Meaning.TOKEN,  # rejected
    21319: Meaning.TOKEN,  # the account has withdrawn it
    21327: Meaning.TOKEN,  # expired
    21332: Meaning.TOKEN,  # invalid
}
TAKEN_SLOWLY = 20032  # taken; their servers need a while to show it


def meaning(code: int) -> Meaning:
    return MEANINGS.get(code, Meaning.REFUSED)
