"""What a worker has in the air, on disk before it leaves: a file per worker that survives `kill -9`.

An *intent* is written before a message's body can reach the other side, an *answer* when its reply was read. Each is
one record of fixed length, one `write` without sync (0.5 µs): it outlives the process, not the power; after a power
loss whatever was not flushed is in doubt, which is what an intent without an answer means as well.
A flush replaces the file: the new one holds only what is still in the air, and takes the old one's place after the
database has committed. A file found at the start is replayed before anything is claimed.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portlight.delivery.port import Answer

_RECORD = struct.Struct("<cB?xhhiqq24s40s")
INTENT, ANSWER = b"I", b"A"
OUTCOMES = ("accepted", "refused", "later", "uncertain", "untaken")
_NUMBER = {outcome: number for number, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True)
class Entry:
    """One record as it was written. `answer` is None for an intent."""

    delivery: int
    attempt: int
    lease: int
    fence: int
    answer: Answer | None


def host() -> str:
    return socket.gethostname().partition(".")[0] or "host"


class Journal:
    """The journal of one worker. Its name (`host-w1`) is the owner written into leases."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.file = folder / f"{name}.journal"
        self._next = folder / f"{name}.next"
        self._lock = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._out = -1

    @classmethod
    def take(cls, folder: Path) -> Journal:
        """The journal of the first name of this host that no living process holds."""
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, 1000):
            journal = cls(folder, f"{host()}-w{number}")
            if journal.lock():
                return journal
            journal.release()
        raise RuntimeError("a thousand workers on one host")

    @classmethod
    def left_behind(cls, folder: Path) -> Iterator[Journal]:
        """The journals of this host whose workers are dead, locked for us one after the other."""
        for file in sorted(folder.glob(f"{host()}-w*.journal")):
            journal = cls(folder, file.stem)
            if journal.lock():
                yield journal
            journal.release()

    def lock(self) -> bool:
        """The kernel lets go of the lock when its holder dies, however it dies."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self._out >= 0:
            os.close(self._out)
            self._out = -1
        os.close(self._lock)

    def entries(self) -> list[Entry]:
        """What stands in the file, torn last record left out."""
        try:
            raw = self.file.read_bytes()
        except FileNotFoundError:
            return []
        whole = len(raw) - len(raw) % _RECORD.size
        return [_entry(fields) for fields in _RECORD.iter_unpack(raw[:whole])]

    def open(self) -> None:
        """Begin to write, behind whatever is there."""
        self._out = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def intend(self, delivery: int, attempt: int, lease: int, fence: int) -> None:
        os.write(self._out, _RECORD.pack(INTENT, 0, False, attempt, 0, fence, delivery, lease, b"", b""))

    def answer(self, delivery: int, attempt: int, lease: int, fence: int, answer: Answer) -> None:
        os.write(
            self._out,
            _RECORD.pack(
                ANSWER, _NUMBER[answer.outcome], answer.dead, attempt, min(int(answer.wait), 32_000), fence, delivery,
                lease, answer.code.encode("ascii", "replace"), answer.reference.encode("ascii", "replace"),
            ),
        )  # fmt: skip

    def untaken(self, delivery: int, attempt: int, lease: int, fence: int) -> None:
        """The intent came to nothing, and the other side said so: no attempt was made."""
        self.answer(delivery, attempt, lease, fence, Answer("untaken"))

    def prepare(self, outstanding: Iterable[tuple[int, int, int, int]]) -> None:
        """Write the next file, with the intents that have no answer yet, beside the present one."""
        self._fresh = os.open(self._next, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        records = b"".join(
            _RECORD.pack(INTENT, 0, False, attempt, 0, fence, delivery, lease, b"", b"")
            for delivery, attempt, lease, fence in outstanding
        )
        if records:
            os.write(self._fresh, records)

    def replace(self) -> None:
        """After the commit: the next file takes the place of the present one."""
        os.rename(self._next, self.file)
        if self._out >= 0:
            os.close(self._out)
        self._out = self._fresh

    def drop(self) -> None:
        """Everything in the file has been dealt with."""
        self.file.unlink(missing_ok=True)


def _entry(fields: tuple[bytes, int, bool, int, int, int, int, int, bytes, bytes]) -> Entry:
    kind, outcome, dead, attempt, wait, fence, delivery, lease, code, reference = fields
    if kind == INTENT:
        return Entry(delivery, attempt, lease, fence, None)
    answer = Answer(OUTCOMES[outcome], _text(code), _text(reference), dead, float(wait))
    return Entry(delivery, attempt, lease, fence, answer)


def _text(raw: bytes) -> str:
    return raw.rstrip(b"\0").decode("ascii")
