from __future__ import annotations

from portlight.kernel.emergencies.commands import advance_due
from portlight.toolkit.nameplate import Tick

PAGES = Tick(name="emergencies", every_seconds=1.0, run=advance_due)
