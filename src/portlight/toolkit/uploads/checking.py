"""The one question asked of every file: may it be put there, and what is it when it was made anew?"""

from __future__ import annotations

from portlight.toolkit.uploads.slots import PDF, Clean, Slot
from portlight.toolkit.uploads.sniffing import kind_of


def taken_from(content: bytes, *, slot: Slot) -> Clean:
    """`content` made anew for `slot`, in this process. `apart.taken_from` does it in one with limits of its own.

    Refused: documents.empty, documents.too-large, documents.kind-unknown, documents.kind-elsewhere,
    documents.too-many-pixels, documents.animated, documents.encrypted, documents.form-unprinted,
    documents.too-many-pages, documents.broken.
    """
    kind = kind_of(content, slot=slot)
    if kind == PDF:
        from portlight.toolkit.uploads import pdfs

        return pdfs.clean(content, slot=slot)
    from portlight.toolkit.uploads import images

    return images.clean(content, kind, slot=slot)
