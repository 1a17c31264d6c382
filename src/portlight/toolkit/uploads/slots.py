"""What a paper may come as, and what is left of it when it was opened and made anew. Values only."""

from __future__ import annotations

from dataclasses import dataclass

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
IMAGES = frozenset({JPEG, PNG, WEBP})
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place for one kind of paper: what may be put there, how much of it, and how long the original is kept.

    `title`: what people call it (gettext msgid). `most_bytes` of one file as it comes; `most_pixels` of a photo, and of
    each picture inside a PDF; `most_files` of one matter. The original, sealed, stays until the matter is decided, at
    most `keep_original_days`.
    """

    name: str
    title: str = ""
    kinds: frozenset[str] = frozenset({*IMAGES, PDF})
    most_bytes: int = 20 * MEGABYTE
    most_files: int = 10
    most_pixels: int = 50_000_000  # a telephone's largest photo of today
    most_pages: int = 50
    keep_original_days: int = 180

    def __post_init__(self) -> None:
        if not self.name or strange(self.kinds):
            raise ValueError(f"slot {self.name!r}: kinds must be among JPEG, PNG, WebP and PDF")

    def holds(self, kind: str) -> bool:
        """Whether a clean copy of `kind` may stand here: of a photo that is JPEG, whatever it came as."""
        return bool(self.kinds & IMAGES) if kind in IMAGES else kind in self.kinds


@dataclass(frozen=True, kw_only=True)
class Clean:
    """A paper made anew. `kind` is image/jpeg or application/pdf; of a photo width and height, of a PDF its pages."""

    content: bytes
    kind: str
    width: int = 0
    height: int = 0
    pages: int = 0


def strange(kinds: frozenset[str]) -> frozenset[str]:
    return kinds - IMAGES - {PDF}
