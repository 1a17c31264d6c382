"""Pure rules of sending: when to try again, what a severity means, how many rows a lease holds."""

from __future__ import annotations

from datetime import time

# Lower goes first. What corrects goes five before its severity, and a retry before the bulk: whoever waits has waited
# longest. A lane tells the severity again: quiet hours need no other column.
LANES = {"emergency": 10, "urgent": 20, "ordinary": 40}
TELL_LANE = 12  # a sign-in code is waited for
RETRY_LANE = 30
_CORRECTS = 5
QUIET_FROM = {"ordinary": RETRY_LANE, "urgent": LANES["urgent"] - _CORRECTS}  # lanes a quiet severity holds back
LEASE_ROWS = 2_000
LEASE_SECONDS = 60
GONE_SECONDS = 90  # behind the end of a lease: its host is not coming back in time
FLUSH_ROWS = 500  # a flush costs one sync of the disk: fewer rows would let it rule the rate
FLUSH_SECONDS = 0.2
CIRCUIT_AFTER = 5  # failures in a row
MOST_ATTEMPTS = 40
_FIRST = 300.0  # greylisting lets a second attempt in after five minutes (RFC 6647 §2.1 names minutes)
_BASE = 60.0
_CAP = 4 * 3600.0


def retry_wait(attempts: int, *, spread: float) -> float:
    """Seconds until the next attempt after `attempts` were made (≥ 1); `spread` in -1…1 gives the ±20 %.

    Five minutes first, then 60 s × 2ⁿ, at most four hours.
    """
    plain = _FIRST if attempts <= 1 else min(_BASE * 2.0 ** min(attempts, 20), _CAP)
    return min(plain * (1 + 0.2 * spread), _CAP)


def circuit_wait(failures: int) -> float:
    """Seconds a channel rests after so many failures of its way out in a row; 0 while it may go on at once."""
    return 0.0 if failures < CIRCUIT_AFTER else min(5.0 * 2.0 ** min(failures - CIRCUIT_AFTER, 10), 300.0)


def lane_of(severity: str, kind: str, *, corrects: bool = False, retry: bool = False) -> int:
    """Where a message's leases queue: 0 would be first."""
    lane = min(LANES[severity], TELL_LANE) if kind == "tell" else LANES[severity] - (_CORRECTS if corrects else 0)
    return min(lane, RETRY_LANE) if retry else lane


def is_quiet(at: time, begins: time, ends: time) -> bool:
    """Whether `at` (the office's wall clock) lies in the quiet hours begins ≤ t < ends, which may cross midnight."""
    if begins == ends:
        return False
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def slower(rate: float) -> int:
    """The pace after the other side said that it is too much: half (multiplicative decrease)."""
    return max(1, int(rate / 2))


def faster(slowed: int, rate: int) -> int | None:
    """The pace a second later, when it went well: a twentieth of the goal more; None: back at the operator's own.

    Where the operator set none (0), it is freed after it has grown by half a million: nothing we know takes more.
    """
    grown = slowed + max(1, (rate or slowed) // 20)
    return None if grown >= (rate or 500_000) else grown


def cut(first: int, count: int, *, size: int = LEASE_ROWS) -> list[tuple[int, int]]:
    """Runs lo ≤ p < hi that cover `count` positions from `first` on."""
    return [(lo, min(lo + size, first + count)) for lo in range(first, first + count, size)]


def slug_of(about: str) -> str:
    """The folder name of a notice's page: what stands behind the colon of its key, in safe letters."""
    plain = about.rpartition(":")[2].lower()
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in plain).strip("-") or "notice"
