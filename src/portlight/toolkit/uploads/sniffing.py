"""What a file is, by its first bytes; never by its name or by what the browser says it is."""

from __future__ import annotations

import contextlib

from portlight.toolkit.refusals import Refused
from portlight.toolkit.uploads.slots import JPEG, PDF, PNG, WEBP, Slot

# At byte 0 and nowhere else: readers that search for %PDF- further in are what files of two kinds live on.
_HEADS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
_LOOKED_AT = 64 * 1024


def kind_of(content: bytes, *, slot: Slot) -> str:
    """The kind of a file that fits `slot`, before anything of it is opened.

    Refused: documents.empty, documents.too-large, documents.kind-unknown (`found`: what it seems to be),
    documents.kind-elsewhere (a kind that another slot takes).
    """
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("documents.empty")
    if len(content) > slot.most_bytes:
        raise Refused("documents.too-large", most=_megabytes(slot.most_bytes))
    kind = _by_head(content)
    if not kind:
        raise Refused("documents.kind-unknown", found=_guess(content))
    if kind not in slot.kinds:
        raise Refused("documents.kind-elsewhere", found=kind)
    return kind


def _by_head(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return next((kind for head, kind in _HEADS if content.startswith(head)), "")


def _guess(content: bytes) -> str:
    """What a stranger seems to be, for the operator's eye only: nothing is decided by it."""
    import puremagic

    with contextlib.suppress(Exception):  # a guess at hostile bytes may break as it likes
        return str(puremagic.from_string(content[:_LOOKED_AT], mime=True))[:60]
    return ""


def _megabytes(size: int) -> int:
    return max(1, size // (1024 * 1024))
