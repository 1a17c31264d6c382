"""One signed HTTP call to a provider, over kept connections: an answer, no connection, or no answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, TCPConnector
from django.conf import settings
from yarl import URL

from portlight.toolkit import outcalls
from portlight.toolkit.points import reached

_MOST_BYTES = 4 * 1024 * 1024  # of an answer
_IDLE_SECONDS = 10  # a kept connection is closed by us before the provider does: a call on a dying one is a doubt


class NotReached(Exception):
    """No connection was made: nothing has left."""


class Unanswered(Exception):
    """The call left, and no answer that can be understood came back."""


class Line:
    """Kept connections to one provider. No redirects, no retries: none of its calls may be made twice."""

    def __init__(self) -> None:
        self.session: ClientSession | None = None

    async def close(self) -> None:
        if self.session is not None:
            await self.session.close()
            self.session = None

    async def post(self, endpoint: str, query: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        """The JSON object of the answer, whatever its HTTP status. NotReached, Unanswered."""
        host = urlsplit(endpoint).hostname or ""
        outcalls.allowed(host)
        address = URL(f"{endpoint}/{'?' if query else ''}{query}", encoded=True)
        if self.session is None:
            self.session = ClientSession(
                connector=TCPConnector(limit=settings.SMS_IN_FLIGHT, keepalive_timeout=_IDLE_SECONDS),
                timeout=ClientTimeout(total=settings.SMS_SECONDS),
            )
        try:
            async with self.session.post(address, data=body, headers=headers, allow_redirects=False) as reply:
                reached("delivery.body-sent")
                said = json.loads(await _limited(reply.content.iter_any()))
        except ClientConnectorError as error:
            raise NotReached(f"no connection: {host}") from error
        except TimeoutError as error:
            raise Unanswered("no-answer") from error
        except (ClientError, OSError, ValueError) as error:
            raise Unanswered("broken-answer") from error
        if not isinstance(said, dict):
            raise Unanswered("broken-answer")
        return said


async def _limited(chunks: Any) -> bytes:
    held = bytearray()
    async for chunk in chunks:
        held += chunk
        if len(held) > _MOST_BYTES:
            raise ValueError("an answer without end")
    return bytes(held)
