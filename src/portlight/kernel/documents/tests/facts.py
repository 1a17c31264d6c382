"""What the tests of this room share: moments, people's keys, and files that are taken."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from portlight.kernel.documents import commands
from portlight.kernel.documents.commands import Taken
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from tests import files

AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
BY = machine("test")
ANNA, DORA = UUID(int=1), UUID(int=2)
CASE, OTHER, DRAFT = "case:1", "case:2", "draft:7"
JPEG, PDF = files.picture(), files.pdf(2)
READ = {
    "zone": {
        "fields": {"surname": "DUPONT", "given_names": "ANNA MARIE", "nationality": "D", "sex": "F",
                   "birth_date": "1990-05-04", "document_number": "20FV12345", "expiry_date": "2035-01-01"},
        "checks": {"document_number": True, "birth_date": True, "composite": False},
    },
    "advice": ["glare"], "strip": b"png",
}  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def take(content: bytes = JPEG, **given: Any) -> Taken:
    told: dict[str, Any] = {"slot": "passport-page", "about": CASE, "owner": ANNA, "by": BY, "at": AT, **given}
    return commands.take(content, **told)


def as_printed(image: bytes, *, on: date) -> dict[str, Any]:
    """A reader of passports that finds the same one on every photo."""
    return READ


def refused(code: str, act: Any, *args: Any, **given: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    assert refusal.value.code == code
    return refusal.value


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}
