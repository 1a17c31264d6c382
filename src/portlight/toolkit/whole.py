"""Files that stand whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex


def write(place: Path, content: bytes, *, mode: int = 0o600) -> None:
    """`content` at `place`: written beside it, on the disk, then renamed over what stood there. The folder is there.

    OSError when the disk is full: what stood there stands, and nothing is left over.
    """
    half = beside(place)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fchmod(out.fileno(), mode)  # as asked, whatever the umask
            os.fsync(out.fileno())  # renamed before it is on the disk, a power loss would leave an empty file
        os.replace(half, place)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def beside(place: Path) -> Path:
    """A hidden name in the folder of `place` that nobody else writes to.

    Not by the number of the process: machines may share a disk, and in a container every program is number 1.
    """
    return place.with_name(f".{place.name}.{token_hex(6)}")
