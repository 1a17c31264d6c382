"""What every personal channel must keep, whatever is on its other side. A channel's own test calls `keeps_its_word`.

A channel is given a desk with parcels; it must intend each before it can leave, settle each exactly once or give it
back, and return when the desk has no more.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import connections

from portlight.delivery.port import Answer, Copy, Parcel, PersonalChannel

OUTCOMES = {"accepted", "refused", "later", "uncertain"}
AT = datetime(2020, 2, 17, 6, 0, tzinfo=UTC)


def copy(**changes: object) -> Copy:
    plain: dict[str, object] = {
        "code": "K7F3-9QXM", "kind": "notice", "about": "N-2020-017", "language": "en", "wanted": "en",
        "title": "Six measures", "text": "The office stays open.", "severity": "ordinary", "drill": False,
        "not_after": AT + timedelta(days=1), "at": AT,
    }  # fmt: skip
    return Copy(**{**plain, **changes})  # type: ignore[arg-type]


class TestDesk:
    """A desk of the tests: hands out `addresses`, remembers everything it is told."""

    __test__ = False

    def __init__(self, channel: PersonalChannel, addresses: Sequence[str], shown: Copy | None = None) -> None:
        template = channel.prepare(shown or copy())
        self.waiting = [
            Parcel(None, number, number, number, 0, "en", address, template)
            for number, address in enumerate(addresses, start=1)
        ]
        self.handed: list[int] = []
        self.intended: list[int] = []
        self.answers: dict[int, Answer] = {}
        self.troubles: list[str] = []
        self.throttles: list[tuple[str, float, str]] = []
        self.paused: set[str] = set()  # routes an operator has paused
        self.tokens: int | None = None  # what the shared pace still lets go; None: no pace

    def next(self) -> Parcel | None:
        if not self.waiting or len(self.troubles) > 3 or any(not route for _, _, route in self.throttles):
            return None
        parcel = self.waiting.pop(0)
        self.handed.append(parcel.delivery)
        return parcel

    def intend(self, parcel: Parcel) -> None:
        assert parcel.delivery not in self.intended
        self.intended.append(parcel.delivery)

    def settle(self, parcel: Parcel, answer: Answer) -> None:
        assert parcel.delivery not in self.answers, "settled twice"
        assert answer.outcome in OUTCOMES
        if answer.outcome in {"accepted", "uncertain"}:
            assert parcel.delivery in self.intended, "left without an intent"
        self.answers[parcel.delivery] = answer

    def give_back(self, parcel: Parcel) -> None:
        assert parcel.delivery not in self.intended, "what was intended may have left"
        self.waiting.insert(0, parcel)

    def untaken(self, parcel: Parcel) -> None:
        assert parcel.delivery in self.intended, "was never intended"
        self.intended.remove(parcel.delivery)
        self.waiting.insert(0, parcel)

    def trouble(self, code: str, *, route: str = "") -> None:
        self.troubles.append(code)

    def throttled(self, code: str, seconds: float, *, route: str = "") -> None:
        self.throttles.append((code, seconds, route))

    def usable(self, route: str) -> bool:
        return route not in self.paused and not any(told == route for _, _, told in self.throttles)

    def allow(self, route: str, wanted: int) -> int:
        if self.tokens is None:
            return wanted
        taken = min(wanted, self.tokens)
        self.tokens -= taken
        return taken


def carry(channel: PersonalChannel, desk: TestDesk) -> dict[int, Answer]:
    """One carrying to its end; the answers by delivery."""

    async def run() -> None:
        try:
            await channel.carry(desk)
        finally:
            await channel.close()
            connections.close_all()

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        asyncio.run(asyncio.wait_for(run(), 30))
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    return desk.answers


def keeps_its_word(
    make: Callable[[], PersonalChannel], addresses: Sequence[str], *, expected: Sequence[str]
) -> TestDesk:
    """Carries to `addresses` and compares the outcomes, in order; every parcel is settled once or still waits."""
    channel = make()
    assert isinstance(channel, PersonalChannel)
    desk = TestDesk(channel, addresses)
    answers = carry(channel, desk)
    assert sorted({*answers, *(parcel.delivery for parcel in desk.waiting)}) == list(range(1, len(addresses) + 1))
    found = [answers[number].outcome if number in answers else "" for number in range(1, len(addresses) + 1)]
    assert found == list(expected), answers
    return desk
