"""`portlight reader`: the process that opens the papers people hand in and reads travel papers in photos, one at a
time. Opening needs nothing; reading needs `portlight[passport]`."""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import signal
import socket
import threading
from typing import Any

import click
from django.db import close_old_connections
from django.utils import timezone

from portlight.kernel.documents.commands import open_next, read_next
from portlight.toolkit import nameplate
from portlight.toolkit.supervised import notify

log = logging.getLogger(__name__)
_MODULE = "portlight.toolkit.passport"
_PAUSE = 0.5  # seconds between two looks at an empty line


def _available() -> bool:
    """Whether reading is installed here (`portlight[passport]`): its models are large; not every office has them."""
    return importlib.util.find_spec(_MODULE) is not None and bool(importlib.import_module(_MODULE).available())


def _read(image: bytes, **given: Any) -> Any:
    return importlib.import_module(_MODULE).read(image, **given)


READER = nameplate.Reader(available=_available, read=_read)


@click.command("reader")
@click.option("--once", is_flag=True, help="Stop when nothing waits.")
def reader(once: bool) -> None:
    """Open the papers that were handed in, and read the photos that wait to be read. Several may run; one that dies
    leaves its paper to the next."""
    found = nameplate.reader()
    if found is None:
        log.warning("papers are opened, and no photo is read: pip install 'portlight[passport]'")
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    serve(found, stop=stop, once=once)


def serve(found: nameplate.Reader | None, *, stop: threading.Event, once: bool) -> int:
    """Works until told to stop; what is being opened or read is finished first. Returns how many were.

    A photo and a paper by turns: somebody waits at a page for what is read in a photo, so that no line of papers may
    stand before it; and a paper is opened in a quarter of a second.
    """
    who, done = f"{socket.gethostname()}-{os.getpid()}", 0
    notify("READY=1")
    while not stop.is_set():
        notify("WATCHDOG=1")
        close_old_connections()
        try:
            worked = _turn(found, who)
        except Exception:
            if once:
                raise
            log.exception("the lines could not be asked; they are asked again")
            worked = 0
        done += worked
        if not worked and once:
            break
        if not worked:
            stop.wait(_PAUSE)
    return done


def _turn(found: nameplate.Reader | None, who: str) -> int:
    read = found is not None and read_next(found.read, who=who, at=timezone.now())
    return int(read) + int(open_next(timezone.now()))


commands: list[click.Command] = [reader]
