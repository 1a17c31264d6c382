"""Calls to the outside: never without a time limit, and in the tests never beyond this machine."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

MOST_BYTES = 4 * 1024 * 1024


class NotReached(Exception):
    """The other side did not answer as it should, in time. What it did with what we sent is not known."""


class Forbidden(Exception):
    """A test build was about to leave this machine."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


def allowed(host: str) -> None:
    """Forbidden, in MODE test, for any host but the loopback."""
    if settings.MODE != "test" or host == "localhost":
        return
    try:
        near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        near = False
    if not near:
        raise Forbidden(f"a test may not call {host}")


def connect(host: str, port: int, *, seconds: float) -> socket.socket:
    """A connected TCP socket whose every read and write is limited to `seconds`. NotReached when it cannot be made."""
    allowed(host)
    try:
        return socket.create_connection((host, port), timeout=_limit(seconds))
    except OSError as error:
        raise NotReached(f"{host}:{port}: {error}") from error


async def open_stream(
    host: str, port: int, *, seconds: float, tls: ssl.SSLContext | None = None, limit: int = 65536
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A stream to `host`, made within `seconds`. NotReached when not; later reads need their own `asyncio.timeout`."""
    allowed(host)
    try:
        async with asyncio.timeout(_limit(seconds)):
            return await asyncio.open_connection(host, port, ssl=tls, limit=limit)
    except (OSError, TimeoutError) as error:
        raise NotReached(f"{host}:{port}: {error or 'no answer in time'}") from error


def http(
    url: str, *, seconds: float, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
) -> Reply:
    """One HTTP exchange, no redirects, no retries, at most 4 MiB; each wait is limited to `seconds`.

    Any status is a `Reply`; NotReached when there was none. ValueError for a scheme that is not http or https.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"not an http address: {url}")
    allowed(parts.hostname)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname, parts.port, timeout=_limit(seconds))
    try:
        line.request(method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers or {})
        answer = line.getresponse()
        got = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException) as error:
        raise NotReached(f"{parts.netloc}: {error}") from error
    finally:
        line.close()
    if len(got) > MOST_BYTES:
        raise NotReached(f"{parts.netloc}: the answer is longer than {MOST_BYTES} bytes")
    return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, got)


def _limit(seconds: float) -> float:
    if not 0 < seconds <= 300:
        raise ValueError("an outside call needs a time limit of at most 300 seconds")
    return seconds
