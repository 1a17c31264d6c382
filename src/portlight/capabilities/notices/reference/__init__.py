"""Reference sheets of notices: prepared sentences in nine languages, and the sample notice of the demo.

A sheet is a proposal until the office signs it (`commands.sign_prepared`); its edition dates the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portlight.toolkit.languages import CODES

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, kw_only=True)
class PreparedSheet:
    key: str
    edition: date
    severity: str
    topic: str
    slots: dict[str, str]  # name → SlotType
    texts: dict[str, tuple[str, str]]  # language → (title, body)


def sheets() -> Iterator[PreparedSheet]:
    """Every prepared notice that ships, in the order of its file names."""
    for file in sorted((HERE / "prepared").glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        yield PreparedSheet(
            key=file.stem,
            edition=content["edition"],
            severity=content["severity"],
            topic=content["topic"],
            slots=content["slots"],
            texts={code: (content[code]["title"], content[code]["body"].strip()) for code in CODES if code in content},
        )


def sample() -> list[tuple[str, bytes]]:
    """The sample notice, one file per language: the six measures in plain words."""
    return [(code, (HERE / "six-measures" / f"{code}.txt").read_bytes()) for code in CODES]
