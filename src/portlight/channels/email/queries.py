"""What came back, counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count

from portlight.channels.email.models import Bounce
from portlight.channels.email.rules import Kind


def came_back_full(address: int) -> list[datetime]:
    """When messages to this address came back for a reason that may pass."""
    return list(Bounce.objects.filter(address=address, kind=Kind.FULL.value).values_list("at", flat=True))


def lately(*, at: datetime) -> dict[str, int]:
    """Kind → messages of the last day."""
    rows = Bounce.objects.filter(at__gte=at - timedelta(days=1)).values("kind").annotate(count=Count("id"))
    return {row["kind"]: row["count"] for row in rows}
