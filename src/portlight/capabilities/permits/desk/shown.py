"""How the desk works applications: whoever handles them sees them all, for there is one hall."""

from __future__ import annotations

from collections.abc import Collection

from portlight.capabilities.permits import words
from portlight.capabilities.permits.kinds import KINDS
from portlight.toolkit.nameplate import CaseDesk

RED = ("no-slot-left", "receipt-ending")


def desks() -> tuple[CaseDesk, ...]:
    """One for each kind, with the same page."""
    return tuple(
        CaseDesk(
            kind=kind.name, may="permits.handle", queues=_all, route="permits:desk:case", steps=words.STEPS,
            flags=words.FLAGS, clocks=words.CLOCKS, red=RED,
        )
        for kind in KINDS
    )  # fmt: skip


def _all(key: str, held: Collection[str]) -> tuple[str, ...]:
    return ()
