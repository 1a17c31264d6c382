"""A mail server that keeps count and can misbehave: `python sink.py --port 0 --record FILE` prints its port.

It shares no code with the sender, not even an import: what it writes is the other side's word for what went out.
One line per message it took: recipient, Message-ID, Portlight-Delivery header, hash of the subject, bytes, moment.
`count(FILE)` adds them up. `--letters FOLDER` keeps whole messages as well, but for those to `--no-letters`.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, TextIO

HEADERS = re.compile(rb"(?im)^(message-id|portlight-delivery|subject):[ \t]*((?:[^\r\n]|\r\n[ \t])*)")
FOLD = re.compile(rb"\r\n[ \t]+")


def count(file: Path | str) -> dict[str, int]:
    """What a record holds: messages, distinct recipients, and how many messages repeat an earlier Message-ID."""
    ids: Counter[str] = Counter()
    recipients: set[str] = set()
    with open(file, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            recipient, message_id, *_ = line.split("\t")
            ids[message_id] += 1
            recipients.add(recipient)
    messages = sum(ids.values())
    return {"messages": messages, "recipients": len(recipients), "duplicates": messages - len(ids)}


class Temper:
    """How this sink behaves, and what it has seen; one for all its connections."""

    def __init__(self, how: argparse.Namespace, record: TextIO | None) -> None:
        self.how = how
        self.record = record
        self.lines: list[str] = []
        self.taken = 0
        self.letters = len(list(how.letters.glob("*.eml"))) if how.letters else 0
        self.seen_grey: set[bytes] = set()
        self.slow = 0.0  # seconds before every answer
        self.look()
        hello = ["250-sink", "250-8BITMIME", "250-SIZE 10485760", "250 ENHANCEDSTATUSCODES"]
        if not how.no_pipelining:
            hello.insert(1, "250-PIPELINING")
        self.ehlo = ("\r\n".join(hello) + "\r\n").encode()

    def look(self) -> None:
        """Whether to be slow now."""
        only_while = self.how.slow_while
        self.slow = self.how.slow / 1000 if only_while is None or only_while.exists() else 0.0

    def recipient(self, address: bytes) -> bytes:
        """The answer to RCPT."""
        local = address.partition(b"@")[0]
        for word, code in self.how.refuse:
            if word in local:
                return bytes(code) + (b" 5.1.1" if code.startswith(b"5") else b" 4.3.0") + b" refused as asked\r\n"
        if self.how.grey and self.how.grey in local and address not in self.seen_grey:
            self.seen_grey.add(address)
            return b"450 4.2.0 greylisted, try again\r\n"
        return b"250 2.1.5 Ok\r\n"

    def keep(self, to: bytes, body: bytes | memoryview) -> None:
        head = bytes(body[:4096]).partition(b"\r\n\r\n")[0]
        found = {name.lower(): FOLD.sub(b" ", value) for name, value in HEADERS.findall(head)}
        subject = hashlib.sha256(found.get(b"subject", b"")).hexdigest()[:16]
        fields = (to, found.get(b"message-id", b"-"), found.get(b"portlight-delivery", b"-"))
        told = "\t".join(field.decode("utf-8", "replace") for field in fields)
        self.lines.append(f"{told}\t{subject}\t{len(body)}\t{time.time():.3f}\n")
        if self.how.letters and not any(word in to for word in self.how.no_letters):
            self.letters += 1
            self.letter(self.how.letters / f"{self.letters:05d}.eml", bytes(body))

    def letter(self, file: Path, body: bytes) -> None:
        """The message as its reader has it: stuffed dots taken out (RFC 5321 4.5.2); whole at once under its name."""
        half = file.with_suffix(".half")
        half.write_bytes(re.sub(rb"(?m)^\.", b"", body))
        half.replace(file)

    def write(self) -> None:
        if self.record and self.lines:
            self.record.write("".join(self.lines))
            self.record.flush()
            self.lines.clear()


class Caller(asyncio.Protocol):
    """One connection."""

    def __init__(self, temper: Temper) -> None:
        self.temper = temper
        self.how = temper.how
        self.held = b""
        self.body: list[bytes] | None = None  # None: reading commands
        self.sender = False
        self.to: bytes | None = None
        self.mine = 0
        self.silent = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(b"220 sink ready\r\n")

    def data_received(self, data: bytes) -> None:
        if self.silent:
            return
        if self.held:
            data, self.held = self.held + data, b""
        answers: list[bytes] = []
        start, size = 0, len(data)
        while start < size and not self.silent:
            if self.body is None:
                end = data.find(b"\r\n", start)
                if end < 0:
                    break
                self.command(data[start:end], answers)
                start = end + 2
            else:
                # An empty message ends with ".\r\n" at once; any other with the five bytes.
                end = start - 2 if data.startswith(b".\r\n", start) else data.find(b"\r\n.\r\n", start)
                if end < 0:
                    break
                self.message(data[start : max(end, start)], answers)
                start = end + 5
        self.held = data[start:]
        if answers:
            self.say(b"".join(answers))

    def say(self, answer: bytes) -> None:
        if self.temper.slow:
            asyncio.get_running_loop().call_later(self.temper.slow, self.late, answer)
        else:
            self.transport.write(answer)

    def late(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)

    def command(self, line: bytes, answers: list[bytes]) -> None:
        verb = line[:4].upper()
        if verb == b"MAIL":
            if self.sender:
                answers.append(b"503 5.5.1 nested MAIL\r\n")
                return
            self.sender, self.to = True, None
            answers.append(b"250 2.1.0 Ok\r\n")
        elif verb == b"RCPT":
            address = line.partition(b"<")[2].partition(b">")[0]
            answer = self.temper.recipient(address)
            if answer.startswith(b"2"):
                self.to = address
            answers.append(answer)
        elif verb == b"DATA":
            if self.to is None:
                answers.append(b"554 5.5.1 no valid recipients\r\n")
            else:
                self.body = []
                answers.append(b"354 go ahead\r\n")
        elif verb in {b"EHLO", b"HELO"}:
            answers.append(self.temper.ehlo)
        elif verb == b"RSET":
            self.sender, self.to = False, None
            answers.append(b"250 2.0.0 Ok\r\n")
        elif verb == b"QUIT":
            self.say(b"".join([*answers, b"221 2.0.0 Bye\r\n"]))
            answers.clear()
            self.transport.close()
        else:
            answers.append(b"250 2.0.0 Ok\r\n" if verb == b"NOOP" else b"502 5.5.2 what?\r\n")

    def message(self, body: bytes, answers: list[bytes]) -> None:
        how, temper, to = self.how, self.temper, self.to or b""
        self.body, self.sender, self.to = None, False, None
        self.mine += 1
        temper.taken += 1
        if how.drop_before and self.mine == how.drop_before:
            self.silent = True
            self.transport.abort()
        elif how.reject_every and temper.taken % how.reject_every == 0:
            answers.append(how.reject_code.encode() + b" rejected as asked\r\n")
        elif how.close_after and self.mine == how.close_after:
            self.silent = True
            self.say(b"".join([*answers, b"421 4.7.0 too many messages\r\n"]))
            answers.clear()
            self.transport.close()
        else:
            temper.keep(to, body)
            if how.drop_after and self.mine == how.drop_after:
                self.silent = True
                self.transport.abort()
            elif how.stall_after and temper.taken == how.stall_after:
                self.silent = True
            else:
                answers.append(b"250 2.0.0 Ok: kept\r\n")

    def connection_lost(self, error: Exception | None) -> None:
        self.silent = True


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--letters", type=Path, help="a folder for whole messages")
    parser.add_argument("--no-letters", action="append", default=[], metavar="WORD", help="not for such a local part")
    parser.add_argument("--refuse", action="append", default=[], metavar="WORD=CODE", help="RCPT of such a local part")
    parser.add_argument("--grey", default="", help="local parts refused once with 450")
    parser.add_argument("--reject-every", type=int, default=0, help="refuse every n-th message after its body")
    parser.add_argument("--reject-code", default="451 4.3.0")
    parser.add_argument("--drop-before", type=int, default=0, help="cut a connection at its n-th body, unrecorded")
    parser.add_argument("--drop-after", type=int, default=0, help="record a connection's n-th message, then cut")
    parser.add_argument("--close-after", type=int, default=0, help="421 instead of the n-th answer of a connection")
    parser.add_argument("--stall-after", type=int, default=0, help="the n-th of all is recorded, never answered")
    parser.add_argument("--slow", type=int, default=0, help="milliseconds before every answer")
    parser.add_argument("--slow-while", type=Path, metavar="FILE", help="slow only while this file is there")
    parser.add_argument("--no-pipelining", action="store_true")
    how = parser.parse_args(given)
    how.refuse = [(word.encode(), code.encode()) for word, _, code in (pair.partition("=") for pair in how.refuse)]
    how.grey = how.grey.encode()
    how.no_letters = [word.encode() for word in how.no_letters]
    return how


async def serve(how: argparse.Namespace) -> None:
    record = how.record.open("a", encoding="utf-8") if how.record else None
    temper = Temper(how, record)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Caller(temper), "127.0.0.1", how.port, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    while True:
        await asyncio.sleep(0.1)
        temper.write()
        temper.look()


def main() -> None:
    try:
        import uvloop

        run: Any = uvloop.run
    except ImportError:
        run = asyncio.run
    try:
        run(serve(arguments()))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
