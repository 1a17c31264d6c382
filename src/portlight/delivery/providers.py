"""Ways out as all workers share them: pace (a token bucket), circuit, pause. One row per channel and per route."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from portlight.delivery import rules
from portlight.delivery.models import Provider

PACE_SECONDS = 0.5  # a lease is put back for so long when its channel has spent its tokens


def open_for_use(kinds: Sequence[str], at: datetime) -> list[str]:
    """Those of the channels or routes that are neither paused nor resting."""
    closed = Provider.objects.filter(Q(paused_at__isnull=False) | Q(open_until__gt=at)).values_list("kind", flat=True)
    shut = set(closed)
    return [kind for kind in kinds if kind not in shut]


def trouble(kind: str, code: str, *, at: datetime) -> float:
    """Count a failure of the way out itself; the seconds it now rests (0: it may be tried at once)."""
    with transaction.atomic():
        provider, _ = Provider.objects.select_for_update().get_or_create(kind=kind)
        provider.failures = min(provider.failures + 1, 1000)
        provider.last_error, provider.error_at = code[:200], at
        wait = rules.circuit_wait(provider.failures)
        if wait:
            provider.open_until = at + timedelta(seconds=wait)
        provider.save(update_fields=["failures", "last_error", "error_at", "open_until"])
    return wait


def rest(kind: str, code: str, *, until: datetime, sent_a_second: float, slow_down: bool, at: datetime) -> None:
    """The other side says that we are too fast, or that the quota is spent: nothing more before `until`.

    `slow_down` halves the shared pace; `sent_a_second` is what this worker saw where no pace was set.
    """
    with transaction.atomic():
        provider, _ = Provider.objects.select_for_update().get_or_create(kind=kind)
        provider.last_error, provider.error_at, provider.open_until = code[:200], at, until
        if slow_down:
            provider.slowed = rules.slower(provider.slowed or provider.rate or sent_a_second)
        provider.save(update_fields=["last_error", "error_at", "open_until", "slowed"])


def well(kind: str) -> None:
    Provider.objects.filter(kind=kind).exclude(failures=0).update(failures=0, open_until=None)


def take(kind: str, *, at: datetime) -> int | None:
    """Tokens for about a second; None when the way has no pace. The bucket holds one second's worth.

    A pace that was lowered rises here, once a second, until it is the operator's own again.
    """
    with transaction.atomic():
        paced = Provider.objects.select_for_update().filter(Q(rate__gt=0) | Q(slowed__isnull=False), kind=kind)
        provider = paced.first()
        if provider is None:
            return None
        since = max((at - provider.refilled_at).total_seconds(), 0.0) if provider.refilled_at else 1.0
        rate, slowed = provider.slowed or provider.rate, provider.slowed
        filled = min(provider.tokens + since * rate, float(rate))
        # Half of what is there: another worker finds the other half.
        taken = int(filled) if filled < 2 else int(filled / 2)
        if slowed is not None and since >= 0.5:
            slowed = rules.faster(slowed, provider.rate)
        Provider.objects.filter(kind=kind).update(tokens=filled - taken, refilled_at=at, slowed=slowed)
    return taken


def set_pace(kind: str, *, rate: int) -> None:
    Provider.objects.update_or_create(kind=kind, defaults={"rate": rate, "slowed": None})


def pause(kind: str, *, by: str, at: datetime) -> None:
    Provider.objects.update_or_create(kind=kind, defaults={"paused_at": at, "paused_by": by})


def resume(kind: str) -> None:
    Provider.objects.filter(kind=kind).update(
        paused_at=None, paused_by="", open_until=None, slowed=None, failures=F("failures") * 0
    )


class Pace:
    """What this worker may still send of a way before it asks the bucket again."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.left: int | None = 0
        self.asked = 0.0

    def spent(self, clock: Callable[[], datetime]) -> bool:
        """Count one message; True when there is no token for it now."""
        return self.some(1, clock) == 0

    def some(self, wanted: int, clock: Callable[[], datetime]) -> int:
        """Count up to `wanted` messages; how many may go now. Asks the bucket at most ten times a second."""
        if self.left is None and time.monotonic() - self.asked < 1.0:
            return wanted
        if not self.left and (self.left is None or time.monotonic() - self.asked >= 0.1):
            self.asked = time.monotonic()
            self.left = take(self.kind, at=clock())
        if self.left is None:
            return wanted
        granted = min(wanted, self.left)
        self.left -= granted
        return granted


class Routes:
    """The routes of one channel as this worker sees them: asked of the table once a second."""

    def __init__(self, names: Sequence[str]) -> None:
        self.paces = {name: Pace(name) for name in names}
        self.usable: set[str] = set(names)
        self.asked = 0.0

    def open(self, name: str, clock: Callable[[], datetime]) -> bool:
        if time.monotonic() - self.asked >= 1.0:
            self.asked = time.monotonic()
            self.usable = set(open_for_use(list(self.paces), clock()))
        return name in self.usable

    def shut(self, name: str) -> None:
        """Known to rest, without asking."""
        self.usable.discard(name)
