"""Whose applications an officer sees: whoever handles them handles all; there is one hall."""

from __future__ import annotations

from collections.abc import Collection


def worklists(key: str, held: Collection[str]) -> tuple[str, ...] | None:
    """The queues of this account among those of the desk's worklists; empty: all."""
    return ()
