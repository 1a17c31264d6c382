"""Pure rules of sending: when to try again, what a severity means, how many rows a lease holds."""

from __future__ import annotations

LANES = {"emergency": 0, "urgent": 1, "ordinary": 3}
TELL_LANE = 1  # a sign-in code is waited for
RETRY_LANE = 2  # before the bulk: whoever waits has waited longest
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


def lane_of(severity: str, kind: str) -> int:
    return min(LANES[severity], TELL_LANE) if kind == "tell" else LANES[severity]


def cut(first: int, count: int, *, size: int = LEASE_ROWS) -> list[tuple[int, int]]:
    """Runs lo ≤ p < hi that cover `count` positions from `first` on."""
    return [(lo, min(lo + size, first + count)) for lo in range(first, first + count, size)]


def slug_of(about: str) -> str:
    """The folder name of a notice's page: what stands behind the colon of its key, in safe letters."""
    plain = about.rpartition(":")[2].lower()
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in plain).strip("-") or "notice"
