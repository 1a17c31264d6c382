"""What a person has typed, kept on the server while she changes the language: unvalidated, and unreadable to us.

The key is in the address of the page she comes back to. The table holds its hash and the sealed text, so that who reads
the table reads nothing (AES-256-GCM under a key made from the draft's own key).
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
_OURS = frozenset({"csrfmiddlewaretoken", "_language"})


def _name(key: str) -> str:
    return f"draft:{hashlib.sha256(b'name' + key.encode()).hexdigest()}"


def _cipher(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(b"seal" + key.encode()).digest())


def keep(typed: QueryDict) -> str:
    """Keeps what was typed for an hour; returns the key, or "" when it is too much to keep."""
    state = {name: values for name, values in typed.lists() if name not in _OURS}
    text = json.dumps(state).encode()
    if len(text) > MOST_BYTES:
        return ""
    key, nonce = secrets.token_urlsafe(24), secrets.token_bytes(12)
    cache.set(_name(key), nonce + _cipher(key).encrypt(nonce, text, None), KEPT_SECONDS)
    return key


def kept(key: str) -> QueryDict | None:
    """What was typed, as it was; None when the key is unknown or its hour is over."""
    stored = cache.get(_name(key)) if key else None
    if not isinstance(stored, bytes):
        return None
    try:
        state = json.loads(_cipher(key).decrypt(stored[:12], stored[12:], None))
    except InvalidTag:
        return None
    typed = QueryDict(mutable=True)
    for name, values in state.items():
        typed.setlist(name, values)
    return typed


def take(key: str) -> QueryDict | None:
    """What was kept, for the last time: what proves something is good once."""
    found = kept(key)
    return found if found is not None and cache.delete(_name(key)) else None


def typed_before(request: HttpRequest) -> QueryDict | None:
    """The draft this page was opened with (`?draft=…`)."""
    return kept(request.GET.get("draft", ""))
