"""Web push as a channel: one encrypted POST per browser, over kept connections (RFC 8030, 8291, 8292)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import cast

import aiohttp
from django.conf import settings
from pywebpush import WebPusher  # type: ignore[import-untyped]

from portlight.channels.webpush import subscription, words
from portlight.channels.webpush.answers import THROTTLED, answer_of, is_trouble, rest
from portlight.channels.webpush.rendering import Template, lay_out
from portlight.channels.webpush.subscription import Subscription
from portlight.channels.webpush.vapid import NoKey, Voucher
from portlight.delivery import port, tokens
from portlight.delivery.port import Copy, Desk, Limits, Parcel
from portlight.toolkit import outcalls
from portlight.toolkit.refusals import Refused

_REST = 60.0  # seconds, when a service says "too many" and not until when


class WebPush:
    kind = "webpush"
    label = words.LABEL
    cost = 5  # nothing to pay, and read before mail is
    limits = Limits()  # what is longer is read on the page; the push only says that it is there
    inside = False
    # A repeat carries the same Topic and takes the place of the first while that waits, and the worker in the browser
    # shows one notification per topic: whoever gets it twice sees it once.
    idempotent = True
    intrusive = True
    receipts = False  # RFC 8030 §6.2 describes them, no service gives them
    routes: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None  # kept from one carrying to the next

    def prepare(self, copy: Copy) -> Template:
        return lay_out(copy)

    async def carry(self, desk: Desk) -> None:
        """WEBPUSH_CONNECTIONS messages at a time, until the desk has nothing more."""
        try:
            voucher = Voucher(f"mailto:{settings.MAIL_FROM}")
        except NoKey:
            desk.trouble("no-key")
            return
        seen = tokens.Maker(tokens.SEEN)
        if self._session is None:
            limit = aiohttp.TCPConnector(limit=settings.WEBPUSH_CONNECTIONS)
            self._session = aiohttp.ClientSession(
                connector=limit,
                timeout=aiohttp.ClientTimeout(total=settings.WEBPUSH_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        async with asyncio.TaskGroup() as group:
            for _ in range(settings.WEBPUSH_CONNECTIONS):
                group.create_task(self._send_all(desk, voucher, seen, self._session))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
        self._session = None

    async def _send_all(self, desk: Desk, voucher: Voucher, seen: tokens.Maker, session: aiohttp.ClientSession) -> None:
        while (parcel := desk.next()) is not None:
            try:
                to = subscription.read(
                    parcel.address, services=settings.WEBPUSH_SERVICES, loopback=settings.MODE == "test"
                )
                outcalls.allowed(to.host)
            except Refused as refusal:
                desk.settle(parcel, port.refused(refusal.code.rpartition(".")[2], dead=True))
                continue
            payload = cast(Template, parcel.template).payload(seen.token(parcel.delivery))
            await self._send(desk, parcel, to, sealed(to, payload), voucher, session)

    async def _send(
        self, desk: Desk, parcel: Parcel, to: Subscription, body: bytes, voucher: Voucher,
        session: aiohttp.ClientSession,
    ) -> None:  # fmt: skip
        template, at = cast(Template, parcel.template), datetime.now(UTC)
        headers = {
            "Authorization": voucher.authorization(to.origin, at=at), "TTL": str(template.lives(at)),
            "Urgency": template.urgency, "Topic": template.topic, "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
        }  # fmt: skip
        desk.intend(parcel)
        try:
            async with session.post(to.endpoint, data=body, headers=headers, allow_redirects=False) as answer:
                self._answered(desk, parcel, answer, at)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            desk.trouble("no-connection")
            desk.settle(parcel, port.later("no-connection"))  # nothing of it has left
        except TimeoutError:
            desk.trouble("no-answer")
            desk.settle(parcel, port.uncertain("no-answer"))
        except aiohttp.ClientError:
            desk.settle(parcel, port.uncertain("connection-lost"))

    def _answered(self, desk: Desk, parcel: Parcel, answer: aiohttp.ClientResponse, at: datetime) -> None:
        if answer.status == THROTTLED:
            desk.throttled(str(THROTTLED), rest(answer.headers, at=at, usual=_REST))
            desk.untaken(parcel)
            return
        if is_trouble(answer.status):
            desk.trouble(str(answer.status))
        desk.settle(parcel, answer_of(answer.status, answer.headers, at=at))


def sealed(to: Subscription, payload: bytes) -> bytes:
    """`payload` as only that browser can open it (RFC 8291, one aes128gcm record). About 0.2 ms."""
    keys = {"p256dh": to.p256dh, "auth": to.auth}
    return bytes(WebPusher({"endpoint": to.endpoint, "keys": keys}).encode(payload)["body"])
