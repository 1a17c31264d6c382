from __future__ import annotations

from datetime import datetime

from portlight.kernel.places.queries import districts
from portlight.toolkit.nameplate import Check, Finding


def loaded(at: datetime) -> Finding:
    found = len(districts())
    if found:
        return Finding(state="ok", said=f"{found} districts are loaded.")
    return Finding(state="fail", said="No district is loaded.", remedy="portlight prepare")


CHECKS = (Check(name="reference data", run=loaded),)
