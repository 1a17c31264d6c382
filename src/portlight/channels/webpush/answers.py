"""What a push service's answer means for the delivery (RFC 8030 §5, §7.3, §8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from portlight.delivery import port
from portlight.delivery.port import Answer

THROTTLED = 429
_GONE = {404, 410}  # RFC 8030 §7.3: the subscription has expired, or its user has taken it back
_NOT_VOUCHED = {401, 403}  # RFC 8292 §4: our proof is missing, or made with another key than the subscription's
_LONGEST_REST = 3600.0


def answer_of(status: int, headers: Mapping[str, str], *, at: datetime) -> Answer:
    """The delivery's answer to any status but 429, which is about the way out."""
    told = str(status)
    if status in {200, 201, 202}:
        return port.accepted(_reference(headers.get("Location", "")), told)
    if status in _GONE:
        return port.refused(told, dead=True)
    if status in _NOT_VOUCHED or status == 408 or status >= 500:
        return port.later(told, wait=rest(headers, at=at))
    return port.refused(told)  # 400, 413 and their kin: the same message would be refused again


def is_trouble(status: int) -> bool:
    """Whether the way out itself is broken: the service, or our key."""
    return status in _NOT_VOUCHED or status >= 500


def rest(headers: Mapping[str, str], *, at: datetime, usual: float = 0.0) -> float:
    """Seconds until `Retry-After`, which is a number or a date (RFC 9110 §10.2.3); at most an hour."""
    given = headers.get("Retry-After", "").strip()
    if given.isascii() and given.isdigit():
        return min(float(given[:9]), _LONGEST_REST)
    try:
        seconds = (parsedate_to_datetime(given) - at).total_seconds() if given else usual
    except (ValueError, TypeError):
        return usual
    return min(max(seconds, 0.0), _LONGEST_REST)


def _reference(location: str) -> str:
    """The last segment of the message's own address: what is telling of it fits in 40 characters."""
    last = urlsplit(location).path.rpartition("/")[2]
    return last[-40:] if last.isascii() else ""
