"""Why the machine let a declaration through or sent it to an officer, and what it would do today."""

from __future__ import annotations

from datetime import datetime

from portlight.capabilities.lodging.queries.cards import FiledCard
from portlight.kernel.policies import queries as policies
from portlight.kernel.policies.queries import Retold


def why(found: FiledCard, *, at: datetime) -> tuple[Retold, ...]:
    """What the tables were asked about a declaration and what they said, the earliest first. Codes only: nothing
    personal is opened, and nothing is decided anew."""
    return policies.retold(found.case.about, at=at)
