"""The files a page needs beside itself: found once, named by content, so that a browser keeps them for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from portlight.toolkit.nameplate import plates

# What every page asks for; rooms name theirs on their plates. allauth's and Django's own scripts stay unserved.
SERVED = ("portlight.css", "portlight.js", "passkeys.js", "map.js", "case.js", "mark.svg", "django_htmx/htmx-2.min.js")


@dataclass(frozen=True)
class Asset:
    path: str
    body: bytes
    kind: str
    version: str  # first 12 digits of the SHA-256 of the body


@cache
def served() -> dict[str, Asset]:
    """Every served file by its path below /static/."""
    found = {}
    for path in (*SERVED, *(path for plate in plates() for path in plate.assets)):
        place = finders.find(path)
        if place:
            body = Path(str(place)).read_bytes()
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            if kind.startswith("text/") or kind.endswith("javascript"):
                kind += "; charset=utf-8"
            found[path] = Asset(path, body, kind, hashlib.sha256(body).hexdigest()[:12])
    return found


def address(path: str) -> str:
    """`/static/<path>?v=<version>`; KeyError for a file nobody serves."""
    return f"{settings.STATIC_URL}{path}?v={served()[path].version}"
