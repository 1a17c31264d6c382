"""Where a figure was measured: machine, load before, versions, commit. No names of machines or people."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks import nginx

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "django", "psycopg", "uvloop", "cryptography", "granian", "aiohttp", "django-post-office", "django-mailer",
    "celery", "dramatiq", "redis", "smpplib", "psutil",
)  # fmt: skip


def described() -> dict[str, Any]:
    """Taken before the first round: afterwards the load would be our own."""
    return {
        "commit": commit(),
        "machine": {
            "cpu": _cpu(), "cores": os.cpu_count(), "memory_gb": round(_memory() / 2**30, 1),
            "kernel": platform.release(), "python": platform.python_version(), "pace_ms": pace(),
        },
        "load_before": [round(figure, 2) for figure in os.getloadavg()],
        "versions": versions(),
    }  # fmt: skip


def pace() -> float:
    """Milliseconds of one core for a fixed piece of arithmetic and a thousand small writes, the best of five.

    A rented machine keeps its name and changes its speed, by three times from one day to the next: two files can be
    compared only where this agrees.
    """
    return round(min(_fixed_work() for _ in range(5)) * 1000, 1)


def _fixed_work() -> float:
    began = time.process_time()
    sum(number * number % 7 for number in range(200_000))
    with tempfile.TemporaryFile(buffering=0) as file:
        for _ in range(1000):
            file.write(bytes(512))
    return time.process_time() - began


def commit() -> str:
    """The commit, with a plus sign when the code measured was not quite it."""
    head = _said("git", "rev-parse", "--short=12", "HEAD")
    changed = _said("git", "status", "--porcelain", "--untracked-files=no", "--", "src", "benchmarks/*.py")
    return f"{head}+" if head and changed else head


def versions() -> dict[str, str]:
    found = {"sqlite": sqlite3.sqlite_version}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    if postfix := _said("postconf", "-d", "-h", "mail_version"):
        found["postfix"] = postfix
    if redis := _said("redis-server", "--version"):
        found["redis-server"] = redis.partition("v=")[2].partition(" ")[0]
    if served_by := nginx.version():
        found["nginx"] = served_by
    return found


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=10)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of our own on the disk where the product keeps its data, gone afterwards."""
    place = ROOT / "var"
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as made:
        yield Path(made)
