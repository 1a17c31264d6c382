from __future__ import annotations

from portlight.kernel.documents.commands import erase_due, scan_due, sweep
from portlight.toolkit.nameplate import Tick

SCAN = Tick(name="documents.scan", every_seconds=600, run=scan_due)
ERASE = Tick(name="documents.erase", every_seconds=600, run=erase_due, first_after_seconds=60)
SWEEP = Tick(name="documents.sweep", every_seconds=3600, run=sweep, first_after_seconds=120)
