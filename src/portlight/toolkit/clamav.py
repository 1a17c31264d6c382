"""Asking a ClamAV daemon about one file: the command zINSTREAM of clamd(8), over TCP or a local socket."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass

from portlight.toolkit.outcalls import NotReached, connect

_CHUNK = 64 * 1024
_MOST_ANSWER = 4096


@dataclass(frozen=True)
class Verdict:
    """`found` is the name of what was found, empty for nothing."""

    found: str

    @property
    def clean(self) -> bool:
        return not self.found


def scan(content: bytes, *, where: str, seconds: float) -> Verdict:
    """What the scanner at `where` (`host:port`, or the path of a socket) says of `content`, within `seconds` in all.

    NotReached for everything that is no verdict: silence, a refused connection, an error such as the size limit of the
    scanner (StreamMaxLength), words nobody understands. A file is clean only when the scanner said so.
    """
    until = time.monotonic() + seconds
    line = _line(where, seconds)
    try:
        _send(line, content, until)
        answer = _answer(line, until)
    except OSError as error:
        raise NotReached(f"{where}: {error or 'no answer in time'}") from error
    finally:
        line.close()
    return _verdict(answer, where)


def _line(where: str, seconds: float) -> socket.socket:
    host, _, port = where.rpartition(":")
    if "/" not in where and host and port.isdigit():
        return connect(host.strip("[]"), int(port), seconds=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect(where)
    except OSError as error:
        line.close()
        raise NotReached(f"{where}: {error}") from error
    return line


def _send(line: socket.socket, content: bytes, until: float) -> None:
    """Each chunk with its length in front, a length of nothing at the end. A scanner that has heard enough hangs up."""
    line.settimeout(_left(until))
    try:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            line.settimeout(_left(until))
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # what it had to say may stand in the line already


def _answer(line: socket.socket, until: float) -> bytes:
    got = b""
    while b"\0" not in got and len(got) < _MOST_ANSWER:
        line.settimeout(_left(until))
        more = line.recv(_MOST_ANSWER)
        if not more:
            break
        got += more
    return got


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left


def _verdict(answer: bytes, where: str) -> Verdict:
    """`stream: OK` or `stream: <name> FOUND`, ended by a zero byte; an answer that was cut off is none."""
    told, end, _ = answer.partition(b"\0")
    said = told.decode("utf-8", "replace").strip()
    if end and said == "stream: OK":
        return Verdict("")
    if end and said.startswith("stream: ") and said.endswith(" FOUND"):
        return Verdict(said.removeprefix("stream: ").removesuffix(" FOUND")[:80] or "unnamed")
    raise NotReached(f"{where}: {said[:120] or 'no answer'}")
