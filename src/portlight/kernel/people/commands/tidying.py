"""What is no longer needed is not kept (PIPL, art. 47)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from portlight.kernel.people.models import Proof, Session

_PROOFS, _SESSIONS = timedelta(days=1), timedelta(days=30)


def tidy(*, at: datetime) -> int:
    """Drops codes a day after they ran out and portal sessions thirty days after they did; returns how many."""
    with transaction.atomic():
        proofs = Proof.objects.filter(until__lt=at - _PROOFS).delete()[0]
        return proofs + Session.objects.filter(until__lt=at - _SESSIONS).delete()[0]
