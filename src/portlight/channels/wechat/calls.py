"""Calls of WeChat's API: JSON in UTF-8, one answer, no retry. In the sending path over aiohttp, elsewhere plainly."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from django.conf import settings

from portlight.toolkit import outcalls

TOKEN = "/cgi-bin/stable_token"  # noqa: S105 - an address
NOTICE = "/cgi-bin/message/subscribe/bizsend"
TEMPLATE = "/cgi-bin/message/template/send"
MASS = "/cgi-bin/message/mass/sendall"
MASS_DELETE = "/cgi-bin/message/mass/delete"
DRAFT = "/cgi-bin/draft/add"
TAG = "/cgi-bin/tags/members/batchtagging"
UNTAG = "/cgi-bin/tags/members/batchuntagging"
QRCODE = "/cgi-bin/qrcode/create"
_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
_MOST_BYTES = 256 * 1024


class NotSent(Exception):
    """It certainly was not taken: no connection, or refused before anybody looked at it."""


class Unanswered(Exception):
    """It may have been taken."""


@dataclass(frozen=True)
class Said:
    """An answer. `code` 0 is yes."""

    code: int
    text: str = ""
    body: dict[str, Any] = field(default_factory=dict)


def encoded(payload: dict[str, Any]) -> bytes:
    """As UTF-8, never as escapes: WeChat shows escaped letters to readers as they are."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def address(path: str, token: str) -> str:
    return f"{settings.WECHAT_API}{path}" + (f"?{urlencode({'access_token': token})}" if token else "")


def said(status: int, raw: bytes) -> Said:
    """NotSent for a 4xx of what stands before the API, Unanswered for a 5xx or for what is not an answer of the API."""
    if 400 <= status < 500:
        raise NotSent(f"http-{status}")
    try:
        body = json.loads(raw) if status == 200 else None
        code = int(body.get("errcode") or 0) if isinstance(body, dict) else None
    except (ValueError, TypeError):
        code = None
    if code is None or not isinstance(body, dict):
        raise Unanswered(f"http-{status}" if status != 200 else "not-json")
    return Said(code, str(body.get("errmsg", ""))[:200], body)


def open_session() -> aiohttp.ClientSession:
    """Connections as many as requests in flight, kept; DNS and refusals are theirs to time out."""
    outcalls.allowed(urlsplit(settings.WECHAT_API).hostname or "")
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=settings.WECHAT_IN_FLIGHT, keepalive_timeout=30),
        timeout=aiohttp.ClientTimeout(total=settings.WECHAT_SECONDS, connect=min(5, settings.WECHAT_SECONDS)),
    )


async def send(session: aiohttp.ClientSession, path: str, token: str, body: bytes) -> Said:
    """One POST. NotSent, Unanswered."""
    try:
        async with session.post(
            address(path, token), data=body, headers=_HEADERS, allow_redirects=False
        ) as answer:  # fmt: skip
            raw = await answer.content.read(_MOST_BYTES)
            return said(answer.status, raw)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise NotSent("no-connection") from error
    except TimeoutError as error:
        raise Unanswered("no-answer") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unanswered("connection-lost") from error


def ask(path: str, token: str, payload: dict[str, Any], *, seconds: float = 8.0) -> Said:
    """One POST outside the sending path. NotSent, Unanswered."""
    try:
        reply = outcalls.http(
            address(path, token), seconds=seconds, method="POST", body=encoded(payload), headers=_HEADERS
        )
    except outcalls.NotReached as error:
        raise Unanswered("no-answer") from error
    return said(reply.status, reply.body)
