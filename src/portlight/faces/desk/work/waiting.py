"""What waits on the today page for officers: the cases in their hands."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop

from portlight.kernel.cases import queries
from portlight.toolkit.nameplate import Waiting


def in_hand(key: str) -> list[Waiting]:
    """One query, along the index of what is held."""
    count, late = queries.in_hand(key, at=timezone.now())
    href = f"{reverse('work:desk:index')}?tab=mine"
    return [Waiting(label=gettext_noop("Cases you hold"), count=count, href=href, late=late)] if count else []
