"""What is no longer needed is not kept (PIPL, art. 47)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from portlight.kernel.people.models import GONE, Copy, Proof, Session, Share

_PROOFS, _SESSIONS = timedelta(days=1), timedelta(days=30)
_LINKS = timedelta(days=90)  # so long she sees when a link was opened


def tidy(*, at: datetime) -> int:
    """Drops codes a day after they ran out, portal sessions and copies that are gone thirty days after, and links
    ninety days after they did; returns how many."""
    with transaction.atomic():
        links = Share.objects.filter(until__lt=at - _LINKS).delete()[0]
        links += Copy.objects.filter(state=GONE, until__lt=at - _SESSIONS).delete()[0]
        proofs = Proof.objects.filter(until__lt=at - _PROOFS).delete()[0]
        return links + proofs + Session.objects.filter(until__lt=at - _SESSIONS).delete()[0]
