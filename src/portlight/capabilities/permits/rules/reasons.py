"""The codes of what may be asked for, and of why something is refused or not accepted; their words stand in `words`."""

from __future__ import annotations

from portlight.capabilities.permits.rules.matters import MATTERS

ASKABLE = (
    *dict.fromkeys(paper for matter in MATTERS.values() for paper in matter.papers),
    "passport-original", "clearer-photo", "interview", "explanation",
)  # fmt: skip
# LAW 31 and REG 21 name the reasons; an office does not make its own.
REFUSED_FOR = ("papers-missing", "untrue", "breach", "visa-kind", "unsuited")
NOT_ACCEPTED_FOR = ("elsewhere", "not-needed", "not-entitled", "not-completed")
