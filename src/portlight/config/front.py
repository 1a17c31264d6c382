"""Files before Django: baked notices, feeds, the status page and static files, read from disk. No database, no session.

In one box this layer answers; in `deploy/` nginx does the same from the same folder. What stands on disk is served
while the database is down, which is what an emergency site must be able to do.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from portlight.faces.security import HEADERS
from portlight.toolkit.languages import CODES

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}
NAMED = {"feed.json": "application/feed+json; charset=utf-8"}  # JSON Feed 1.1
MINUTE = "public, max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"  # only under an address that names the content
# A service worker of a room may look after the whole portal, though its file stands below /static/.
WORKER = (("Service-Worker-Allowed", "/"),)
# The first segment of what may be baked; everything else goes to Django unasked.
BAKED = frozenset({*CODES, "notices", "feeds", "cap", "status", "verify", "sitemap.xml", "robots.txt"})


@dataclass(frozen=True)
class File:
    body: bytes
    packed: bytes  # gzip, or b"" when it would not help
    kind: str
    etag: str
    changed: float


def front(app: Wsgi, *, public: Path, static: Mapping[str, tuple[bytes, str, str]]) -> Wsgi:
    """`app` with the files of `public` and `static` (path → body, content type, version) before it."""
    shelves = {path: _file(body, kind, 0.0, version) for path, (body, kind, version) in static.items()}
    root = str(public.resolve())

    def answer(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return app(environ, start)
        path = "/static/mark.svg" if path == "/favicon.ico" else path
        if path.startswith("/static/"):
            found = shelves.get(path[len("/static/") :])
            if found is None:
                return _nothing(start)
            headers = WORKER if path.endswith("/worker.js") else ()
            version = parse_qs(environ.get("QUERY_STRING", "")).get("v", [""])[0]
            keep = FOR_EVER if version and version in found.etag else MINUTE
            return _send(environ, start, found, keep, headers)
        baked = _baked(root, path)
        return _send(environ, start, baked, MINUTE) if baked else app(environ, start)

    return answer


def _baked(root: str, path: str) -> File | None:
    """The file `path` names below `root`; None for anything else, and for every attempt to leave `root`."""
    segments = path.split("/")[1:]
    if not segments or segments[0] not in BAKED:
        return None
    segments[-1] = segments[-1] or "index.html"
    if any(map(_odd, segments)):
        return None
    place = "/".join((root, *segments))
    try:
        seen = os.stat(place)
    except (OSError, ValueError):
        return None
    return _read(root, place, seen.st_mtime_ns, seen.st_size) if stat.S_ISREG(seen.st_mode) else None


def _odd(segment: str) -> bool:
    return not segment or segment.startswith(".") or "\\" in segment or "\0" in segment


@lru_cache(maxsize=512)
def _read(root: str, name: str, changed_ns: int, size: int) -> File | None:
    """Read once for as long as it is the same; where a link led out of `root`, nothing is."""
    place = Path(name)
    if not place.resolve().is_relative_to(root):
        return None
    body = place.read_bytes()
    kind = (
        NAMED.get(place.name)
        or KINDS.get(place.suffix)
        or mimetypes.guess_type(place.name)[0]
        or "application/octet-stream"
    )
    return _file(body, kind, changed_ns / 1e9, hashlib.sha256(body).hexdigest()[:20])


def _file(body: bytes, kind: str, changed: float, version: str) -> File:
    text = kind.startswith("text/") or "xml" in kind or "json" in kind or "javascript" in kind
    packed = gzip.compress(body, 6, mtime=0) if text and len(body) > 1000 else b""
    return File(body, packed, kind, f'"{version}"', changed)


def _nothing(start: StartResponse) -> Iterable[bytes]:
    start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0"), *HEADERS.items()])
    return [b""]


def _send(
    environ: dict[str, Any], start: StartResponse, file: File, keep: str, more: Iterable[tuple[str, str]] = ()
) -> Iterable[bytes]:
    packed = bool(file.packed) and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    headers = [("ETag", file.etag), ("Cache-Control", keep), ("Vary", "Accept-Encoding"), *HEADERS.items(), *more]
    if file.changed:
        headers.append(("Last-Modified", formatdate(file.changed, usegmt=True)))
    if _known(environ, file):
        start("304 Not Modified", headers)
        return [b""]
    body = file.packed if packed else file.body
    headers += [("Content-Type", file.kind), ("Content-Length", str(len(body)))]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    start("200 OK", headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _known(environ: dict[str, Any], file: File) -> bool:
    """Whether the browser has this very file (If-None-Match before If-Modified-Since, RFC 9110 13.2.2)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or file.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if not since or not file.changed:
        return False
    try:
        return int(file.changed) <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError):
        return False
