"""What a person has typed, kept on the server: unvalidated, and unreadable to us.

Each draft is kept for one use and opens for no other: anybody may post anything to a page and change its language, so
what is kept then must never be taken for what a page has said itself, as whose code was proved. The key is in the
address of the page she comes back to. The table holds its hash and the sealed text, so that who reads the table reads
nothing (AES-256-GCM under a key made from the draft's own key).
"""

from __future__ import annotations

import hashlib
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache import cache
from django.http import HttpRequest, QueryDict

KEPT_SECONDS = 3600
MOST_BYTES = 200_000  # of one form, as typed
_OURS = frozenset({"csrfmiddlewaretoken", "_language", "_map"})


PAGE = "page"  # as typed, while the language changes


def _name(key: str, use: str) -> str:
    return f"draft:{hashlib.sha256(f'name:{use}:{key}'.encode()).hexdigest()}"


def _cipher(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(b"seal" + key.encode()).digest())


def keep(typed: QueryDict, *, use: str) -> str:
    """Keeps what was typed for an hour; returns the key, or "" when it is too much to keep."""
    state = {name: values for name, values in typed.lists() if name not in _OURS}
    text = json.dumps(state).encode()
    if len(text) > MOST_BYTES:
        return ""
    key, nonce = secrets.token_urlsafe(24), secrets.token_bytes(12)
    cache.set(_name(key, use), nonce + _cipher(key).encrypt(nonce, text, use.encode()), KEPT_SECONDS)
    return key


def kept(key: str, *, use: str) -> QueryDict | None:
    """What was kept for this use, as it was; None when the key is unknown, of another use, or its hour is over."""
    stored = cache.get(_name(key, use)) if key else None
    if not isinstance(stored, bytes):
        return None
    try:
        state = json.loads(_cipher(key).decrypt(stored[:12], stored[12:], use.encode()))
    except InvalidTag:
        return None
    typed = QueryDict(mutable=True)
    for name, values in state.items():
        typed.setlist(name, values)
    return typed


def take(key: str, *, use: str) -> QueryDict | None:
    """What was kept, for the last time: what proves something is good once."""
    found = kept(key, use=use)
    return found if found is not None and cache.delete(_name(key, use)) else None


def typed_before(request: HttpRequest) -> QueryDict | None:
    """The draft this page was opened with (`?draft=…`)."""
    return kept(request.GET.get("draft", ""), use=PAGE)
