"""`portlight bounces serve`: the mail server of the return paths' domain. It takes bounces, and sends nothing, ever."""

from __future__ import annotations

import asyncio
import logging
import socket
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from portlight.channels.email import bounces

log = logging.getLogger(__name__)
MOST_CALLERS = 200
MOST_RECIPIENTS = 10  # of one message: a bounce has one
# Of one caller: a mail server keeps its line for many bounces, nobody needs to say anything else often.
_MOST_CALLS = {"MAIL": 10_000, "RCPT": 10_000, "DATA": 10_000, "RSET": 10_000, "*": 50}
_SECONDS = 60.0  # a caller that says nothing for so long is let go
_UNKNOWN = "550 5.1.1 No such return path"
_RELAY = "550 5.7.1 This server takes nothing but bounces"


class Receiver:
    """What aiosmtpd asks at each step."""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if bounces.delivery_of(address) is None and not bounces.is_complaints(address):
            bounces.refuse(at=datetime.now(UTC))
            return _UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """250 only when it is on the disk. The parsing comes later, in a worker."""
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        at, taken = datetime.now(UTC), False
        try:
            for recipient in envelope.rcpt_tos:
                taken |= await asyncio.to_thread(bounces.keep, str(recipient), raw, at=at)
        except OSError:
            log.exception("bounces: nothing can be kept")
            return "451 4.3.0 Try again later"
        return "250 2.0.0 Kept" if taken else _RELAY

    async def handle_exception(self, error: Exception) -> str:
        log.error("bounces: %s", type(error).__name__)  # its text may hold an address
        return "451 4.3.0 Try again later"


class _Line(SMTP):
    """One caller; too many at once are asked to come again."""

    callers = 0

    def connection_made(self, transport: Any) -> None:
        if _Line.callers >= MOST_CALLERS:
            transport.write(b"421 4.7.0 Too many at once, come again\r\n")
            transport.close()
            return
        _Line.callers += 1
        self._counted = True
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if getattr(self, "_counted", False):
            _Line.callers -= 1
            super().connection_lost(error)


def line() -> SMTP:
    return _Line(
        Receiver(), data_size_limit=bounces.MOST_BYTES, enable_SMTPUTF8=True, hostname=socket.getfqdn(),
        ident="Portlight bounces", timeout=_SECONDS, command_call_limit=_MOST_CALLS,
    )  # fmt: skip


async def serve(host: str, port: int) -> None:
    """Until it is stopped. Prints the port, which may have been 0."""
    server = await asyncio.get_running_loop().create_server(line, host, port)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()
