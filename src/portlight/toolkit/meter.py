"""Counters of a process, in files that another process can read: the scrape of any web process sees them all.

The files are named by the number of their process, so each machine, and each container, has a folder of its own.

`write_to` must come before the first count; without it (in tests, in single commands) counts stay in the process.
Labels come from closed lists: channels, outcomes, faces, status classes. Never a person, an address, a path.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

KEPT_SECONDS = 30 * 86_400  # so long the folder of a machine is read that counts no more
_WHERE = "PROMETHEUS_MULTIPROC_DIR"
_counters: dict[str, Any] = {}
_making = Lock()


def write_to(shared: Path) -> None:
    """Keep this process's counts in this machine's folder below `shared`; what dead processes left there is dropped.

    RuntimeError when something has been counted before.
    """
    if "prometheus_client" in sys.modules:
        raise RuntimeError("too late: something has been counted")
    _forget_machines(shared)
    folder = shared / socket.gethostname()
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        number = file.stem.rpartition("_")[2]
        if not number.isdecimal() or not Path(f"/proc/{number}").exists():
            file.unlink(missing_ok=True)
    os.environ[_WHERE] = str(folder)


def files(every: Path) -> list[str]:
    """What the processes of all machines have counted into, below the folders of `every`."""
    return sorted(map(str, every.glob("*/*/*.db")))


def _forget_machines(shared: Path) -> None:
    """A container that was made anew has a new name, and leaves a folder that nobody writes to."""
    for folder in shared.glob("*/"):
        with suppress(FileNotFoundError):  # another machine that begins forgets it as well
            last = max(one.stat().st_mtime for one in (folder, *folder.iterdir()))
            if time.time() - last > KEPT_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def count(name: str, told: str, amount: float = 1, **labels: str) -> None:
    """Add to the counter `name` (its help text: `told`)."""
    counter = _counters.get(name)
    if counter is None:
        counter = _made(name, told, tuple(sorted(labels)))
    counter.labels(**labels).inc(amount)


def _made(name: str, told: str, labels: tuple[str, ...]) -> Any:
    """The counter, by whichever thread comes first: a name can be registered only once."""
    with _making:
        if name not in _counters:
            from prometheus_client import Counter

            _counters[name] = Counter(name, told, labels)
        return _counters[name]
