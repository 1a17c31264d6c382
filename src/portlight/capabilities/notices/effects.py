"""What an emergency may set for notices."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.capabilities.notices.queries.needed import NEEDED
from portlight.kernel.emergencies.rules.declaring import Parameter

PARAMETERS = (
    Parameter(
        name=NEEDED, kind="languages", label=gettext_noop("Languages that every notice is signed in before it leaves"),
        used=gettext_noop(
            "The release of a notice, also of one that was begun before. Not a correction, and not one officer alone."
        ),
    ),
)  # fmt: skip
