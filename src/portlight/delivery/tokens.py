"""Links and return paths that carry their own proof: keyed BLAKE2b under the ring's link key, no table, no expiry.

A token is 24 URL characters: six bytes of a row's key and twelve of a MAC over it (a length base64 can be cut at).
They must outlive the message: a link to stop that has died is the reader's trap, not ours.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import b2a_base64
from hashlib import blake2b
from hmac import compare_digest

from django.conf import settings

OUT, SEEN, RETURN, BIND = "out", "seen", "return", "bind"
LENGTH = 24
_MAC = 12
_URL_SAFE = bytes.maketrans(b"+/", b"-_")


class Maker:
    """Makes the tokens of one purpose; the key is absorbed once, which halves the time of each.

    Not before the first token: channels are made when the programs start, and `portlight prepare` makes the keys after.
    """

    __slots__ = ("_base", "_purpose")

    def __init__(self, purpose: str) -> None:
        self._purpose = purpose
        self._base: blake2b | None = None

    def mac(self, body: bytes) -> bytes:
        if self._base is None:
            self._base = blake2b(key=settings.KEYS.links, digest_size=_MAC, person=self._purpose.encode())
        one = self._base.copy()
        one.update(body)
        return one.digest()

    def token(self, number: int) -> bytes:
        """The token of row `number`: an address for `out`, a delivery for `seen`."""
        body = number.to_bytes(6, "big")
        return b2a_base64(body + self.mac(body), newline=False).translate(_URL_SAFE)

    def return_local(self, delivery: int) -> bytes:
        """The local part of a return path; lower-case hexadecimal, because mail servers fold case."""
        return b"b+%x.%s" % (delivery, self.mac(delivery.to_bytes(6, "big"))[:8].hex().encode("ascii"))


def token(purpose: str, number: int) -> str:
    return Maker(purpose).token(number).decode("ascii")


def read(purpose: str, given: str) -> int | None:
    """The row's key; None for anything we did not make."""
    if len(given) != LENGTH or not given.isascii():
        return None
    try:
        raw = urlsafe_b64decode(given)
    except ValueError:
        return None
    body, mac = raw[:6], raw[6:]
    return int.from_bytes(body, "big") if compare_digest(mac, Maker(purpose).mac(body)) else None


def read_return(local: str) -> int | None:
    """The delivery a bounce is about, from the local part it came to; None when it was not made by us."""
    head, _, _ = local.lower().partition(".")
    if not head.startswith("b+"):
        return None
    try:
        number = int(head[2:], 16)
        ours = Maker(RETURN).return_local(number)
    except (ValueError, OverflowError):
        return None
    return number if compare_digest(ours, local.lower().encode("ascii", "replace")) else None
