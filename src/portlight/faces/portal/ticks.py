from __future__ import annotations

from portlight.faces import appointing
from portlight.toolkit.nameplate import Tick

TICKS = (
    Tick(name="remind-of-appointments", every_seconds=600, run=appointing.remind, first_after_seconds=60),
    Tick(name="tell-held-places", every_seconds=60, run=appointing.tell_held),
)
