"""A paper as the tests hand it out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portlight.kernel.papers import commands, specimen
from portlight.kernel.papers.commands import Issued
from portlight.toolkit.actor import machine

BY = machine("test")
AT = datetime.fromisoformat("2026-02-10T09:30:00+08:00")
HOLDER = UUID("6f3f9d0a-52a1-4a54-9d0a-0d6f5a4f4b1e")
ABOUT = "case:1"
KIND, FACTS = specimen.KIND, specimen.FACTS


def issue(**other: Any) -> Issued:
    given: dict[str, Any] = {
        "about": ABOUT, "holder": HOLDER, "facts": FACTS, "language": "fr", "valid_from": AT,
        "valid_until": AT + timedelta(days=30), "by": BY, "at": AT, **other,
    }  # fmt: skip
    return commands.issue(given.pop("kind", KIND), **given)
