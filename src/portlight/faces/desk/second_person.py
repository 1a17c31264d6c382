"""What waits on the today page for those who sign: emergencies of others, and those whose last day is past."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from portlight.kernel.emergencies import queries
from portlight.kernel.staff import queries as staff
from portlight.toolkit.nameplate import Waiting


def waiting(key: str) -> list[Waiting]:
    """One query where there is none."""
    cards, at = queries.open_ones(), timezone.now()
    to_sign, to_end = sum(card.to_sign(key) for card in cards), sum(card.to_end(at) for card in cards)
    if not (to_sign or to_end) or not staff.may(key, "emergencies.sign"):
        return []
    href = reverse("emergencies:desk:index")
    return [
        Waiting(label=gettext_noop("Emergencies to sign"), count=to_sign, href=href),
        Waiting(label=gettext_noop("Emergencies to end: their last day is past"), count=to_end, href=href, late=to_end),
    ]
