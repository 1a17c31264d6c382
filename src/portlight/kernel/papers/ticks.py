from __future__ import annotations

from portlight.kernel.papers.commands import seal_due
from portlight.kernel.papers.verifier import publish
from portlight.toolkit.nameplate import Tick

SEAL = Tick(name="papers.seal", every_seconds=600, run=seal_due, first_after_seconds=30)
PUBLISH = Tick(name="papers.publish", every_seconds=60, run=publish, first_after_seconds=20)
