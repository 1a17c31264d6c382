"""The texts that came with the product, as proposals: an office submits, words anew and approves them itself.

`texts-<edition>.toml`, one table per language, one line per purpose. `{code}`, `{token}` and `{number}` are slots; the
addresses {seen} and {verify} are filled in once, from this office's site: providers allow no address as a parameter.
A line that ends in `-common` is without a personal link, for providers whose templates are the same for everybody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portlight.channels.sms.rules import PURPOSES
from portlight.delivery import links
from portlight.toolkit.languages import CODES

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class Wording:
    purpose: str
    language: str
    text: str
    edition: date | None


def wordings(*, personal: bool) -> Iterator[Wording]:
    """One text per purpose and language, of the newest edition; with the reader's own link when `personal`."""
    newest = max(HERE.glob("texts-*.toml"))
    content = tomllib.loads(newest.read_text(encoding="utf-8"))
    for language in CODES:
        lines = content[language]
        for purpose in PURPOSES:
            line = lines[purpose] if personal and purpose in lines else lines[f"{purpose}-common"]
            text = line.replace("{seen}", links.short_seen("{token}")).replace("{verify}", links.short_verify())
            yield Wording(purpose=purpose, language=language, text=text, edition=content["edition"])
