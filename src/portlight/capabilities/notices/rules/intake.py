"""Texts that come as files: one file a language, its first line the title.

Refusals raised here: notices.import-language, notices.import-twice, notices.import-encoding, notices.import-empty,
notices.import-nothing, and those of the wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portlight.capabilities.notices.rules.signoff import check_wording, tidy
from portlight.toolkit.languages import CODES, SOURCE
from portlight.toolkit.refusals import Refused


def read_texts(files: Iterable[tuple[str, bytes]]) -> dict[str, tuple[str, str]]:
    """language → (title, body), every file sound or none taken."""
    texts: dict[str, tuple[str, str]] = {}
    for language, content in files:
        if language not in CODES:
            raise Refused("notices.import-language", language=language, known=", ".join(CODES))
        if language in texts:
            raise Refused("notices.import-twice", language=language)
        texts[language] = _read(language, content)
    if not texts:
        raise Refused("notices.import-nothing")
    return texts


def source_of(texts: Mapping[str, object]) -> str:
    """The text that prevails: Chinese where there is one, else English, else the first that came."""
    return next((code for code in (SOURCE, "en") if code in texts), next(iter(texts)))


def _read(language: str, content: bytes) -> tuple[str, str]:
    try:
        text = tidy(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("notices.import-encoding", language=language, position=error.start) from None
    if not text:
        raise Refused("notices.import-empty", language=language)
    title, _, body = text.partition("\n")
    check_wording(title.strip(), body.strip())
    return title.strip(), body.strip()
