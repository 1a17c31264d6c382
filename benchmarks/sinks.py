"""The other end: postfix's smtp-sink where it is installed, for the figures; our own sink where every mail must be told
from every other."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from portlight.simulator import sink
from portlight.simulator.children import Child, any_port
from portlight.simulator.demo import SINK

_COUNTER = re.compile(rb"mesg=(\d+)")


def installed() -> bool:
    return _program("smtp-sink") is not None and _program("smtp-source") is not None


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/lib/postfix/sbin")


def source() -> str:
    return _program("smtp-source") or "smtp-source"


class Sink(Protocol):
    """A mail server in a process of its own that counts what it takes."""

    who: str
    port: int

    def count(self) -> int: ...
    @property
    def pid(self) -> int: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class _Running:
    """Start, stop, and wait until somebody answers."""

    who = ""

    def __init__(self, folder: Path) -> None:
        self.port = any_port()
        self.out = folder / f"sink-{self.port}.out"
        self.out.unlink(missing_ok=True)

    def command(self) -> list[str]:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.child = Child("sink", self.command(), os.environ, self.out)
        self.child.start()
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError(f"{self.who} does not listen: {self.out.read_text(errors='replace')[-500:]}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.child.stop()

    @property
    def pid(self) -> int:
        """Of its process: both ends share the machine's cores, and what it spends is told, too."""
        assert self.child.process is not None
        return self.child.process.pid


class PostfixSink(_Running):
    """`smtp-sink -c`: it writes a running counter and keeps nothing."""

    who = "smtp-sink"

    def command(self) -> list[str]:
        as_root = ["-u", "nobody"] if os.geteuid() == 0 else []
        return [_program("smtp-sink") or "smtp-sink", "-c", *as_root, f"127.0.0.1:{self.port}", "512"]

    def count(self) -> int:
        return last_count(self.out)


class OwnSink(_Running):
    """The demo's sink: one line per mail, so that the lost and the doubled are known one by one."""

    who = "the demo's sink"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.record = folder / f"sink-{self.port}.tsv"
        self.record.unlink(missing_ok=True)

    def command(self) -> list[str]:
        return [sys.executable, str(SINK), "--port", str(self.port), "--record", str(self.record)]

    def count(self) -> int:
        return self.told()["messages"]

    def told(self) -> dict[str, int]:
        return sink.count(self.record) if self.record.exists() else {"messages": 0, "recipients": 0, "duplicates": 0}

    def mean_bytes(self) -> float:
        sizes = [int(line.split("\t")[4]) for line in self.lines()]
        return sum(sizes) / len(sizes) if sizes else 0.0

    def lines(self) -> list[str]:
        return self.record.read_text(encoding="utf-8", errors="replace").splitlines()


def last_count(file: Path) -> int:
    """The last `mesg=` that smtp-sink has written: it writes `sess=… quit=… mesg=…` and a carriage return each time."""
    with file.open("rb") as out:
        out.seek(max(0, file.stat().st_size - 512))
        found = _COUNTER.findall(out.read().rpartition(b"\r")[0])
    return int(found[-1]) if found else 0


def counting(folder: Path) -> PostfixSink | OwnSink:
    """The cheapest sink there is, so that it takes little from whoever is measured."""
    return PostfixSink(folder) if installed() else OwnSink(folder)
