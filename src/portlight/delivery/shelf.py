"""The folder the public reads: files appear whole or not at all, and are touched only when they change."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from portlight.toolkit import whole


def put(path: str, text: str) -> bool:
    """Write `text` below PUBLIC by write and rename; False when it stood there already, so that its ETag keeps."""
    place: Path = settings.PUBLIC / path
    body = text.encode("utf-8")
    try:
        if place.read_bytes() == body:
            return False
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
    whole.write(place, body, mode=0o644)
    return True


def read(path: str) -> str:
    """What stands there; "" when nothing does."""
    try:
        return (settings.PUBLIC / path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
