"""`portlight restore`: a backup into an empty place, checked before and after.

What the backup holds to be sent is sent by the next worker, unless its not-after is past: delivery looks at it again
before each lease (promise of `delivery`), so a restored office does not repeat itself.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from portlight.config.ops import archive, dumps
from portlight.config.ops.archive import Manifest
from portlight.kernel.timeline.commands import record
from portlight.kernel.timeline.queries import Verdict, verify
from portlight.toolkit.actor import machine
from portlight.toolkit.keys import Ring
from portlight.toolkit.nameplate import shelves
from portlight.toolkit.refusals import Refused


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    timeline: Verdict
    older: bool  # the tables are of an older version: `portlight prepare` comes next


def restore(source: Path, *, at: datetime) -> Restored:
    """Puts everything of a backup in place. Nothing is written before all of it was checked.

    Refused: ops.backup-odd, ops.backup-changed, ops.backup-newer, ops.backup-other-database, ops.not-empty,
    ops.backup-keys-missing, ops.backup-keys-strange, ops.program-missing, ops.program-failed.
    """
    manifest = archive.read_manifest(source)
    _fits(manifest)
    _nothing_here()
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
        archive.unpack(source, manifest, Path(folder))
        _keys(Path(folder), manifest)
        _shelves(Path(folder))  # before the rows that name them
        dumps.load(Path(folder) / dumps.NAMES[manifest.database])
        _pages(Path(folder))
    verdict = verify()
    facts = {"made_at": manifest.made_at, "whole": verdict.whole}
    record("office.restored", about="office:backup", by=machine("console"), at=at, facts=facts)
    return Restored(manifest, verdict, older=_known() != _names(manifest))


def _fits(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise Refused("ops.backup-other-database", database=manifest.database)
    if not _names(manifest) <= _known():
        raise Refused("ops.backup-newer", version=manifest.portlight)


def _names(manifest: Manifest) -> set[tuple[str, str]]:
    return {(room, name) for room, names in manifest.migrations.items() for name in names}


def _known() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations)


def _nothing_here() -> None:
    if not dumps.is_empty():
        raise Refused("ops.not-empty", place=str(settings.DATABASES["default"]["NAME"]))
    for place in (settings.PUBLIC, *(settings.DATA / shelf.name for shelf in shelves())):
        if place.exists() and any(place.iterdir()):
            raise Refused("ops.not-empty", place=str(place))


def _keys(folder: Path, manifest: Manifest) -> None:
    """The ring is here already, or comes with the backup; it must be the one that sealed it."""
    ring: Ring = settings.KEYS
    brought = Ring.at(folder / "keys")
    if not ring.exists and not brought.exists:
        raise Refused("ops.backup-keys-missing", folder=str(ring.folder))
    if (ring if ring.exists else brought).fingerprint != manifest.ring:
        raise Refused("ops.backup-keys-strange", folder=str(ring.folder))
    ring.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for key in sorted(brought.folder.iterdir()) if brought.folder.exists() else ():
        place = ring.folder / key.name
        if not place.exists():  # a key that is here is in use: it stays
            shutil.copyfile(key, place)
            os.chmod(place, 0o600)


def _shelves(folder: Path) -> None:
    """The sealed files of the rooms: on the same disk, so each folder is there whole or not at all."""
    for shelf in shelves():
        brought, place = folder / shelf.name, settings.DATA / shelf.name
        if brought.exists():
            for path in (brought, *brought.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)
            if place.exists():
                place.rmdir()
            brought.rename(place)


def _pages(folder: Path) -> None:
    brought = folder / "public"
    if brought.exists():
        for path in (brought, *brought.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)  # public pages: nginx reads them as another user
        settings.PUBLIC.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(brought, settings.PUBLIC, dirs_exist_ok=True)
