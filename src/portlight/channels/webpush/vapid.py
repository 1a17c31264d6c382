"""The office's own key towards the push services (VAPID, RFC 8292): a file of mode 0600, made once by a command.

Every subscription is bound to it: with another key the browsers that have said yes are lost. Back it up.
"""

from __future__ import annotations

import base64
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02  # type: ignore[import-untyped]

from portlight.toolkit.nameplate import Finding

LASTS = timedelta(hours=12)  # half of what RFC 8292 §2 allows: clocks differ
_RENEW = timedelta(hours=6)


class NoKey(Exception):
    """There is no key yet, or it cannot be read: `portlight webpush keys`."""


def place() -> Path:
    return Path(settings.WEBPUSH_KEY)


def make() -> str:
    """Make the key and return its public half; never over an old one (FileExistsError)."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    place().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(place(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
    return _public(key)


def public_key() -> str:
    """The public half as browsers ask for it (`applicationServerKey`): 65 bytes, base64url. NoKey."""
    return _public(_load())


def _load() -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(place().read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise NoKey(str(place())) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise NoKey(f"{place()} is not a P-256 key")
    return key


def _public(key: ec.EllipticCurvePrivateKey) -> str:
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


class Voucher:
    """Signs for each push service once in six hours, not once per message."""

    def __init__(self, contact: str) -> None:
        """`contact`: whom a push service may write to, `mailto:…`. NoKey."""
        self._vapid = Vapid02(_load())
        self._contact = contact
        self._made: dict[str, tuple[datetime, str]] = {}

    def authorization(self, origin: str, *, at: datetime) -> str:
        """The header for messages to `origin`."""
        made = self._made.get(origin)
        if made is None or not made[0] <= at < made[0] + _RENEW:
            claims = {"aud": origin, "exp": int((at + LASTS).timestamp()), "sub": self._contact}
            made = self._made[origin] = (at, str(self._vapid.sign(claims)["Authorization"]))
        return made[1]


def finding(at: datetime) -> Finding:
    """For `portlight doctor`."""
    if settings.WEBPUSH == "off":
        return Finding(state="ok", said="Web push is switched off.")
    try:
        _load()
    except NoKey:
        return Finding(state="fail", said="Web push is on and has no key.", remedy="portlight webpush keys")
    if stat.S_IMODE(place().stat().st_mode) != 0o600:
        return Finding(state="fail", said="Others can read the web push key.", remedy=f"chmod 600 {place()}")
    return Finding(state="ok", said="The web push key is here and private.")
