"""The contents: sealed files, `documents/<aa>/<key>.<part>` in the data folder, on the disk before their row is there.

A file is bound to its document and part: another one put in its place does not open. Whatever is lost between file and
row leaves a file without a row, which is swept; a row without its file is a finding of `portlight doctor`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.conf import settings

from portlight.toolkit import whole
from portlight.toolkit.sealed import number_of, open_bytes, seal_bytes

Part = Literal["clean", "original"]
PARTS: tuple[Part, ...] = ("clean", "original")
SHELF = "documents"


@dataclass(frozen=True)
class Kept:
    """One file of the folder, by its name; `key` is None when the name is none of ours (a write that was cut off)."""

    place: Path
    key: UUID | None
    part: str


def place_of(key: UUID, part: str) -> Path:
    return Path(settings.DATA) / SHELF / key.hex[:2] / f"{key}.{part}"


def put(key: UUID, part: Part, content: bytes) -> None:
    """Sealed and on the disk when this returns: file and folder are synced. OSError when the disk is full."""
    place = place_of(key, part)
    _folder(place.parent)
    whole.write(place, seal_bytes(content, column=_column(part), seal=key))
    _sync(place.parent)


def get(key: UUID, part: Part) -> bytes:
    """What was put. FileNotFoundError; InvalidTag: another file is in its place; KeyError: the ring lacks its key."""
    return open_bytes(place_of(key, part).read_bytes(), column=_column(part), seal=key)


def remove(key: UUID, *parts: Part) -> None:
    """Gone, or gone already."""
    for part in parts or PARTS:
        place_of(key, part).unlink(missing_ok=True)


def there(key: UUID, part: Part) -> bool:
    return place_of(key, part).exists()


def everything() -> Iterator[Kept]:
    """Every file of the folder, half-written ones too, in no order."""
    for folder in sorted((Path(settings.DATA) / SHELF).glob("*")):
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as found:
            for entry in found:
                name, _, part = entry.name.rpartition(".")
                key = None
                with suppress(ValueError):
                    key = UUID(name) if part in PARTS else None
                yield Kept(Path(entry.path), key, part)


def older_than(kept: Kept, moment: datetime) -> bool:
    """Whether it was written before `moment`; False for one that is gone."""
    with suppress(FileNotFoundError):
        return kept.place.stat().st_mtime < moment.timestamp()
    return False


def numbers() -> Iterator[int]:
    """The number of the key that seals each file."""
    for kept in everything():
        if kept.key is not None:
            with suppress(FileNotFoundError), kept.place.open("rb") as file:
                yield number_of(file.read(1))


def seal_anew(kept: Kept) -> bool:
    """Under the current key, when another one sealed it. False: nothing to do, or it was erased meanwhile."""
    assert kept.key is not None  # noqa: S101 - files of other names are never asked for
    part: Part = "clean" if kept.part == "clean" else "original"
    try:
        with kept.place.open("rb") as file:
            if number_of(file.read(1)) == settings.KEYS.current:
                return False
        put(kept.key, part, get(kept.key, part))
    except FileNotFoundError:
        return False
    return True


def _column(part: Part) -> str:
    return f"{SHELF}.{part}"


def _folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync(folder.parent)
        _sync(folder.parent.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
