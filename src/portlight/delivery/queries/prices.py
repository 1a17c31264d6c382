"""What a message would cost before it is released: billed parts by language, at the dearest route switched on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portlight.delivery import port
from portlight.delivery.port import Copy, Price, Priced


@dataclass(frozen=True, kw_only=True)
class Bill:
    """One channel's share. `cost` in `currency`, an upper estimate; `unsendable` languages have no text it takes."""

    channel: str
    messages: int
    parts: int  # billed pieces in all
    cost: float
    currency: str
    unsendable: tuple[str, ...]


def bill(
    *, by_way: Mapping[tuple[str, str], int], severity: str, drill: bool, purpose: str, at: datetime
) -> tuple[Bill, ...]:
    """Of every channel that has a price. `by_way`: channel and language → messages, as `Size.by_way` tells it."""
    found = []
    for kind, channel in port.personal().items():
        ways = {language: count for (one, language), count in by_way.items() if one == kind}
        if isinstance(channel, Priced) and ways:
            prices = {language: channel.price(_copy(language, severity, drill, purpose, at)) for language in ways}
            found.append(_bill(kind, ways, prices))
    return tuple(found)


def _bill(kind: str, ways: Mapping[str, int], prices: Mapping[str, Price]) -> Bill:
    parts = {language: prices[language].parts * count for language, count in ways.items()}
    return Bill(
        channel=kind, messages=sum(ways.values()), parts=sum(parts.values()),
        cost=round(sum(parts[language] * prices[language].each for language in ways) / 100, 2),
        currency=next(iter(prices.values())).currency,
        unsendable=tuple(sorted(language for language in ways if prices[language].why_not)),
    )  # fmt: skip


def _copy(language: str, severity: str, drill: bool, purpose: str, at: datetime) -> Copy:
    """A price hangs on language and purpose, not on the notice's words: channels that cost use prepared texts."""
    return Copy(
        code="K7F3-9QXM", kind="notice", about="", language=language, wanted=language, title="", text="",
        severity=severity, drill=drill, not_after=at + timedelta(days=1), at=at, purpose=purpose,
    )  # fmt: skip
