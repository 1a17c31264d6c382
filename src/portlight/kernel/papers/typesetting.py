"""From prepared texts to a PDF: typst with one compiler a process, and fonts asked before, not after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from portlight.toolkit import glyphs
from portlight.toolkit.refusals import Refused

if TYPE_CHECKING:
    import typst

INSTALL = "apt install fonts-noto-core fonts-noto-cjk"
# Latin and Cyrillic have the same family; Chinese, Japanese and Korean draw the same character differently.
FAMILIES: Mapping[str, str] = {
    "zh-Hans": "Noto Sans CJK SC", "ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR", "ar": "Noto Sans Arabic",
}  # fmt: skip
COMMON = "Noto Sans"
_TAGS: Mapping[str, tuple[str, str | None]] = {"zh-Hans": ("zh", "CN"), "ja": ("ja", "JP"), "ko": ("ko", "KR")}
_UNSEEN = frozenset(map(ord, "\n\t\u200b\u2066\u2067\u2068\u2069\u200e\u200f"))  # shaping needs them, a font does not
_TEMPLATES = Path(__file__).with_name("typeset")
_alone = Lock()  # one compiler serves one thread at a time


@dataclass(frozen=True)
class _Face:
    path: str
    index: int


def family(language: str) -> str:
    """The family whose letters a reader of `language` takes for her own."""
    return FAMILIES.get(language, COMMON)


def chain(language: str) -> list[str]:
    """The family of the language, then where a name in another script is looked for."""
    first = [family(language), COMMON] if language in FAMILIES else [COMMON]
    return list(dict.fromkeys([*first, FAMILIES["zh-Hans"], FAMILIES["ar"]]))


def missing(language: str) -> str | None:
    """The family that is not installed, of the two a paper in this language cannot do without."""
    return next((one for one in (family(language), COMMON) if one not in _faces()), None)


def tag(language: str) -> tuple[str, str | None]:
    """Language and region as the typesetter wants them."""
    return _TAGS.get(language, (language, None))


def compile_pdf(template: str, paper: Mapping[str, Any], *, languages: tuple[str, ...], at: datetime) -> bytes:
    """The PDF (1.7) of `paper` by `typeset/<template>.typ`; equal input gives equal bytes.

    Refused: papers.no-font, papers.no-letter.
    """
    for language in languages:
        lacking = missing(language)
        if lacking:
            raise Refused("papers.no-font", language=language, font=lacking, install=INSTALL)
    _all_letters(paper, languages)
    with _alone:
        inputs, moment = {"paper": json.dumps(paper)}, at.replace(microsecond=0)
        made = _compiler(template).compile(sys_inputs=inputs, format="pdf", timestamp=moment)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _all_letters(paper: Mapping[str, Any], languages: tuple[str, ...]) -> None:
    """Whether every letter has a glyph in some family of each language's chain."""
    asked = set(map(ord, set().union(*_texts(paper)))) - _UNSEEN
    lacking = {point for language in languages for point in asked - _letters(language)}
    if lacking:
        raise Refused("papers.no-letter", letters="".join(map(chr, sorted(lacking))), install=INSTALL)


@cache
def _letters(language: str) -> frozenset[int]:
    """The code points a paper in this language has glyphs for."""
    known = _faces()
    there = [known[name] for name in chain(language) if name in known]
    return frozenset[int]().union(*(glyphs.covered(face.path, face.index) for face in there))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return [text for one in inner for text in _texts(one)]


@cache
def _faces() -> dict[str, _Face]:
    """The regular face of every family that is installed."""
    import typst  # megabytes of every process that never prints

    known: dict[str, _Face] = {}
    for font in typst.Fonts().fonts():
        if font.path and font.style == "normal" and (font.weight == 400 or font.family not in known):
            known[font.family] = _Face(str(font.path), font.index)
    return known


@cache
def _compiler(template: str) -> typst.Compiler:
    import typst

    # By its path: given as bytes, the template is gone at the second paper (typst-py 0.15.2). It reads nothing but
    # what stands in its own folder.
    return typst.Compiler(str(_TEMPLATES / f"{template}.typ"), root=str(_TEMPLATES))
