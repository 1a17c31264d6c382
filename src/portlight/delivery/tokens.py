"""Links and return paths that carry their own proof: keyed BLAKE2b under the ring's link key, no table, no expiry.

A token is 20 URL characters: six bytes of a row's key and nine of a MAC over it. They must outlive the message:
a link to stop that has died is the reader's trap, not ours.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from django.conf import settings

OUT, SEEN, RETURN = "out", "seen", "return"
_MAC = 9
_bases: dict[tuple[bytes, str], "blake2b"] = {}


def _mac(purpose: str, body: bytes) -> bytes:
    links = settings.KEYS.links
    base = _bases.get((links, purpose))
    if base is None:
        base = _bases[(links, purpose)] = blake2b(key=links, digest_size=_MAC, person=purpose.encode())
    one = base.copy()  # the key is absorbed already: half the time of a new one
    one.update(body)
    return one.digest()


def token(purpose: str, number: int) -> str:
    """The token of row `number`: an address for `out`, a delivery for `seen` and `return`."""
    body = number.to_bytes(6, "big")
    return urlsafe_b64encode(body + _mac(purpose, body)).decode("ascii")


def read(purpose: str, given: str) -> int | None:
    """The row's key; None for anything we did not make."""
    if len(given) != 20 or not given.isascii():
        return None
    try:
        raw = urlsafe_b64decode(given)
    except ValueError:
        return None
    body, mac = raw[:6], raw[6:]
    # No secret is compared byte by byte here that a timing could tell: a MAC of nine bytes over a public number.
    return int.from_bytes(body, "big") if mac == _mac(purpose, body) else None


def return_local(delivery: int) -> str:
    """The local part of a message's return path; lower-case hexadecimal, because mail servers fold case."""
    return f"b+{delivery:x}.{_mac(RETURN, delivery.to_bytes(6, 'big'))[:8].hex()}"


def read_return(local: str) -> int | None:
    """The delivery a bounce is about, from the local part it came to; None when it was not made by us."""
    head, _, mac = local.lower().partition(".")
    if not head.startswith("b+"):
        return None
    try:
        number = int(head[2:], 16)
        expected = _mac(RETURN, number.to_bytes(6, "big"))[:8].hex()
    except (ValueError, OverflowError):
        return None
    return number if mac == expected else None
