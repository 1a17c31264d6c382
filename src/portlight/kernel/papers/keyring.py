"""The keys that stamp papers: one file beside the ring, private, with every key there was and from when until when.

While the office has made no key of its own, a built-in one is made at the first paper; whatever it stamps is a
specimen, here and in every verifier.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from portlight.toolkit.stamps import PublicKey, SigningKey, kid_of

_kept: tuple[Path, int, tuple[_Key, ...]] | None = None


@dataclass(frozen=True)
class _Key:
    public: PublicKey
    secret: int


def place() -> Path:
    return Path(settings.PAPERS_KEYS)


def public() -> dict[bytes, PublicKey]:
    """Every key papers are checked with, by its name."""
    return {one.public.kid: one.public for one in _read()}


def current(at: datetime) -> tuple[SigningKey, PublicKey]:
    """The key that stamps at `at`: the office's newest, else the built-in one, made when there is none."""
    own = [one for one in _read() if _live(one.public, at)]
    chosen = max(own, key=lambda one: (not one.public.specimen, one.public.since), default=None)
    if chosen is None:
        chosen = _made(at, specimen=True)
    key = ec.derive_private_key(chosen.secret, ec.SECP256R1())
    return SigningKey(chosen.public.kid, key), chosen.public


def make(at: datetime) -> PublicKey:
    """A new key of the office's own, which stamps from now on; the others keep checking what they stamped."""
    return _made(at, specimen=False).public


def retire(kid: bytes, *, at: datetime, secret_is_out: bool) -> PublicKey:
    """It stamps no more. With `secret_is_out` nothing it ever stamped is believed. KeyError when there is none."""
    ending = {"until": _text(at)} | ({"revoked_at": _text(at)} if secret_is_out else {})

    def changed(keys: list[dict[str, Any]]) -> None:
        found = next((one for one in keys if one["kid"] == kid.hex()), None)
        if found is None:
            raise KeyError(kid.hex())
        found.update({name: found.get(name) or value for name, value in ending.items()})

    _change(changed)
    return public()[kid]


def as_list(keys: Mapping[bytes, PublicKey]) -> list[dict[str, Any]]:
    """The public part, as verifiers take it in: `keys_of` reads it back."""
    return [_told(key) for key in sorted(keys.values(), key=lambda key: key.since)]


def keys_of(listed: Any) -> dict[bytes, PublicKey]:
    """Keys from a list made by `as_list`. ValueError for anything else."""
    try:
        found = [_public(one) for one in listed]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no list of keys: {error}") from None
    if any(kid_of(key.key) != key.kid for key in found):
        raise ValueError("a key has another key's name")
    return {key.kid: key for key in found}


def _live(key: PublicKey, at: datetime) -> bool:
    return key.signed_at(at) and key.revoked_at is None


def _made(at: datetime, *, specimen: bool) -> _Key:
    secret = ec.generate_private_key(ec.SECP256R1())
    issuer = str(settings.OFFICE_NAME["zh-Hans"])
    key = PublicKey(kid=kid_of(secret.public_key()), key=secret.public_key(), since=at.replace(microsecond=0),
                    specimen=specimen, issuer=issuer)  # fmt: skip
    number = secret.private_numbers().private_value
    _change(lambda keys: keys.append({**_told(key), "secret": f"{number:064x}"}))
    return _Key(key, number)


def _read() -> tuple[_Key, ...]:
    global _kept
    file = place()
    try:
        changed = file.stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    if _kept is None or _kept[:2] != (file, changed):
        rows = json.loads(file.read_text(encoding="utf-8"))["keys"]
        _kept = (file, changed, tuple(_Key(_public(row), int(row["secret"], 16)) for row in rows))
    return _kept[2]


def _change(change: Callable[[list[dict[str, Any]]], None]) -> None:
    """Whole or not at all, one process at a time."""
    file = place()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(file):
        keys = json.loads(file.read_text(encoding="utf-8"))["keys"] if file.exists() else []
        change(keys)
        half = file.with_suffix(".half")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump({"keys": keys}, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        half.replace(file)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    with open(file.with_suffix(".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _told(key: PublicKey) -> dict[str, Any]:
    numbers = key.key.public_numbers()
    return {
        "kid": key.kid.hex(), "x": f"{numbers.x:064x}", "y": f"{numbers.y:064x}", "since": _text(key.since),
        "until": key.until and _text(key.until), "revoked_at": key.revoked_at and _text(key.revoked_at),
        "specimen": key.specimen, "issuer": key.issuer,
    }  # fmt: skip


def _public(row: Mapping[str, Any]) -> PublicKey:
    numbers = ec.EllipticCurvePublicNumbers(int(row["x"], 16), int(row["y"], 16), ec.SECP256R1())
    return PublicKey(
        kid=bytes.fromhex(row["kid"]), key=numbers.public_key(), since=datetime.fromisoformat(row["since"]),
        until=_maybe(row["until"]), revoked_at=_maybe(row["revoked_at"]), specimen=row["specimen"] is not False,
        issuer=str(row["issuer"]),
    )  # fmt: skip


def _maybe(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
