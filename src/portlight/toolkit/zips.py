"""Packed files that people hand in: what is inside is judged by the directory, and by what really comes out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_STEP = 1 << 20
_SWELLS = 1032  # deflate itself cannot swell by more than about a thousand
_BROKEN = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RuntimeError)

Fault = Literal["not-a-zip", "encrypted", "too-many", "unzips-too-large"]


class Unfit(Exception):
    """Why it is not opened, as a code; whoever asked turns it into a refusal of its own."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


@dataclass(frozen=True)
class Member:
    """A file inside, by its place in the directory."""

    place: int
    name: str
    size: int  # as the directory says


def members(content: bytes, *, most: int, most_files: int) -> tuple[Member, ...]:
    """The files inside, folders left out. `most`: bytes all of them may unzip to. Raises Unfit.

    A directory may lie: where what is packed could swell beyond `most`, it is unpacked and counted, and nothing kept.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            infos = packed.infolist()
    except _BROKEN:
        raise Unfit("not-a-zip") from None
    if any(info.flag_bits & 1 for info in infos):
        raise Unfit("encrypted")
    if len(infos) > most_files:
        raise Unfit("too-many")
    told = sum(info.file_size for info in infos)
    possible = sum(min(info.compress_size, len(content)) for info in infos) * _SWELLS
    if told > most or (possible > most and _unzipped(content, most) > most):
        raise Unfit("unzips-too-large")
    return tuple(Member(place, info.filename, info.file_size) for place, info in enumerate(infos) if not info.is_dir())


def opened(content: bytes, places: range, *, most: int) -> Iterator[tuple[int, bytes | None]]:
    """What comes out of the files at these places, each up to `most` bytes; None for one that is larger or broken."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        infos = packed.infolist()
        for place in places:
            if place < len(infos) and not infos[place].is_dir():
                yield place, _one(packed, infos[place], most)


def _one(packed: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | None:
    try:
        with packed.open(info) as part:
            came = part.read(most + 1)
    except _BROKEN:
        return None
    return came if len(came) <= most else None


def _unzipped(content: bytes, most: int) -> int:
    """How much really comes out, counted without keeping it, and no further than the limit."""
    sum_of = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for info in packed.infolist():
                with packed.open(info) as part:
                    while read := len(part.read(_STEP)):
                        sum_of += read
                        if sum_of > most:
                            return sum_of
    except _BROKEN:
        raise Unfit("not-a-zip") from None
    return sum_of
