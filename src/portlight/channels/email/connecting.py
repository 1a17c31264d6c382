"""From an address to a line that may speak of messages: banner, EHLO, STARTTLS, AUTH."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from dataclasses import dataclass

from django.conf import settings

from portlight.channels.email.replies import Reply
from portlight.channels.email.smtp import Line, Post
from portlight.toolkit import outcalls


class NoLine(Exception):
    """The mail server cannot be spoken to; the text says at which step and what it said."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where mail leaves, from the settings."""

    host: str
    port: int
    user: str
    password: str
    tls: str
    seconds: float  # for every step of the handshake, and for the answer to a message

    @classmethod
    def from_settings(cls) -> Way:
        return cls(
            host=settings.SMTP_HOST, port=settings.SMTP_PORT, user=settings.SMTP_USER,
            password=settings.SMTP_PASSWORD, tls=settings.SMTP_TLS, seconds=float(settings.SMTP_SECONDS),
        )  # fmt: skip


async def connect(way: Way, post: Post) -> Line:
    """A line ready for messages. NoLine; a connection that did not get so far is closed."""
    outcalls.allowed(way.host)
    line: Line | None = None
    try:
        async with asyncio.timeout(way.seconds):
            _, line = await asyncio.get_running_loop().create_connection(Line, way.host, way.port)
        offers = await _shake_hands(line, way)
    except (NoLine, OSError, TimeoutError, ssl.SSLError) as error:
        if line is not None and line.transport is not None:
            line.transport.abort()
        if isinstance(error, NoLine):
            raise
        raise NoLine(f"{way.host}:{way.port}: {error or 'no answer in time'}") from error
    line.post, line.pipelining = post, "PIPELINING" in offers
    return line


async def _shake_hands(line: Line, way: Way) -> set[str]:
    """Banner, EHLO, STARTTLS and AUTH as the settings ask; what the server offers in the end."""
    assert line.transport is not None  # noqa: S101 - it is connected
    sock = line.transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    _expect(await line.ask(None, seconds=way.seconds), 220, "banner")
    offers = await _hello(line, way)
    if way.tls == "starttls":
        _expect(await line.ask(b"STARTTLS", seconds=way.seconds), 220, "STARTTLS")
        line.transport = await asyncio.get_running_loop().start_tls(
            line.transport, line, ssl.create_default_context(), server_hostname=way.host,
            ssl_handshake_timeout=way.seconds,
        )  # fmt: skip
        offers = await _hello(line, way)
    if way.user:
        await _sign_in(line, way, offers)
    return offers


async def _hello(line: Line, way: Way) -> set[str]:
    name = socket.getfqdn() if "." in socket.getfqdn() else "localhost.localdomain"
    reply = await line.ask(f"EHLO {name}".encode("ascii", "replace"), seconds=way.seconds)
    if reply.code >= 500:
        _expect(await line.ask(f"HELO {name}".encode("ascii", "replace"), seconds=way.seconds), 250, "HELO")
        return set()
    _expect(reply, 250, "EHLO")
    return {offer.strip().upper() for offer in (*reply.lines, reply.text)}


async def _sign_in(line: Line, way: Way, offers: set[str]) -> None:
    """AUTH PLAIN, or LOGIN where only that is offered. Never in the clear."""
    if way.tls == "off" and way.host not in {"127.0.0.1", "localhost", "::1"}:
        raise NoLine("a password is never sent without TLS: set SMTP_TLS to starttls")
    kinds = next((set(offer.split()[1:]) for offer in offers if offer.startswith("AUTH ")), set())
    if "PLAIN" in kinds or not kinds:
        secret = base64.b64encode(f"\0{way.user}\0{way.password}".encode())
        _expect(await line.ask(b"AUTH PLAIN " + secret, seconds=way.seconds), 235, "AUTH")
        return
    _expect(await line.ask(b"AUTH LOGIN", seconds=way.seconds), 334, "AUTH")
    _expect(await line.ask(base64.b64encode(way.user.encode()), seconds=way.seconds), 334, "AUTH")
    _expect(await line.ask(base64.b64encode(way.password.encode()), seconds=way.seconds), 235, "AUTH")


def _expect(reply: Reply, code: int, step: str) -> None:
    if reply.code != code:
        raise NoLine(f"{step}: {reply.code} {reply.text}"[:200])
