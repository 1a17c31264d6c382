"""How an event is spelt for hashing, and how seals follow one another. Values only."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

GENESIS = "0" * 16 + "." + base64.urlsafe_b64encode(hashlib.sha256(b"portlight timeline").digest()).decode().rstrip("=")


@dataclass(frozen=True)
class Entry:
    """One event as it is hashed: every column but the seal."""

    id: int
    at: datetime
    kind: str
    about: str
    by_kind: str
    by_key: str
    request_id: UUID | None
    input_hash: str
    result: str
    facts: Any


def canonical(value: Any) -> str:
    """JSON that is equal for equal values: sorted keys, no spaces. Moments, UUIDs and other values as their text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_spelt)


def _spelt(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def input_hash(given: Any) -> str:
    """The hash under which a command's input is remembered, so that a resend with other content is told apart."""
    return "" if given is None else hashlib.sha256(canonical(given).encode()).hexdigest()


def sealed_after(seal: str, entry: Entry) -> str:
    """The seal of `entry` when it follows `seal`: its place in the chain, and a hash over everything before it."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    request = "" if entry.request_id is None else entry.request_id.hex
    told = canonical(
        [
            seal, entry.id, at, entry.kind, entry.about, entry.by_kind, entry.by_key, request,
            entry.input_hash, entry.result, entry.facts,
        ]
    )  # fmt: skip
    digest = base64.urlsafe_b64encode(hashlib.sha256(told.encode()).digest()).decode().rstrip("=")
    return f"{place(seal) + 1:016d}.{digest}"


def place(seal: str) -> int:
    """The place in the chain that a seal states; 0 for the beginning and for what is no seal."""
    number = seal[:16]
    return int(number) if number.isdigit() else 0
