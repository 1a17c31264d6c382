"""The file of a backup: an uncompressed tar with `manifest.json` first, which names every file and its SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from portlight.toolkit.refusals import Refused

FORMAT = 1
_MANIFEST = "manifest.json"
_MOST_MANIFEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    made_at: str  # ISO 8601
    portlight: str
    mode: str
    database: str  # sqlite or postgresql
    migrations: dict[str, list[str]]  # room → the migrations it had
    ring: str  # fingerprint of the keys that open it
    counts: dict[str, int]  # rows of the tables that matter
    files: dict[str, str]  # name → SHA-256
    format: int = FORMAT

    @property
    def keys_included(self) -> bool:
        return "keys/ring.json" in self.files


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write(target: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Writes the archive beside `target` and renames it: a file of that name is always whole. Mode 0600."""
    partial = target.with_name(f"{target.name}.partial")
    told = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            entry = tarfile.TarInfo(_MANIFEST)
            entry.size, entry.mode = len(told), 0o600
            tar.addfile(entry, io.BytesIO(told))
            for name, place in files.items():
                tar.add(place, arcname=name, recursive=False)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(target)


def read_manifest(source: Path) -> Manifest:
    """Refused("ops.backup-odd") when this is no backup."""
    try:
        with tarfile.open(source, mode="r:") as tar:
            return _manifest(tar, tar.next())
    except (OSError, tarfile.TarError, ValueError, TypeError, KeyError) as error:
        raise Refused("ops.backup-odd", file=source.name) from error


def unpack(source: Path, manifest: Manifest, into: Path) -> None:
    """Writes the manifest's files below `into`, checking each; nothing else of the archive is ever written.

    Refused: ops.backup-changed for a file that is missing or other than it was, ops.backup-odd.
    """
    wanted = dict(manifest.files)
    try:
        with tarfile.open(source, mode="r:") as tar:
            for entry in tar:
                if entry.name in wanted and entry.isreg():
                    place = _inside(into, entry.name)
                    _copy(tar, entry, place)
                    if sha256(place) != wanted.pop(entry.name):
                        raise Refused("ops.backup-changed", name=entry.name)
    except (OSError, tarfile.TarError) as error:
        raise Refused("ops.backup-odd", file=source.name) from error
    if wanted:
        raise Refused("ops.backup-changed", name=min(wanted))


def _manifest(tar: tarfile.TarFile, entry: tarfile.TarInfo | None) -> Manifest:
    content = tar.extractfile(entry) if entry is not None and entry.name == _MANIFEST else None
    if content is None:
        raise ValueError("no manifest")
    told = json.loads(content.read(_MOST_MANIFEST))
    if told["format"] != FORMAT:
        raise ValueError("another format")
    return Manifest(**told)


def _inside(into: Path, name: str) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise tarfile.TarError(name)
    place = into.joinpath(*path.parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _copy(tar: tarfile.TarFile, entry: tarfile.TarInfo, place: Path) -> None:
    content = tar.extractfile(entry)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        while content is not None and (block := content.read(1024 * 1024)):
            out.write(block)
