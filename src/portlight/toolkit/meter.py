"""Counters of a process, in files that another process can read: the scrape of any web process sees them all.

`write_to` must come before the first count; without it (in tests, in single commands) counts stay in the process.
Labels come from closed lists: channels, outcomes, faces, status classes. Never a person, an address, a path.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

KINDS = ("web", "worker")  # folders below `metrics/`
_WHERE = "PROMETHEUS_MULTIPROC_DIR"


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
    _counter(name, told, tuple(sorted(labels))).labels(**labels).inc(amount)


@lru_cache(maxsize=64)
def _counter(name: str, told: str, labels: tuple[str, ...]) -> Any:
    from prometheus_client import Counter

    return Counter(name, told, labels)
