"""The table that the tests of this room write, and who writes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from portlight.kernel.policies import commands
from portlight.toolkit.actor import staff

AT = datetime(2026, 11, 25, 2, tzinfo=UTC)
CHEN, BAO = staff(UUID(int=1)), staff(UUID(int=2))


def told(limit: int = 30, **more: Any) -> dict[str, Any]:
    """Who is before `limit` days goes through."""
    return {
        "name": "queue_first", "purpose": "queue", "title": "Who is seen first", "refer": ["refer"],
        "inputs": [{"field": "days", "type": "number", "whole": True, "least": 0}],
        "outputs": [{"field": "out", "type": "code", "codes": ["first", "later", "refer"]}],
        "rules": [
            {"days": f"<= {limit}", "out": '"first"', "_source": "house rule"}, {"days": "<= 1000", "out": '"later"'},
            {"out": '"refer"'},
        ],
        "cases": [{"title": "the last day", "facts": {"days": limit}, "expect": {"out": "first"}}],
        **more,
    }  # fmt: skip


def published(limit: int = 30, *, since: datetime = AT, at: datetime = AT) -> int:
    number = commands.draft(told(limit), by=CHEN, at=at)
    commands.propose("queue_first", number, since=since, by=CHEN, at=at)
    commands.publish("queue_first", number, by=BAO, at=at)
    return number
