"""What was said to us from outside, on the disk before the answer leaves: it survives a database that is down.

One file per record, made whole under another name and renamed, as a maildir does it: writers are web processes, the
bounce receiver and workers, and need no lock. The content is sealed: receipts name telephone numbers.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from cryptography.exceptions import InvalidTag
from django.conf import settings

from portlight.toolkit import whole
from portlight.toolkit.sealed import open_sealed, seal

log = logging.getLogger(__name__)
_SEAL = "spool.kept"
_refusals: dict[str, tuple[float, str]] = {}


@dataclass(frozen=True)
class Record:
    """One thing said, and the file it stands in. `refusal`: nothing was taken, only noted for the operator."""

    kind: str
    kept: bytes
    at: datetime
    refusal: str
    file: Path


def folder() -> Path:
    return Path(settings.SPOOL)


def put(kind: str, kept: bytes, *, at: datetime, refusal: str = "") -> None:
    """Keep what the channel `kind` was told, safe against the end of the process, the power and the database.

    About 1 ms (two syncs). OSError when the disk is full: the caller must not say that it was taken.
    """
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{time.time_ns()}-{token_hex(6)}"  # several machines may share this folder
    head = f"{kind}\t{at.timestamp():.3f}\t{refusal}\n".encode()
    whole.write(place / name, head + seal(kept.decode("latin-1"), column=_SEAL, seal=name))
    _sync(place)


def note_refusal(kind: str, code: str, *, at: datetime) -> None:
    """That somebody was refused, for the operator; at most once a second and kind, so that nobody fills a disk."""
    last, _ = _refusals.get(kind, (0.0, ""))
    if time.monotonic() - last < 1.0:
        return
    _refusals[kind] = (time.monotonic(), code)
    try:
        put(kind, str(time.time_ns()).encode(), at=at, refusal=code[:80] or "refused")
    except OSError:
        log.warning("spool: a refusal of %s could not be noted", kind)


def waiting(*, most: int = 500) -> Iterator[Record]:
    """The oldest records. They stay until `done`; a file that is gone meanwhile was another worker's."""
    try:
        names = sorted(name for name in os.listdir(folder()) if not name.startswith("."))
    except FileNotFoundError:
        return
    for name in names[:most]:
        file = folder() / name
        try:
            head, _, sealed = file.read_bytes().partition(b"\n")
        except FileNotFoundError:
            continue
        try:
            kind, moment, refusal = head.decode().split("\t")
            kept = open_sealed(sealed, column=_SEAL, seal=name).encode("latin-1")
        except (ValueError, KeyError, InvalidTag):
            log.warning("spool: %s cannot be opened; it is put aside", name)
            with suppress(FileNotFoundError):  # another worker's, by now
                file.rename(folder() / f".unread-{name}")
            continue
        yield Record(kind, kept, datetime.fromtimestamp(float(moment), UTC), refusal, file)


def done(record: Record) -> None:
    """It stands in the database now."""
    record.file.unlink(missing_ok=True)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
