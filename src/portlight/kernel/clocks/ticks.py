from __future__ import annotations

from portlight.kernel.clocks.commands import lapse_due
from portlight.toolkit.nameplate import Tick

LAPSE = Tick(name="lapse", every_seconds=1.0, run=lapse_due)
