"""Programs of institutions, as tests admit them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portlight.kernel.clients import commands
from portlight.kernel.clients.commands import Issued
from portlight.toolkit.actor import Actor, staff

OFFICER = staff(UUID(int=7))


def admitted(institution: str, *scopes: str, at: datetime, by: Actor = OFFICER, **more: Any) -> Issued:
    """A program of this institution with a key for a month, unless said otherwise."""
    told = {"program": "Housing office", "contact": "it@university.example", "language": "de",
            "until": at + timedelta(days=30), **more}  # fmt: skip
    return commands.admit(institution=institution, scopes=scopes, by=by, at=at, **told)
