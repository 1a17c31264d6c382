"""What a bounce says about the address, and when an address counts as dead. Values only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

DEAD_AFTER = 3  # messages that came back
DEAD_WITHIN = timedelta(days=30)
FORGET_AFTER = timedelta(days=90)


class Kind(StrEnum):
    DEAD = "dead"  # there is no such mailbox: nothing is sent to it again
    FULL = "full"  # full, disabled, or refused without saying why: dead when it stays so
    REPUTATION = "reputation"  # about us, never about the address
    CONTENT = "content"  # this message only
    DELAYED = "delayed"  # may still arrive, or was given up after days: says nothing about the address


_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
# RFC 3463 §3.2, and RFC 7505 §4.1 for a domain that takes no mail. 1.7 and 1.8 are about the sender's address.
_NO_MAILBOX = {"1.1", "1.2", "1.3", "1.6", "1.10"}
_ABOUT_US = {"1.7", "1.8"}
_GENERIC = {"0.0", "5.0", "1.0", "3.0", "4.0"}  # "something": the words that follow say more
# What servers write where they give no such code, or the generic one; about us first, because those sentences quote
# everything else as well.
_WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.REPUTATION,
        re.compile(
            r"spam|black ?list|block ?list|\bblocked\b|reputation|\bSPF\b|\bDKIM\b|\bDMARC\b|unauthenticated"
            r"|frequency limited|content denied|DT:SPM|unsolicited|suspicious|poor standing|垃圾邮件|频率|信誉|黑名单",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.FULL,
        re.compile(
            r"quota|mailbox(?: is)? full|insufficient (?:system )?storage|disabled|inactive|suspended|空间不足|已满"
            r"|停用|冻结|容量",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.DEAD,
        re.compile(
            r"(?:user|recipient|mailbox|account|address)(?: is)?(?: unknown| not found| does(?: not|n't) exist)"
            r"|unknown (?:user|recipient|mailbox|local part)|no such (?:user|recipient|mailbox|person|address)"
            r"|invalid (?:recipient|mailbox)|RecipNotFound|RecipientNotFound|user doesn't have"
            r"|(?:用户|帐号|账号|邮箱|收件人|地址).{0,80}(?:不存在|未找到)",
            re.IGNORECASE,
        ),
    ),
)


def enhanced(text: str) -> str:
    """The first enhanced status code in a text (RFC 3463 §2), or ""."""
    found = _ENHANCED.search(text)
    return found.group(0) if found else ""


def kind_of(status: str, diagnostic: str) -> tuple[Kind, str]:
    """What a final or passing failure means, and the code that says so.

    The status stands unless it is missing or a generic one; then the code inside the diagnostic, then its words.
    A 550 without words that we know is counted, not believed at once.
    """
    code = enhanced(status)
    if not code or code[2:] in _GENERIC:
        code = enhanced(diagnostic) or code
    if code.startswith("4") or (not code and (bare := _CODE.search(diagnostic)) and bare.group(1).startswith("4")):
        return Kind.DELAYED, code or "4.0.0"
    if not code or code[2:] in _GENERIC:
        return _by_words(diagnostic), code or "5.0.0"
    return _by_code(code[2:]), code


def _by_code(detail: str) -> Kind:
    subject = detail.partition(".")[0]
    if detail in _NO_MAILBOX:
        return Kind.DEAD
    if subject == "7" or detail in _ABOUT_US:
        return Kind.REPUTATION
    if subject == "6" or detail in {"2.3", "3.4"}:  # too large for the mailbox, or for the system
        return Kind.CONTENT
    return Kind.FULL


def _by_words(text: str) -> Kind:
    return next((kind for kind, words in _WORDS if words.search(text)), Kind.FULL)


def is_telling(text: str) -> bool:
    """Whether the words alone say what became of a message."""
    return any(words.search(text) for _, words in _WORDS)


def mildest(kinds: Iterable[Kind]) -> Kind:
    """Of several recipients behind one address, the one that speaks best for it."""
    order = (Kind.DELAYED, Kind.CONTENT, Kind.REPUTATION, Kind.FULL, Kind.DEAD)
    return min(kinds, key=order.index)


def is_dead(came_back: Iterable[datetime], *, proved_at: datetime | None, at: datetime) -> bool:
    """Whether so many messages came back, within so many days, since its owner last proved that it works."""
    since = max(at - DEAD_WITHIN, proved_at) if proved_at else at - DEAD_WITHIN
    return sum(since <= one <= at for one in came_back) >= DEAD_AFTER
