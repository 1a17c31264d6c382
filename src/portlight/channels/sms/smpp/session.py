"""One bound session with a message centre: a window of unanswered messages, callbacks, no task per message."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.conf import settings

from portlight.channels.sms.smpp import pdu
from portlight.toolkit import outcalls
from portlight.toolkit.points import reached

ENQUIRE_SECONDS = 30.0  # of silence before the centre is asked whether it is still there
_RESP = pdu.SUBMIT_SM | pdu.RESPONSE
_LAST_SEQUENCE = 0x7FFFFFFF
_HEAD, _PACK = pdu.HEAD.unpack_from, pdu.HEAD.pack


class NoSession(Exception):
    """The centre cannot be spoken to; the text says at which step."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where the centre is, from the settings."""

    host: str
    port: int
    tls: bool
    system_id: str
    password: str
    window: int
    seconds: float  # for the handshake, and for the answer to a message

    @classmethod
    def from_settings(cls) -> Way:
        return cls(
            host=settings.SMPP_HOST, port=settings.SMPP_PORT, tls=settings.SMPP_TLS == "on",
            system_id=settings.SMPP_SYSTEM_ID, password=settings.SMPP_PASSWORD, window=settings.SMPP_WINDOW,
            seconds=float(settings.SMS_SECONDS),
        )  # fmt: skip


class Post(Protocol):
    """Whom a session works for. `item` is whatever `pieces` gave: the session only hands it back."""

    def pieces(self, session: Session, room: int) -> Iterator[tuple[Any, bytes]]:
        """At most `room` pieces to send: an item, and the body of its submit_sm."""

    def answered(self, session: Session, item: Any, status: int, name: str) -> None:
        """The centre has decided about it."""

    def delivered(self, bodies: list[bytes]) -> bool:
        """Bodies of deliver_sm; False when they could not be kept."""

    def rested(self, session: Session) -> None:
        """All is answered."""

    def lost(self, session: Session, items: list[Any], why: str) -> None:
        """The connection is gone; `items` were sent and not answered."""


