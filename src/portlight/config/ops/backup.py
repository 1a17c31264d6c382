"""`portlight backup`: database, sealed files, public pages, a manifest in one file; the keys only when asked for."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import portlight
from portlight.config.ops import archive, dumps
from portlight.config.ops.archive import Manifest
from portlight.config.ops.keys import check_ring
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import machine
from portlight.toolkit.nameplate import shelves
from portlight.toolkit.refusals import Refused


def backup(target: Path, *, at: datetime, with_keys: bool = False) -> Manifest:
    """Writes a backup while the office works, and notes it in the timeline.

    Refused: ops.backup-exists, ops.keys-missing, ops.keys-strange, ops.program-missing, ops.program-failed.
    """
    if target.exists():
        raise Refused("ops.backup-exists", file=str(target))
    check_ring(at=at)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        name = dumps.NAMES[connection.vendor]
        # Every file a row of the copy names was there at the moment of the copy: it came before the first look at the
        # shelves or before the second, and a file once looked at is held.
        kept = _held(Path(folder))
        counts = dumps.dump(Path(folder) / name)
        kept |= _held(Path(folder))
        files = {name: Path(folder) / name, **kept, **_public()}
        if with_keys:
            # Beside the ring stand the keys of channels: without the same one, every browser that said yes is lost.
            files |= {f"keys/{key.name}": key for key in sorted(settings.KEYS.folder.iterdir()) if key.is_file()}
        manifest = _manifest(files, counts, at)
        archive.write(target, manifest, files)
    facts = {"file": archive.sha256(target), "keys": with_keys}
    record("office.backed-up", about="office:backup", by=machine("console"), at=at, facts=facts)
    return manifest


def migrations() -> dict[str, list[str]]:
    """The migrations this database has, by room."""
    found: dict[str, list[str]] = {}
    for room, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(room, []).append(name)
    return found


def _held(folder: Path) -> dict[str, Path]:
    """The sealed files of the rooms, held by a link of our own: one that is erased meanwhile can still be written."""
    found: dict[str, Path] = {}
    for shelf in shelves():
        root: Path = settings.DATA / shelf.name
        for path in sorted(root.rglob("*")):
            if path.is_dir() or path.name.startswith("."):
                continue
            name = f"{shelf.name}/{path.relative_to(root).as_posix()}"
            place = folder / "held" / name
            with suppress(FileNotFoundError):  # erased between the look and the link
                if not place.exists():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    _link(path, place)
                found[name] = place
    return found


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copyfile(path, place)


def _public() -> dict[str, Path]:
    """The baked pages. Each was written by rename, so each is whole; one replaced meanwhile is the newer one."""
    root: Path = settings.PUBLIC
    pages = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {f"public/{path.relative_to(root).as_posix()}": path for path in pages}


def _manifest(files: dict[str, Path], counts: dict[str, int], at: datetime) -> Manifest:
    return Manifest(
        made_at=at.isoformat(),
        portlight=portlight.__version__,
        mode=settings.MODE,
        database=connection.vendor,
        migrations=migrations(),
        ring=settings.KEYS.fingerprint,
        counts=counts,
        files={name: archive.sha256(place) for name, place in files.items()},
    )
