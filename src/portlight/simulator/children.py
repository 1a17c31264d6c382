"""Children that die with their parent, also when it is killed, each with a log of its own."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # prctl(2): the signal a process gets when its parent dies


def any_port() -> int:
    """A port of the system's choice on loopback: for those who start several at once and need no known number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_port(first: int) -> int:
    """The next port from `first` on that nobody listens to on loopback, kept for this process as long as it lives.

    Two demos that start at once would else both find the same one free before either listens.
    """
    for port in range(first, first + 200):
        kept = socket.socket(socket.AF_UNIX)
        try:
            kept.bind(f"\0portlight-port-{port}")  # a name without a file (unix(7)), gone with the process
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
        except OSError:
            kept.close()
            continue
        kept.detach()  # stays open until the process ends
        return port
    raise OSError(f"no free port from {first} to {first + 199}")


@dataclass
class Child:
    """One process under a name. `again` starts it anew when it fell."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    again: bool = False
    falls: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(
                self.command, env=dict(self.env), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                preexec_fn=with_parent(os.getpid()),
            )  # fmt: skip

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keep_up(self) -> None:
        """Start it again if it fell and is meant to stand up."""
        if self.again and not self.running:
            self.falls += 1
            self.start()

    def stop(self, *, patience: float = 5.0) -> None:
        """Ask, wait, then insist; what it has started and left behind goes with it."""
        if self.process is None or not self.running:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with suppress(ProcessLookupError):  # its group is its own: see `with_parent`
            os.killpg(self.process.pid, signal.SIGKILL)


def with_parent(parent: int) -> Callable[[], None]:
    """For `preexec_fn`: the child dies when `parent` does, however that ends."""

    def bound() -> None:
        os.setpgid(0, 0)  # a Ctrl-C of the terminal reaches the parent only, which then stops them in order
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died before we asked to be told
                os.kill(os.getpid(), signal.SIGKILL)

    return bound
