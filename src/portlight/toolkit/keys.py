"""The key ring: which keys seal personal data, which make blind indexes, which sign. Files of mode 0600, made once.

A ring is a folder with `ring.json`: `{"sealing": {"1": <32 bytes, base64>, …}, "current": 1, "index": …, …}`.
Every sealed value carries the number of its key in front, so that keys can be added and old values still open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

_MOST = 255  # numbers of sealing keys


class NoKeys(Exception):
    """The folder has no ring. A database that exists must never meet a new ring: its values would be lost."""


@dataclass
class Ring:
    folder: Path
    _loaded: dict[str, object] | None = field(default=None, repr=False)
    _read_at: int = field(default=0, repr=False)  # the file's own time when it was read

    @classmethod
    def at(cls, folder: Path) -> Ring:
        return cls(folder)

    @property
    def file(self) -> Path:
        return self.folder / "ring.json"

    @property
    def exists(self) -> bool:
        return self.file.exists()

    def make(self) -> None:
        """Make a new ring; never over an old one (FileExistsError)."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = {
            "sealing": {"1": _random()},
            "current": 1,
            "index": _random(),
            "signing": secrets.token_urlsafe(48),
            "links": _random(),
        }
        handle = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            json.dump(fresh, out)

    def add(self) -> int:
        """Put another sealing key into the ring and make it the current one; returns its number.

        Processes that run see it at once; what was sealed before still opens.
        """
        ring = self._fresh()
        keys = dict(cast("dict[str, str]", ring["sealing"]))
        number = max(map(int, keys)) + 1
        if number > _MOST:
            raise ValueError("a sealed value has one byte for the number of its key")
        self._write({**ring, "sealing": {**keys, str(number): _random()}, "current": number})
        return number

    def drop(self, number: int) -> None:
        """Take a key out of the ring: whatever it sealed is lost. ValueError for the current one, KeyError for none."""
        ring = self._fresh()
        keys = dict(cast("dict[str, str]", ring["sealing"]))
        if number == ring["current"]:
            raise ValueError("the current key")
        del keys[str(number)]
        self._write({**ring, "sealing": keys})

    def _write(self, ring: dict[str, object]) -> None:
        """Whole or not at all, and on the disk before anything is sealed with it."""
        half = self.file.with_suffix(".half")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            json.dump(ring, out)
            out.flush()
            os.fsync(out.fileno())
        half.replace(self.file)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        self._fresh()

    def _fresh(self) -> dict[str, object]:
        self._loaded = None
        return self._ring()

    def _ring(self) -> dict[str, object]:
        if self._loaded is None:
            if not self.exists:
                raise NoKeys(f"no keys in {self.folder}")
            self._read_at = self.file.stat().st_mtime_ns
            self._loaded = json.loads(self.file.read_text(encoding="ascii"))
        return self._loaded

    @property
    def signing(self) -> str:
        """Django's SECRET_KEY; while there is no ring yet, one for this process only (`doctor`, `--help`)."""
        return str(self._ring()["signing"]) if self.exists else _unkept

    @property
    def current(self) -> int:
        """The number of the key that seals; another process may have made another one current a moment ago."""
        if self._loaded is not None and self.exists and self.file.stat().st_mtime_ns != self._read_at:
            self._loaded = None
        return int(str(self._ring()["current"]))

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(map(int, cast("dict[str, str]", self._fresh()["sealing"]))))

    def sealing(self, number: int) -> bytes:
        """The sealing key of that number. KeyError when the ring does not hold it."""
        keys = cast("dict[str, str]", self._ring()["sealing"])
        if str(number) not in keys:
            keys = cast("dict[str, str]", self._fresh()["sealing"])
        return base64.b64decode(keys[str(number)])

    @cached_property
    def index(self) -> bytes:
        return base64.b64decode(str(self._ring()["index"]))

    @cached_property
    def links(self) -> bytes:
        """Signs one-click links and return paths; outlives the messages that carry them."""
        return base64.b64decode(str(self._ring()["links"]))

    @property
    def fingerprint(self) -> str:
        """Names this ring without telling it: kept in the database, so that a strange ring is refused."""
        return hmac.new(self.index, b"portlight ring", hashlib.sha256).hexdigest()[:16]


_unkept = secrets.token_urlsafe(48)


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
