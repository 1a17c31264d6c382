"""The line itself: whatever a server answers, and however its answers are cut into packets, it decides the same."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from portlight.channels.email.replies import Reply
from portlight.channels.email.smtp import Line

Script = tuple[int, int, int, int]  # to MAIL, RCPT, DATA and the dot


@dataclass(eq=False)
class Letter:
    number: int
    sender: bytes = b"office@exit-entry.example"

    @property
    def recipient(self) -> bytes:
        return b"p%d@example.org" % self.number

    def body(self) -> bytes:
        return b"Subject: %d\r\n\r\nHello\r\n.\r\n" % self.number


class Server:
    """A transport with a mail server behind it, which answers by a script for each message (RFC 5321, 2920)."""

    def __init__(self, scripts: list[Script]) -> None:
        self.scripts = scripts
        self.read = b""
        self.said = b""
        self.at = -1
        self.sender = self.recipient = self.in_body = False
        self.taken: list[int] = []

    def write(self, octets: bytes) -> None:
        self.read += octets
        while b"\r\n" in self.read:
            line, _, self.read = self.read.partition(b"\r\n")
            self._line(line)

    def _line(self, line: bytes) -> None:
        if self.in_body:
            if line == b".":
                self.in_body = False
                self._say(self.scripts[self.at][3] if self.recipient else 554)
                if self.recipient and self.scripts[self.at][3] == 250:
                    self.taken.append(self.at)
                self.sender = self.recipient = False
        elif line.startswith(b"MAIL"):
            self.at += 1
            self.sender = self._say(self.scripts[self.at][0]) == 250
        elif line.startswith(b"RCPT"):
            self.recipient = self._say(self.scripts[self.at][1] if self.sender else 503) == 250
        elif line == b"DATA":
            wanted = self.scripts[self.at][2] if self.sender else 503
            self.in_body = self._say(wanted if self.recipient or wanted == 354 else 554) == 354
        elif line == b"RSET":
            self.sender = self.recipient = False
            self._say(250)

    def _say(self, code: int) -> int:
        self.said += b"%d said\r\n" % code
        return code


@dataclass
class Clerk:
    """Hands out letters in their order, and keeps what came of each."""

    left: list[Letter]
    told: list[tuple[int, int, bool]] = field(default_factory=list)
    intended: list[int] = field(default_factory=list)
    rested: int = 0

    def next(self) -> Letter | None:
        return self.left.pop(0) if self.left else None

    def intend(self, letter: Letter) -> None:
        self.intended.append(letter.number)

    def answered(self, letter: Letter, reply: Reply, *, in_body: bool) -> None:
        self.told.append((letter.number, reply.code, in_body))

    def unsent(self, letter: Letter) -> None:
        raise AssertionError(letter.number)

    def doubtful(self, letter: Letter, why: str) -> None:
        raise AssertionError(why)

    def resting(self, line: Line) -> None:
        self.rested += 1

    def lost(self, line: Line, why: str) -> None:
        raise AssertionError(why)


def sent(scripts: list[Script], packets: list[int]) -> tuple[Clerk, Server]:
    """All of them over one line; the server's answers come in packets of these sizes, again and again."""

    async def run() -> tuple[Clerk, Server]:
        clerk, server = Clerk([Letter(number) for number, _ in enumerate(scripts)]), Server(scripts)
        line = Line(clerk, pipelining=True)  # type: ignore[arg-type]
        line.connection_made(server)  # type: ignore[arg-type]
        line.begin()
        turn = 0
        while server.said:
            size = packets[turn % len(packets)]
            packet, server.said = server.said[:size], server.said[size:]
            line.data_received(packet)
            turn += 1
        return clerk, server

    return asyncio.run(run())


SCRIPTS = st.lists(
    st.tuples(
        st.sampled_from([250, 250, 250, 451]), st.sampled_from([250, 250, 250, 452, 550]),
        st.sampled_from([354, 354, 354, 451]), st.sampled_from([250, 250, 250, 452, 554]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(scripts=SCRIPTS, packets=st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_however_the_answers_are_cut_into_packets_it_decides_the_same(
    scripts: list[Script], packets: list[int]
) -> None:
    cut, server = sent(scripts, packets)
    whole, _ = sent(scripts, [10_000])
    slow, _ = sent(scripts, [1])
    assert cut.told == whole.told == slow.told
    assert cut.intended == whole.intended == slow.intended
    assert cut.rested == whole.rested == slow.rested == 1
    assert sorted(number for number, _, _ in cut.told) == list(range(len(scripts))), "each is told of once"
    accepted = [number for number, code, in_body in cut.told if code == 250 and in_body]
    assert accepted == server.taken, "what counts as accepted is what the server took"
