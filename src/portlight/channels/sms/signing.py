"""The two vendors' request signatures, with nothing but hmac and hashlib.

ACS3-HMAC-SHA256: help.aliyun.com, "V3 request structure and signature". TC3-HMAC-SHA256: cloud.tencent.com, "API 3.0
signature v3". Both are compared with the vendors' SDKs in the tests.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote


def acs3(
    *, key: str, secret: str, host: str, action: str, version: str, query: Mapping[str, str], body: bytes,
    content_type: str, at: datetime, nonce: str,
) -> dict[str, str]:  # fmt: skip
    """The headers of one signed POST to `https://host/?query`. `query` must be sent as `canonical_query` spells it.

    The vendor refuses a moment more than 15 minutes off and a nonce it has seen.
    """
    digest = hashlib.sha256(body).hexdigest()
    headers = {
        "content-type": content_type, "host": host, "x-acs-action": action, "x-acs-content-sha256": digest,
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }  # fmt: skip
    if not content_type:
        del headers["content-type"]
    signed = ";".join(headers)  # written in order of the alphabet
    shown = "".join(f"{name}:{value.strip()}\n" for name, value in headers.items())
    canonical = f"POST\n/\n{canonical_query(query)}\n{shown}\n{signed}\n{digest}"
    to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return {
        **headers,
        "Authorization": f"ACS3-HMAC-SHA256 Credential={key},SignedHeaders={signed},Signature={signature}",
    }


def canonical_query(query: Mapping[str, str]) -> str:
    """Sorted by name, percent-encoded as RFC 3986 has it: a blank is %20, a tilde stays."""
    return "&".join(f"{quote(name, safe='~')}={quote(query[name], safe='~')}" for name in sorted(query))


def tc3(
    *, key: str, secret: str, host: str, action: str, version: str, region: str, service: str, body: bytes,
    at: datetime,
) -> dict[str, str]:  # fmt: skip
    """The headers of one signed JSON POST to `https://host/`. The vendor refuses a moment more than 5 minutes off."""
    moment = int(at.timestamp())
    day = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")
    kind = "application/json; charset=utf-8"
    digest = hashlib.sha256(body).hexdigest()
    canonical = f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\n\ncontent-type;host\n{digest}"
    scope = f"{day}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(_key_of_the_day(secret, day, service), to_sign.encode(), "sha256").hex()
    return {
        "Content-Type": kind,
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Version": version,
        "X-TC-Timestamp": str(moment),
        "X-TC-Region": region,
        "Authorization": f"TC3-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders=content-type;host, "
        f"Signature={signature}",
    }


@lru_cache(maxsize=4)
def _key_of_the_day(secret: str, day: str, service: str) -> bytes:
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
