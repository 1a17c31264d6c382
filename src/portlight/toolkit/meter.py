"""Counters of a process, in files that another process can read: the scrape of any web process sees them all.

`write_to` must come before the first count; without it (in tests, in single commands) counts stay in the process.
Labels come from closed lists: channels, outcomes, faces, status classes. Never a person, an address, a path.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Lock
from typing import Any

KINDS = ("web", "worker")  # folders below `metrics/`
_WHERE = "PROMETHEUS_MULTIPROC_DIR"
_counters: dict[str, Any] = {}
_making = Lock()


def write_to(folder: Path) -> None:
    """Keep this process's counts in `folder`; what dead processes left there is dropped."""
    if "prometheus_client" in sys.modules:
        raise RuntimeError("too late: something has been counted")
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        number = file.stem.rpartition("_")[2]
        if not number.isdecimal() or not Path(f"/proc/{number}").exists():
            file.unlink(missing_ok=True)
    os.environ[_WHERE] = str(folder)


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
