"""A short message centre (SMPP 3.4) that keeps count and can misbehave: `python smsc.py --port 0 --record FILE`.

It prints its port and shares no code with the caller: what it writes is the other side's word. One line per whole
message: number, message_id, user_message_reference, hash of the text as the handset shows it, moment. The parts of a
concatenated message are one line, once the last is there. `count(FILE)` adds them up; a duplicate is the same text to
the same number.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import random
import struct
import time
import uuid
from collections import Counter, deque
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

import uvloop

BINDS = {0x01: "receiver", 0x02: "transmitter", 0x09: "transceiver"}
SUBMIT, DELIVER, QUERY, UNBIND, ENQUIRE, NACK = 0x04, 0x05, 0x03, 0x06, 0x15, 0x80000000
ROK, RINVCMDID, RINVBNDSTS, RBINDFAIL, RMSGQFUL, RTHROTTLED = 0x00, 0x03, 0x04, 0x0D, 0x14, 0x58
RINVPASWD, RINVMSGLEN, RINVDSTADR, RALYBND = 0x0E, 0x01, 0x0B, 0x05
REFERENCE, RECEIPTED, STATE = 0x0204, 0x001E, 0x0427
# 3GPP TS 23.038 §6.2.1, typed off the standard: what a handset shows for each septet.
GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_MORE = {0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]", 0x40: "|", 0x65: "€"}
PLAIN = dict(enumerate(GSM))
HEAD = struct.Struct(">LLLL")


def count(file: Path | str) -> dict[str, int]:
    """Messages, distinct numbers, and how many messages repeat a text to the same number."""
    seen: Counter[tuple[str, str]] = Counter()
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            number, _, _, text, _ = line.split("\t")
            seen[number, text] += 1
    total = sum(seen.values())
    return {"messages": total, "recipients": len({number for number, _ in seen}), "duplicates": total - len(seen)}


def shown(coding: int, octets: bytes) -> str:
    """What a handset shows. ValueError for what it would show as boxes: an odd half, an escape without its letter."""
    if coding == 8:
        return octets.decode("utf-16-be")
    if coding == 3:
        return octets.decode("latin-1")
    if b"\x1b" not in octets:
        return octets.decode("ascii").translate(PLAIN)
    out, escaped = [], False
    for octet in octets:
        if escaped:
            out.append(GSM_MORE[octet])
            escaped = False
        elif octet == 0x1B:
            escaped = True
        else:
            out.append(GSM[octet])
    if escaped:
        raise ValueError("an escape at the end")
    return "".join(out)


class Centre:
    """How it behaves, and what it has seen; one for all its sessions."""

    def __init__(self, how: argparse.Namespace) -> None:
        self.how = how
        self.record: TextIO | None = how.record.open("a", encoding="utf-8") if how.record else None
        self.texts: TextIO | None = how.texts.open("a", encoding="utf-8") if how.texts else None
        self.lines: list[str] = []
        self.shown: list[str] = []
        self.submitted = 0
        self.next_id = random.randrange(0x10000000, 0x20000000)
        self.parts: dict[tuple[bytes, bytes], dict[int, str]] = {}
        self.moments: deque[float] = deque()
        self.sessions: set[Session] = set()
        self.due: list[tuple[Session, bytes]] = []

    def message_id(self) -> str:
        self.next_id += 1
        if self.how.ids == "uuid":
            return str(uuid.uuid4())
        return f"{self.next_id:X}" if self.how.ids == "hex" else str(self.next_id)

    def too_fast(self) -> bool:
        if not self.how.tps:
            return False
        now = time.monotonic()
        while self.moments and now - self.moments[0] > 1:
            self.moments.popleft()
        if len(self.moments) >= self.how.tps:
            return True
        self.moments.append(now)
        return False

    def keep(self, number: bytes, esm: int, coding: int, octets: bytes, told: str, reference: str) -> None:
        """Write down a whole message; a part waits for its siblings."""
        if esm & 0x40:
            size = octets[0] + 1
            header, octets = octets[:size], octets[size:]
            wide = header[1] == 8  # information element 08: a reference of 16 bits
            key = (number, header[3:5] if wide else header[3:4])
            total, part = (header[5], header[6]) if wide else (header[4], header[5])
            held = self.parts.setdefault(key, {})
            held[part] = shown(coding, octets)
            if len(held) < total:
                return
            text = "".join(held[each] for each in sorted(held))
            del self.parts[key]
        else:
            text = shown(coding, octets)
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        self.lines.append(f"{number.decode()}\t{told}\t{reference}\t{digest}\t{time.time():.3f}\n")
        if self.texts:
            self.shown.append(json.dumps({"to": number.decode(), "text": text}, ensure_ascii=False) + "\n")

    def receipt(self, session: Session, number: bytes, source: bytes, told: str) -> None:
        how = self.how
        failed = next((err for ending, err in how.fail if number.decode().endswith(ending)), "")
        stat, state = ("UNDELIV", 5) if failed else ("DELIVRD", 2)
        named = told
        if how.receipt_ids == "decimal":
            named = str(int(told, 16 if how.ids == "hex" else 10))
        elif how.receipt_ids == "hex":
            named = f"{int(told, 16 if how.ids == 'hex' else 10):x}"
        day = time.strftime("%y%m%d%H%M")
        err = failed or "000"
        text = (f"id:{named} sub:001 dlvrd:{'000' if failed else '001'} submit date:{day} done date:{day} stat:{stat} "
                f"err:{err} text:")  # fmt: skip
        if how.receipt == "csv":
            text = f"{named},001,{'000' if failed else '001'},{day},{day},{stat},{err}"
        short = b"" if how.receipt == "tlv" else text.encode()
        tlvs = b""
        if how.receipt in {"tlv", "both"}:
            name = named.encode() + b"\0"
            tlvs = struct.pack(">HH", RECEIPTED, len(name)) + name + struct.pack(">HHB", STATE, 1, state)
        body = b"\0\x01\x01" + number + b"\0\x05\0" + source + b"\0\x04\0\0\0\0\0\0\0\0" + bytes((len(short),)) + short
        for _ in range(2 if how.receipts_twice else 1):
            self.due.append((session, body + tlvs))

    def deliver(self) -> None:
        """Send what is due, over the session it came by or any that still stands."""
        due, self.due = self.due, []
        if self.how.receipts_shuffled:
            random.shuffle(due)
        for session, body in due:
            target = session if session in self.sessions else next(iter(self.sessions), None)
            if target is None:
                self.due.append((session, body))
                continue
            target.sequence += 1
            target.transport.write(HEAD.pack(16 + len(body), DELIVER, 0, target.sequence) + body)

    def write(self) -> None:
        for file, lines in ((self.record, self.lines), (self.texts, self.shown)):
            if file and lines:
                file.write("".join(lines))
                file.flush()
            lines.clear()


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, centre: Centre) -> None:
        self.centre, self.how = centre, centre.how
        self.held = b""
        self.bound = ""
        self.mine = 0
        self.open = 0
        self.sequence = 0
        self.silent = False
        self.answers: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.silent = True
        self.centre.sessions.discard(self)

    def data_received(self, data: bytes) -> None:
        data = self.held + data if self.held else data
        start, size = 0, len(data)
        while not self.silent and size - start >= 16:
            length, command, _, sequence = HEAD.unpack_from(data, start)
            if not 16 <= length <= 70_000:
                self.transport.abort()
                return
            if size - start < length:
                break
            self.heard(command, sequence, data[start + 16 : start + length])
            start += length
        self.held = data[start:]
        self.centre.write()  # before the answer leaves: whatever was answered stands in the record
        if self.answers:
            said, self.answers = b"".join(self.answers), []
            self.say(said)

    def say(self, octets: bytes) -> None:
        if self.how.latency:
            asyncio.get_running_loop().call_later(self.how.latency / 1000, self.said, octets)
        else:
            self.said(octets)

    def said(self, octets: bytes) -> None:
        self.open = 0
        if not self.transport.is_closing():
            self.transport.write(octets)

    def answer(self, command: int, status: int, sequence: int, body: bytes = b"") -> None:
        self.answers.append(HEAD.pack(16 + len(body), command | 0x80000000, status, sequence) + body)

    def heard(self, command: int, sequence: int, body: bytes) -> None:
        if command == SUBMIT:
            self.submit(sequence, body)
        elif command in BINDS:
            self.bind(command, sequence, body)
        elif command == ENQUIRE:
            self.answer(ENQUIRE, ROK, sequence)
        elif command == UNBIND:
            self.answer(UNBIND, ROK, sequence)
            self.say(b"".join(self.answers))
            self.answers = []
            self.transport.close()
        elif not command & 0x80000000:
            self.answer(NACK, RINVCMDID, sequence)

    def bind(self, command: int, sequence: int, body: bytes) -> None:
        system_id, password = body.split(b"\0", 2)[:2]
        status = ROK
        if self.bound:
            status = RALYBND
        elif system_id.decode() != self.how.system_id:
            status = RBINDFAIL
        elif password.decode() != self.how.password:
            status = RINVPASWD
        if status == ROK:
            self.bound = BINDS[command]
            self.centre.sessions.add(self)
        self.answer(command, status, sequence, b"SMSC\0" if status == ROK else b"")

    def submit(self, sequence: int, body: bytes) -> None:
        centre, how = self.centre, self.how
        centre.submitted += 1
        self.mine += 1
        self.open += 1
        if how.drop_before and self.mine == how.drop_before:
            self.transport.abort()
            self.silent = True
            return
        number, source, esm, flags, coding, octets, tlvs = parsed(body)
        status = self.fate(number, octets)
        if status:
            self.answer(SUBMIT, status, sequence)
            return
        told = centre.message_id()
        try:
            centre.keep(number, esm, coding, octets, told, reference_in(tlvs))
        except (ValueError, KeyError, IndexError):
            self.answer(SUBMIT, RINVMSGLEN, sequence)
            return
        if flags & 1 and how.receipts:
            centre.receipt(self, number, source, told)
            if how.receipts_early:
                centre.deliver()
        if how.drop_after and self.mine == how.drop_after:
            self.silent = True
            self.transport.abort()
        elif not (how.stall_after and centre.submitted == how.stall_after):
            self.answer(SUBMIT, ROK, sequence, told.encode() + b"\0")

    def fate(self, number: bytes, octets: bytes) -> int:
        centre, how = self.centre, self.how
        if self.bound not in {"transmitter", "transceiver"}:
            return RINVBNDSTS
        if how.status_every and centre.submitted % how.status_every == 0:
            return int(how.status, 0)
        if centre.too_fast():
            return RTHROTTLED
        if how.window and self.open > how.window:
            return RMSGQFUL
        for ending, status in how.refuse:
            if number.decode().endswith(ending):
                return int(status, 0)
        if not number.isdigit() or not 7 <= len(number) <= 15:
            return RINVDSTADR
        return RINVMSGLEN if len(octets) > 140 + 20 else ROK


def parsed(body: bytes) -> tuple[bytes, bytes, int, int, int, bytes, bytes]:
    """(number, source, esm_class, registered_delivery, data_coding, short_message, TLVs) of a submit_sm."""
    end = body.index(b"\0") + 3
    stop = body.index(b"\0", end)
    source = body[end:stop]
    end = stop + 3
    stop = body.index(b"\0", end)
    number = body[end:stop]
    esm = body[stop + 1]
    stop = body.index(b"\0", stop + 4) + 1  # schedule_delivery_time
    stop = body.index(b"\0", stop) + 1  # validity_period
    flags, _, coding, _, size = body[stop : stop + 5]
    return number, source, esm, flags, coding, body[stop + 5 : stop + 5 + size], body[stop + 5 + size :]


def reference_in(tlvs: bytes) -> str:
    start = 0
    while start + 4 <= len(tlvs):
        tag, size = struct.unpack_from(">HH", tlvs, start)
        if tag == REFERENCE and size == 2:
            return str(struct.unpack_from(">H", tlvs, start + 4)[0])
        start += 4 + size
    return "-"


def pairs(given: list[str]) -> list[tuple[str, str]]:
    return [(left, right) for left, _, right in (pair.partition("=") for pair in given)]


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0)
    add("--record", type=Path)
    add("--texts", type=Path, help="JSON lines with every text as its reader has it")
    add("--system-id", default="office")
    add("--password", default="secret")
    add("--window", type=int, default=0, help="more unanswered on one session: RMSGQFUL")
    add("--tps", type=int, default=0, help="more in a second: RTHROTTLED")
    add("--refuse", action="append", default=[], metavar="ENDING=STATUS", help="such a number is refused: 0x0B")
    add("--fail", action="append", default=[], metavar="ENDING=ERR", help="taken, but its receipt says UNDELIV")
    add("--status-every", type=int, default=0, help="every n-th submit_sm is refused")
    add("--status", default="0x08")
    add("--latency", type=int, default=0, help="milliseconds before every answer")
    add("--drop-before", type=int, default=0, help="cut a session at its n-th submit_sm, unrecorded")
    add("--drop-after", type=int, default=0, help="record a session's n-th submit_sm, then cut")
    add("--stall-after", type=int, default=0, help="the n-th of all is recorded, never answered")
    add("--ids", choices=("decimal", "hex", "uuid"), default="decimal")
    add("--receipt-ids", choices=("same", "hex", "decimal"), default="same")
    add("--receipt", choices=("text", "tlv", "both", "csv"), default="text")
    add("--no-receipts", dest="receipts", action="store_false")
    add("--receipts-every", type=float, default=0.1, help="seconds")
    add("--receipts-twice", action="store_true")
    add("--receipts-shuffled", action="store_true")
    add("--receipts-early", action="store_true", help="before submit_sm_resp")
    add("--enquire", type=float, default=0, help="seconds between enquire_link of ours")
    how = parser.parse_args(given)
    how.refuse, how.fail = pairs(how.refuse), pairs(how.fail)
    return how


async def serve(how: argparse.Namespace) -> None:
    centre = Centre(how)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Session(centre), "127.0.0.1", how.port, backlog=64)
    print(server.sockets[0].getsockname()[1], flush=True)
    asked = time.monotonic()
    while True:
        await asyncio.sleep(min(how.receipts_every, 0.1))
        centre.deliver()
        if how.enquire and time.monotonic() - asked >= how.enquire:
            asked = time.monotonic()
            for session in centre.sessions:
                session.sequence += 1
                session.transport.write(HEAD.pack(16, ENQUIRE, 0, session.sequence))


def main() -> None:
    with suppress(KeyboardInterrupt):
        uvloop.run(serve(arguments()))


if __name__ == "__main__":
    main()
