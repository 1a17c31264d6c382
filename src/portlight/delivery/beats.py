"""That a worker lives: a file of its name below the data folder, touched every second. It needs no database."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

from portlight.toolkit import supervised

EVERY_SECONDS = 1.0
SILENT_SECONDS = 30.0  # a page of an expansion or a slow disk may take some


def folder() -> Path:
    return Path(settings.DATA) / "beats"


class Beat:
    """Of one worker; also what systemd's watchdog hears."""

    def __init__(self, name: str) -> None:
        self.file = folder() / name
        self.last = 0.0

    def now(self) -> None:
        """At most once a second. A disk that is full must not end the worker."""
        if time.monotonic() - self.last < EVERY_SECONDS:
            return
        self.last = time.monotonic()
        supervised.notify("WATCHDOG=1")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.touch()
        except OSError:
            return

    def gone(self) -> None:
        """It leaves in order: nobody waits for it."""
        self.file.unlink(missing_ok=True)


def ages() -> dict[str, float]:
    """Worker → seconds since its last beat, of the workers that share this data folder and did not leave in order."""
    found = {}
    for file in folder().glob("*"):
        try:
            found[file.name] = max(time.time() - file.stat().st_mtime, 0.0)
        except FileNotFoundError:
            continue
    return found


def state() -> str:
    """alive: a worker beats · silent: there was one, and it does not · none: none has been here."""
    known = ages().values()
    if not known:
        return "none"
    return "alive" if min(known) < SILENT_SECONDS else "silent"
