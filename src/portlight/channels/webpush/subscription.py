"""A browser's push subscription as an address: compact JSON, at most 2000 characters, checked before it is kept."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from portlight.toolkit.refusals import Refused

LONGEST = 2000  # characters, as people.rules keeps them
_KEY = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_PLAIN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Subscription:
    """`p256dh` is the browser's public key, `auth` its secret: base64url without padding (RFC 8291 §2)."""

    endpoint: str
    p256dh: str
    auth: str

    @property
    def origin(self) -> str:
        """Whom a VAPID proof is for (RFC 8292 §2): scheme, host, and a port that is not the usual one."""
        parts = urlsplit(self.endpoint)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).hostname or ""

    def compact(self) -> str:
        """The address as it is kept and looked up: the same subscription gives the same text."""
        told = {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}
        return json.dumps(told, separators=(",", ":"))


def read(text: str | bytes, *, services: Sequence[str], loopback: bool = False) -> Subscription:
    """A subscription as browsers write it (PushSubscription.toJSON) or as we keep it.

    `services`: the domains a push service may stand under. The endpoint is what a stranger's browser names and our
    worker will call, so nothing else is ever called. `loopback`: also http on this machine, for tests.
    Refused: webpush.subscription-odd, webpush.service-unknown.
    """
    try:
        given = json.loads(text)
        keys = given.get("keys", given)
        found = Subscription(
            endpoint=str(given["endpoint"]), p256dh=_bare(keys["p256dh"], 65), auth=_bare(keys["auth"], 16)
        )
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _raw(found.p256dh))
        parts = urlsplit(found.endpoint)
        plain = bool(_PLAIN.fullmatch(found.endpoint)) and parts.username is None and bool(parts.hostname)
        near = loopback and parts.hostname in {"127.0.0.1", "localhost"}
        usual = parts.scheme == "https" and parts.port in (None, 443)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("webpush.subscription-odd") from error
    if not plain or not (usual or near) or len(found.compact()) > LONGEST:
        raise Refused("webpush.subscription-odd")
    if not near and not _stands_under(parts.hostname or "", services):
        raise Refused("webpush.service-unknown", service=parts.hostname or "")
    return found


def _stands_under(host: str, services: Sequence[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in services)


def _bare(given: object, length: int) -> str:
    """`given` without padding, when it is `length` bytes in base64url. ValueError."""
    text = given if isinstance(given, str) else ""
    if not _KEY.fullmatch(text) or len(_raw(text)) != length:
        raise ValueError("a key of another length")
    return text.rstrip("=")


def _raw(text: str) -> bytes:
    bare = text.rstrip("=")
    return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
