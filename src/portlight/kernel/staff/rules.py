"""Roles of the office, and which of them one person never holds together. Values only."""

from __future__ import annotations

from collections.abc import Collection

ROLES: tuple[str, ...] = (
    "writer",  # editor of notices
    "translator",
    "reviewer",
    "approver",  # releases
    "duty",  # duty officer: may break the glass
    "window",  # window officer: takes in and decides what people bring
    "station",  # police-station officer: registrations of the own area
    "operator",  # runs the system
    "supervisor",
    "auditor",
    "security",
)
# Whoever runs the system, whoever guards it and whoever looks over both are three people (product.md, "Roles on a
# page"): together they could change the record of what they did.
APART = frozenset({"operator", "security", "auditor"})


def apart(roles: Collection[str]) -> tuple[str, ...]:
    """Those of `roles` that may not be in one person; empty when all may."""
    held = tuple(sorted(APART.intersection(roles)))
    return held if len(held) > 1 else ()
