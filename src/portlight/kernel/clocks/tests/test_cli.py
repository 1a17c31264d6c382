"""`portlight clocks`, as somebody at a console meets it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner

from portlight.kernel.clocks import commands
from portlight.kernel.clocks.cli import clocks
from portlight.kernel.clocks.rules import ClockRule
from portlight.toolkit.actor import machine
from portlight.toolkit.workdays import Term

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 2, tzinfo=UTC)
RULE = ClockRule(name="permits.decide", kind="legal", term=Term(7, "working-days"), source="REG 2013, art. 13")


def said(*words: str) -> str:
    done = CliRunner().invoke(clocks, words)
    assert done.exit_code == 0, done.output
    return done.output


def listed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said("list", "--json"))
    return found


def test_an_empty_office_lists_nothing_and_says_which_years_are_published() -> None:
    assert listed() == {"published": {"first": "2004-01-01", "last": "2026-12-31"}, "own_days": [], "clocks": []}


def test_what_runs_is_listed_and_moves_with_a_day_of_the_offices_own() -> None:
    number = commands.start(RULE, about="case:1", since=AT, by=machine("test"), at=AT)
    (before,) = listed()["clocks"]
    assert (before["number"], before["about"], before["unit"], before["state"]) == (
        number, "case:1", "working-days", "running",
    )  # fmt: skip
    assert "periods moved: 1" in said("day", "2026-11-26", "off", "--why", "the hall is closed")
    found = listed()
    assert found["own_days"] == [{"day": "2026-11-26", "works": False, "why": "the hall is closed"}]
    assert found["clocks"][0]["until"] > before["until"]
    assert "permits.decide" in said("list")
    assert CliRunner().invoke(clocks, ["day", "2026-11-26", "off", "--why", " "]).exit_code != 0
