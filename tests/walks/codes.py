"""The code an authenticator app shows (RFC 6238: SHA-1, 30 seconds, six digits), written apart from the product."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time


def app_code(secret: str, *, step: int | None = None) -> str:
    moment = int(time.time()) // 30 if step is None else step
    drawn = hmac.new(base64.b32decode(secret), struct.pack(">Q", moment), hashlib.sha1).digest()
    start = drawn[-1] & 15
    return f"{(struct.unpack('>I', drawn[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