class Session(asyncio.Protocol):
    """A transceiver. Bound when `connect` returns it."""

    def __init__(self, post: Post, way: Way) -> None:
        self.post = post
        self.way = way
        self.transport: asyncio.Transport | None = None
        self.held = b""
        self.sequence = 0
        self.waiting: dict[int, tuple[Any, float]] = {}
        self.heard_at = 0.0
        self.asked_at = 0.0  # when an enquire_link was sent that is not answered
        self.why = ""
        self.working = False  # its post knows of it: until then nothing may leave, for a loss would go unnoticed
        self.handshake: asyncio.Future[int] | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.loop = asyncio.get_running_loop()

    # asyncio

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.heard_at = self.loop.time()
        if self.held:
            data = self.held + data
        receipts: list[pdu.Pdu] = []
        start, size = 0, len(data)
        while size - start >= 16:
            length, command, status, sequence = _HEAD(data, start)
            if not 16 <= length <= pdu.LONGEST:
                self.cut("no PDU")
                return
            if size - start < length:
                break
            end = start + length
            if command == _RESP:
                item = self.waiting.pop(sequence, None)
                if item is not None:
                    name = "" if status else pdu.message_id(data[start + 16 : end])
                    self.post.answered(self, item[0], status, name)
            elif command == pdu.DELIVER_SM:
                receipts.append(pdu.Pdu(command, status, sequence, data[start + 16 : end]))
            else:
                self._other(pdu.Pdu(command, status, sequence, data[start + 16 : end]))
            start = end
        self.held = data[start:]
        if receipts:
            self._take(receipts)
        self.fill()

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        if self.timer is not None:
            self.timer.cancel()
        if self.handshake is not None and not self.handshake.done():
            self.handshake.set_exception(ConnectionError(self.why or "connection-lost"))
        items = [item for item, _ in self.waiting.values()]
        self.waiting.clear()
        self.post.lost(self, items, self.why or "connection-lost")

    # Messages

    def fill(self) -> None:
        """Send as long as the window is open and there is something."""
        if not self.working or self.transport is None or self.transport.is_closing():
            return
        room = self.way.window - len(self.waiting)
        if room <= 0:
            return
        out: list[bytes] = []
        now = self.loop.time()
        for item, body in self.post.pieces(self, room):
            self.sequence = sequence = self.sequence + 1 if self.sequence < _LAST_SEQUENCE else 1
            self.waiting[sequence] = (item, now)
            out.append(_PACK(16 + len(body), pdu.SUBMIT_SM, 0, sequence) + body)
        if out:
            self.transport.write(b"".join(out))
            reached("delivery.body-sent")
        elif not self.waiting:
            self.post.rested(self)

    def watch(self) -> None:
        """Cut it when the oldest message, or an enquire_link, is not answered in time."""
        now = self.loop.time()
        oldest = next(iter(self.waiting.values()), None)
        late = oldest is not None and now - oldest[1] > self.way.seconds
        if late or (self.asked_at and now - self.asked_at > self.way.seconds):
            self.cut("no-answer")

    # Everything else

    def _other(self, one: pdu.Pdu) -> None:
        if one.command == pdu.ENQUIRE_LINK:
            self._write(pdu.write(pdu.ENQUIRE_LINK | pdu.RESPONSE, one.sequence))
        elif one.command == pdu.ENQUIRE_LINK | pdu.RESPONSE:
            self.asked_at = 0.0
        elif one.command == pdu.BIND_TRANSCEIVER | pdu.RESPONSE:
            if self.handshake is not None and not self.handshake.done():
                self.handshake.set_result(one.status)
        elif one.command == pdu.UNBIND:
            self._write(pdu.write(pdu.UNBIND | pdu.RESPONSE, one.sequence))
            self.cut("unbound")
        elif one.command == pdu.GENERIC_NACK:
            item = self.waiting.pop(one.sequence, None)
            if item is not None:
                self.post.answered(self, item[0], one.status or 0x08, "")
        elif not one.command & pdu.RESPONSE:
            self._write(pdu.write(pdu.GENERIC_NACK, one.sequence, status=pdu.RINVCMDID))

    def _take(self, receipts: list[pdu.Pdu]) -> None:
        """Answered only when they are kept: what we could not keep, the centre sends again."""
        kept = self.post.delivered([one.body for one in receipts])
        status = pdu.ROK if kept else pdu.RX_T_APPN
        command = pdu.DELIVER_SM | pdu.RESPONSE
        self._write(b"".join([pdu.write(command, one.sequence, b"\0", status=status) for one in receipts]))

    def _write(self, octets: bytes) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(octets)

    def _enquire(self) -> None:
        """Every so often, also between two carryings: a silent session is dropped by firewalls and centres."""
        self.timer = self.loop.call_later(ENQUIRE_SECONDS / 2, self._enquire)
        if self.asked_at:
            self.watch()
        elif self.loop.time() - self.heard_at > ENQUIRE_SECONDS / 2:
            self.asked_at = self.loop.time()
            self.sequence += 1
            self._write(pdu.write(pdu.ENQUIRE_LINK, self.sequence))

    async def bind(self) -> None:
        """TimeoutError, ConnectionError, NoSession."""
        self.handshake = self.loop.create_future()
        self.sequence = 1
        self._write(pdu.bind_transceiver(self.sequence, system_id=self.way.system_id, password=self.way.password))
        status = await self.handshake
        self.handshake = None
        if status:
            raise NoSession(f"bind: 0x{status:02X}")
        self.heard_at = self.loop.time()
        self.timer = self.loop.call_later(ENQUIRE_SECONDS / 2, self._enquire)

    def cut(self, why: str) -> None:
        self.why = self.why or why
        if self.transport is not None:
            self.transport.abort()

    def unbind(self) -> None:
        """Say goodbye and close; nothing may be open."""
        if self.transport is not None:
            self.transport.write(pdu.write(pdu.UNBIND, self.sequence + 1))
            self.transport.close()


async def connect(way: Way, post: Post) -> Session:
    """A bound session. NoSession; a connection that did not get so far is closed."""
    outcalls.allowed(way.host)
    loop = asyncio.get_running_loop()
    session = Session(post, way)
    tls = ssl.create_default_context() if way.tls else None
    try:
        async with asyncio.timeout(way.seconds):
            transport, _ = await loop.create_connection(lambda: session, way.host, way.port, ssl=tls)
            sock = transport.get_extra_info("socket")
            if sock is not None:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await session.bind()
    except (NoSession, OSError, TimeoutError, ssl.SSLError) as error:
        session.cut("no-session")
        raise NoSession(str(error) or "no answer in time") from error
    return session
