"""A web server as a child, from the moment it answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from portlight.simulator.children import Child


@contextmanager
def served(command: Sequence[str], env: Mapping[str, str], port: int, log: Path) -> Iterator[int]:
    """Gives its process number. RuntimeError when nobody answers, with its own last words."""
    child = Child("web", command, env, log)
    child.start()
    try:
        assert child.process is not None
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"nobody answers: {log.read_text(errors='replace')[-800:]}")
        time.sleep(1.0)
        yield child.process.pid
    finally:
        child.stop(patience=15)
