"""E-mail as a channel: letters over kept connections."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from django.conf import settings

from portlight.channels.email import bounces, words
from portlight.channels.email.connecting import NoLine, Way, connect
from portlight.channels.email.rendering import Template, lay_out
from portlight.channels.email.replies import Reply, answer_of
from portlight.channels.email.smtp import Letter, Line
from portlight.delivery import port, tokens
from portlight.delivery.port import Call, Copy, Desk, Event, Heard, Limits, Parcel, Receipt

# What may stand between < and > without quoting, in ASCII: the office's form asks for no more, and a return path or an
# old relay understands no more (RFC 6531 addresses need every hop to agree).
_PLAIN = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}\Z")


class Mail:
    """A parcel as a letter."""

    __slots__ = ("parcel", "recipient", "sender")

    def __init__(self, parcel: Parcel, recipient: bytes, sender: bytes) -> None:
        self.parcel = parcel
        self.recipient = recipient
        self.sender = sender

    def body(self) -> bytes:
        parcel = self.parcel
        template: Template = parcel.template
        return template.compose(self.recipient, parcel.delivery, parcel.address_id)


class Email:
    kind = "email"
    label = words.LABEL
    cost = 10
    limits = Limits()
    inside = False
    idempotent = False
    intrusive = False
    receipts = False  # a bounce names its delivery itself, by the return path
    routes: tuple[str, ...] = ()
    most_bytes = bounces.MOST_BYTES

    def __init__(self) -> None:
        self.lines: set[Line] = set()  # kept from one carrying to the next
        self.working: set[Line] = set()
        self.desk: Desk | None = None
        self.quiet = asyncio.Event()

    def prepare(self, copy: Copy) -> Template:
        return lay_out(copy)

    async def carry(self, desk: Desk) -> None:
        """Over at most SMTP_CONNECTIONS lines, until the desk has nothing more or no line can be had."""
        self.desk, self.quiet = desk, asyncio.Event()
        # Read once per carrying: the settings object costs more per look than the MAC it names.
        self.bounces = b"@" + settings.MAIL_BOUNCES.encode("ascii")
        self.return_local = tokens.Maker(tokens.RETURN).return_local
        way = Way.from_settings()
        for line in list(self.lines):
            self._set_to_work(line)
        while True:
            await self._more_lines(way)
            if not self.working:
                return
            await self._watch(way.seconds)

    async def close(self) -> None:
        for line in list(self.lines):
            line.quit()
        self.lines.clear()
        self.working.clear()

    def hear(self, call: Call) -> Heard:
        """Bounces come by mail (`portlight bounces`), never here."""
        return Heard(status=404, refusal="not-by-http")

    def read(self, kept: bytes) -> Iterable[Receipt | Event]:
        """What a message that came back says."""
        return bounces.read(kept, at=datetime.now(UTC))

    async def _more_lines(self, way: Way) -> None:
        """Open what is missing, as long as there is something to send over it."""
        assert self.desk is not None  # noqa: S101
        while len(self.lines) < settings.SMTP_CONNECTIONS:
            waiting = self.desk.next()
            if waiting is None:
                return
            self.desk.give_back(waiting)
            try:
                line = await connect(way, self)
            except NoLine as error:
                self.desk.trouble(str(error))
                return
            self.lines.add(line)
            self._set_to_work(line)

    async def _watch(self, seconds: float) -> None:
        """Wait until every line rests, a line is lost, or a second has passed; cut those that are not answered."""
        try:
            async with asyncio.timeout(min(seconds / 4, 1.0)):
                await self.quiet.wait()
        except TimeoutError:
            for line in list(self.working):
                if line.stalled(seconds):
                    line.cut("no-answer")
        self.quiet.clear()

    def _set_to_work(self, line: Line) -> None:
        self.working.add(line)
        line.begin()

    # smtp.Post

    def next(self) -> Letter | None:
        assert self.desk is not None  # noqa: S101
        while (parcel := self.desk.next()) is not None:
            address = parcel.address
            if _PLAIN.match(address) is None:
                address = parcel.address = _ascii(address)
            if address:
                return Mail(parcel, address.encode("ascii"), self.return_local(parcel.delivery) + self.bounces)
            self.desk.intend(parcel)
            self.desk.settle(parcel, port.refused("bad-address", dead=True))
        return None

    def intend(self, letter: Letter) -> None:
        assert self.desk is not None  # noqa: S101
        self.desk.intend(cast(Mail, letter).parcel)

    def answered(self, letter: Letter, reply: Reply, *, in_body: bool) -> None:
        assert self.desk is not None  # noqa: S101
        self.desk.settle(cast(Mail, letter).parcel, answer_of(reply, in_body=in_body))

    def unsent(self, letter: Letter) -> None:
        assert self.desk is not None  # noqa: S101
        self.desk.give_back(cast(Mail, letter).parcel)

    def doubtful(self, letter: Letter, why: str) -> None:
        assert self.desk is not None  # noqa: S101
        self.desk.settle(cast(Mail, letter).parcel, port.uncertain(why[:24]))

    def resting(self, line: Line) -> None:
        self.working.discard(line)
        if not self.working:
            self.quiet.set()

    def lost(self, line: Line, why: str) -> None:
        self.lines.discard(line)
        if line in self.working:
            self.working.discard(line)
            if self.desk is not None and why != "421":
                self.desk.trouble(why)
            self.quiet.set()


def _ascii(address: str) -> str:
    """The address as an envelope carries it, its domain in ASCII; empty when it cannot be one."""
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            address = f"{local}@{domain.encode('idna').decode('ascii')}"
        except UnicodeError:
            return ""
    return address if _PLAIN.match(address) else ""
