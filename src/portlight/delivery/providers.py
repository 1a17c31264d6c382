"""The way out of a channel as all workers share it: pace (a token bucket), circuit, pause. One row per channel."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from portlight.delivery import rules
from portlight.delivery.models import Provider


def open_for_use(kinds: list[str], at: datetime) -> list[str]:
    """Those of the channels that are neither paused nor resting."""
    closed = Provider.objects.filter(Q(paused_at__isnull=False) | Q(open_until__gt=at)).values_list("kind", flat=True)
    shut = set(closed)
    return [kind for kind in kinds if kind not in shut]


def trouble(kind: str, code: str, *, at: datetime) -> float:
    """Count a failure of the way out itself; the seconds the channel now rests (0: it may be tried at once)."""
    with transaction.atomic():
        provider, _ = Provider.objects.select_for_update().get_or_create(kind=kind)
        provider.failures = min(provider.failures + 1, 1000)
        provider.last_error = code[:200]
        wait = rules.circuit_wait(provider.failures)
        if wait:
            provider.open_until = at + timedelta(seconds=wait)
        provider.save(update_fields=["failures", "last_error", "open_until"])
    return wait


def well(kind: str) -> None:
    Provider.objects.filter(kind=kind).exclude(failures=0).update(failures=0, open_until=None)


def take(kind: str, *, at: datetime) -> int | None:
    """Tokens for about a second; None when the channel has no pace. The bucket holds one second's worth."""
    with transaction.atomic():
        provider = Provider.objects.select_for_update().filter(kind=kind, rate__gt=0).first()
        if provider is None:
            return None
        since = (at - provider.refilled_at).total_seconds() if provider.refilled_at else 1.0
        filled = min(provider.tokens + max(since, 0.0) * provider.rate, float(provider.rate))
        # Half of what is there: another worker finds the other half.
        taken = int(filled) if filled < 2 else int(filled / 2)
        Provider.objects.filter(kind=kind).update(tokens=filled - taken, refilled_at=at)
    return taken


def set_pace(kind: str, *, rate: int) -> None:
    Provider.objects.update_or_create(kind=kind, defaults={"rate": rate})


def pause(kind: str, *, by: str, at: datetime) -> None:
    Provider.objects.update_or_create(kind=kind, defaults={"paused_at": at, "paused_by": by})


def resume(kind: str) -> None:
    Provider.objects.filter(kind=kind).update(paused_at=None, paused_by="", open_until=None, failures=F("failures") * 0)


PACE_SECONDS = 0.5  # a lease is put back for so long when its channel has spent its tokens


class Pace:
    """What this worker may still send of a channel before it asks the bucket again."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.left: int | None = 0
        self.asked = 0.0

    def spent(self, clock: Callable[[], datetime]) -> bool:
        """Count one message; True when there is no token for it now. Asks the bucket at most ten times a second."""
        if self.left is None:
            if time.monotonic() - self.asked < 1.0:
                return False
        elif self.left > 0:
            self.left -= 1
            return False
        elif time.monotonic() - self.asked < 0.1:
            return True
        self.asked = time.monotonic()
        self.left = take(self.kind, at=clock())
        if self.left:
            self.left -= 1
            return False
        return self.left == 0
