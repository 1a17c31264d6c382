"""The folder the public reads: files appear whole or not at all, and are touched only when they change."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from portlight.toolkit.beside import beside


def put(path: str, text: str) -> bool:
    """Write `text` below PUBLIC by write and rename; False when it stood there already, so that its ETag keeps."""
    place: Path = settings.PUBLIC / path
    body = text.encode("utf-8")
    try:
        if place.read_bytes() == body:
            return False
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
    fresh = beside(place)
    with open(fresh, "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())  # renamed before it is on the disk, a power loss would leave an empty page
    fresh.chmod(0o644)
    os.replace(fresh, place)
    return True


def read(path: str) -> str:
    """What stands there; "" when nothing does."""
    try:
        return (settings.PUBLIC / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
