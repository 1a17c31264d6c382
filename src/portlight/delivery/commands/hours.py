"""The office's quiet hours."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from portlight.delivery import quiet, rules
from portlight.delivery.models import Quiet
from portlight.kernel.timeline import commands as timeline
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused


def keep_quiet(*, severity: str, begins: time, ends: time, by: Actor, at: datetime) -> None:
    """Messages of that severity wake nobody between `begins` and `ends` on the office's wall clock; equal: no quiet.

    Held back, not lost; what runs out meanwhile expires. Refused("delivery.never-quiet") for an emergency.
    """
    if severity not in rules.QUIET_FROM:
        raise Refused("delivery.never-quiet", severity=severity)
    with transaction.atomic():
        Quiet.objects.update_or_create(severity=severity, defaults={"begins": begins, "ends": ends})
        timeline.record(
            "delivery.quiet-hours-set", about="office:quiet-hours", by=by, at=at,
            facts={"severity": severity, "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"},
        )  # fmt: skip
    quiet.forget()
