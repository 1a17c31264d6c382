"""The copies people asked for: sealed files `copies/<key>` in the data folder, gone after days.

No backup carries them and no rotation seals them anew: a copy that cannot be opened counts as gone, and is made again
with one press.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings

from portlight.toolkit import whole
from portlight.toolkit.sealed import open_bytes, seal_bytes

FOLDER, _COLUMN = "copies", "people_copy.content"
_HALF_WRITTEN = timedelta(hours=1)


def put(key: UUID, content: bytes) -> None:
    """Sealed and on the disk when this returns. OSError when the disk is full."""
    place = _place(key)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole.write(place, seal_bytes(content, column=_COLUMN, seal=key))


def get(key: UUID) -> bytes | None:
    """What was put; None when it is gone, cut off, or sealed under a key the ring has no more."""
    try:
        return open_bytes(_place(key).read_bytes(), column=_COLUMN, seal=key)
    except (FileNotFoundError, InvalidTag, KeyError):
        return None


def remove(key: UUID) -> None:
    """Gone, or gone already."""
    _place(key).unlink(missing_ok=True)


def sweep(wanted: set[UUID], at: datetime) -> int:
    """Files nobody wants, and writes that were cut off an hour ago; returns how many."""
    swept = 0
    with suppress(FileNotFoundError):
        for file in list(os.scandir(_folder())):
            known = file.name in {str(key) for key in wanted}
            if not known and file.stat().st_mtime < (at - _HALF_WRITTEN).timestamp():
                Path(file.path).unlink(missing_ok=True)
                swept += 1
    return swept


def _folder() -> Path:
    return Path(settings.DATA) / FOLDER


def _place(key: UUID) -> Path:
    return _folder() / str(key)
