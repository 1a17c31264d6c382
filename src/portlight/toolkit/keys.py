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


class NoKeys(Exception):
    """The folder has no ring. A database that exists must never meet a new ring: its values would be lost."""


@dataclass
class Ring:
    folder: Path
    _loaded: dict[str, object] | None = field(default=None, repr=False)

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

    def _ring(self) -> dict[str, object]:
        if self._loaded is None:
            if not self.exists:
                raise NoKeys(f"no keys in {self.folder}")
            self._loaded = json.loads(self.file.read_text(encoding="ascii"))
        return self._loaded

    @property
    def signing(self) -> str:
        """Django's SECRET_KEY; while there is no ring yet, one for this process only (`doctor`, `--help`)."""
        return str(self._ring()["signing"]) if self.exists else _unkept

    @property
    def current(self) -> int:
        return int(str(self._ring()["current"]))

    def sealing(self, number: int) -> bytes:
        """The sealing key of that number. KeyError when the ring does not hold it."""
        keys = self._ring()["sealing"]
        assert isinstance(keys, dict)  # noqa: S101
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
