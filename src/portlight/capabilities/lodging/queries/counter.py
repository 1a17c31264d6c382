"""Codes of counters: whether one is good, and those a counter has printed. Never a code itself: nobody keeps it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.conf import settings

from portlight.capabilities.lodging.models import CounterCode
from portlight.capabilities.lodging.rules.counter import spelt
from portlight.toolkit.sealed import blind

CodeState = Literal["open", "used", "revoked", "ended"]


@dataclass(frozen=True, kw_only=True)
class CodeCard:
    """`place`: which one of its counter and day."""

    number: int
    counter: str
    place: int
    language: str
    made_by: str
    made_at: datetime
    until: datetime
    state: CodeState


def code_hash(code: str) -> str:
    """Under which a code is kept; of what cannot be a code, a hash that no code has."""
    return hmac.digest(settings.KEYS.index, f"lodging.counter {spelt(code) or '-'}".encode(), "sha256").hex()


def number_index(number: str) -> str:
    """The number of a passport alone, as it is compared with a sheet. The same number elsewhere is not found by it."""
    return blind(number, purpose="lodging.counter.paper")


def code_good(code: str, *, at: datetime) -> bool:
    """Whether a declaration can begin with it at this moment. Used, taken back, over and never printed are the same."""
    return CounterCode.objects.filter(code_hash=code_hash(code), used_at=None, revoked_at=None, until__gt=at).exists()


def counter_codes(*, counter: str, at: datetime, most: int = 50) -> tuple[CodeCard, ...]:
    """What a counter has printed, the latest first."""
    rows = CounterCode.objects.filter(counter=counter).order_by("-pk")[:most]
    return tuple(
        CodeCard(number=row.pk, counter=row.counter, place=row.place, language=row.language, made_by=row.made_by,
                 made_at=row.made_at, until=row.until, state=_state(row, at))
        for row in rows
    )  # fmt: skip


def _state(row: CounterCode, at: datetime) -> CodeState:
    if row.revoked_at is not None:
        return "revoked"
    if row.used_at is not None:
        return "used"
    return "open" if row.until > at else "ended"
