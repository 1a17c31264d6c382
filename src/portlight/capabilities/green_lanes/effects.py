"""What an emergency may set for green lanes. What is booked stands."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.capabilities.green_lanes.queries.agreements import QUOTA
from portlight.kernel.emergencies.rules.declaring import Parameter

PARAMETERS = (
    Parameter(
        name=QUOTA, kind="number", most=200,
        label=gettext_noop("Times of institutions in the green lane, in per cent of the agreed number"),
        used=gettext_noop("The number a day and a week, for days while it lasts. What is booked stands."),
    ),
)  # fmt: skip
