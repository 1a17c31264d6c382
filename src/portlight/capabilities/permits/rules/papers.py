"""Which paper of an application a slot holds. Values only."""

from __future__ import annotations

_SLOT = "permits."
# What institutions hand in by the hundred lies in the slots that every room shares.
_SHARED = {"passport-page": "passport", "visa-page": "passport"}


def slot_of(code: str) -> str:
    """Where the pieces of a paper lie."""
    return _SLOT + code


def code_of(slot: str) -> str:
    """Code of the paper, as `words.ASKABLE` knows it, whatever slot it was put into."""
    return _SHARED.get(slot, slot.removeprefix(_SLOT))
