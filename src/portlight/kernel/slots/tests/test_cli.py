"""The console books and lists, and names nobody."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.utils import timezone

from portlight.kernel.slots.cli import slots
from portlight.kernel.slots.tests.given import ANNA, AT, HALL, NINE, SERVICE, opened, wait
from portlight.kernel.slots.tests.given import a_service as a_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def told(*arguments: str) -> Any:
    done = CliRunner().invoke(slots, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_free_times_are_booked_listed_and_cancelled() -> None:
    opened(capacity=3)
    assert told("free", SERVICE, HALL)["free"][0]["free"] == 12
    same = str(uuid4())
    made = [
        told("book", SERVICE, HALL, "2026-11-26T09:00", "--person", str(ANNA), "--people", "2", "--request", same)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert told("free", SERVICE, HALL, "--day", "2026-11-26")["free"][0]["free"] == 1
    wait(UUID(int=5))
    listed = told("list", HALL, "--day", f"{NINE:%Y-%m-%d}")
    assert [one["number"] for one in listed["booked"]] == [made[0]["number"]]
    assert len(listed["waiting"]) == 1
    assert str(ANNA) not in json.dumps(listed)
    assert told("cancel", made[0]["number"], "--reason", "closed")["state"] == "cancelled"
    assert told("list", HALL, "--day", f"{NINE + timedelta(days=0):%Y-%m-%d}")["booked"] == []


def test_plain_words_without_json() -> None:
    opened()
    said = CliRunner().invoke(slots, ["list", HALL, "--day", "2026-11-26"])
    assert said.output == "0 booked on 2026-11-26, 0 waiting\n"
    assert CliRunner().invoke(slots, ["free", SERVICE, HALL]).output.startswith("2026-11-25 8\n2026-11-26 8")
