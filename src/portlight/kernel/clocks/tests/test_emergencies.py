"""What an emergency does to periods: its days, the ends they move, and everything back where it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portlight.kernel.clocks import commands as clocks
from portlight.kernel.clocks import queries as periods
from portlight.kernel.clocks.rules import ClockRule
from portlight.kernel.emergencies import commands, queries
from portlight.kernel.emergencies.tests.given import AT, BAO, CHEN, DAY, DORA, counted, run, shown, signed, states, told
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import Term
from tests.together import at_once

SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOSED = {"clocks.closed": ["2026-11-30"]}
DECIDE = ClockRule(name="permits.decide", kind="legal", term=Term(7, "working-days"), source="REG 2013, art. 13")


@pytest.fixture(autouse=True)
def _offices_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"


def begun(about: str = "case:1") -> int:
    return clocks.start(DECIDE, about=about, since=AT, by=machine("test"), at=AT)


def last_day(about: str = "case:1") -> date:
    (card,) = periods.running(about)
    return (card.until - timedelta(seconds=1)).astimezone(SHANGHAI).date()


@pytest.mark.django_db
def test_what_is_signed_before_it_begins_waits_for_its_beginning() -> None:
    begun()
    number = signed(told(since=AT + DAY, parameters=CLOSED))
    assert queries.current(AT) is None
    assert commands.advance_due(AT) == 0
    assert last_day() == date(2026, 12, 4)
    assert commands.advance_due(AT + DAY) == 2
    assert queries.current(AT + DAY) is not None
    assert last_day() == date(2026, 12, 7)
    assert states(number, "clocks.days") == {"applied": 2}


def of_days(number: int) -> queries.Counted:
    """What was counted of days and periods; other rooms count their own."""
    return next(one for one in queries.preview(number) if one.effect == "clocks.days")


@pytest.mark.django_db
def test_the_plan_is_counted_applied_and_reverted() -> None:
    begun()
    begun("case:2")
    number = counted(told(parameters=CLOSED))
    days = of_days(number)
    assert (days.rows, days.states) == (3, {"planned": 3})
    assert last_day() == date(2026, 12, 4), "counting changes nothing"
    commands.sign(number, shown(number).digest, by=BAO, at=AT)
    run(number)
    days = of_days(number)
    assert (days.states, days.late) == ({"applied": 3}, 0)
    assert {last_day(), last_day("case:2")} == {date(2026, 12, 7)}
    begun("case:3")
    assert last_day("case:3") == date(2026, 12, 7), "what begins now counts by the new days"
    commands.revert(number, "the storm went by", by=CHEN, at=AT)
    assert queries.current(AT) is None
    run(number)
    assert {last_day(f"case:{one}") for one in (1, 2, 3)} == {date(2026, 12, 4)}
    assert periods.own_days() == ()
    assert states(number, "clocks.days") == {"undone": 3}
    assert [event.kind for event in reversed(told_about(f"emergency:{number}").rows)] == [
        f"emergencies.{deed}"
        for deed in ("drafted", "proposed", "counted", "signed", "applied", "reverted", "undone", "destroyed")
    ]


@pytest.mark.django_db
def test_who_saw_other_figures_signs_nothing() -> None:
    begun()
    number = counted(told(parameters=CLOSED))
    before = shown(number).digest
    begun("case:2")
    with pytest.raises(Refused, match="plan-changed") as error:
        commands.sign(number, before, by=BAO, at=AT)
    assert error.value.facts == {"rows": 1}
    commands.propose(number, by=CHEN, at=AT)
    run(number)
    with pytest.raises(Refused, match="plan-changed"):
        commands.sign(number, before, by=BAO, at=AT)
    commands.sign(number, shown(number).digest, by=BAO, at=AT)


@pytest.mark.django_db
def test_what_changed_after_the_signature_is_left_alone_and_what_came_late_follows() -> None:
    for one in range(3):
        begun(f"case:{one}")
    number = signed(told(parameters=CLOSED))
    clocks.stop(DECIDE, about="case:0", by=machine("test"), at=AT)
    begun("case:9")
    run(number)
    days = of_days(number)
    assert (days.states, days.late) == ({"applied": 3, "skipped": 1}, 1)
    assert last_day("case:9") == date(2026, 12, 7)


def test_two_that_sign_at_once_sign_once_and_two_workers_apply_once(fresh_db: Any) -> None:
    for one in range(3):
        begun(f"case:{one}")
    number = counted(told(parameters=CLOSED))
    digest = shown(number).digest
    found = at_once(*[lambda by=by: commands.sign(number, digest, by=by, at=AT) for by in (BAO, DORA)])  # type: ignore[misc]
    assert sorted(type(one).__name__ for one in found) == ["NoneType", "Refused"]
    at_once(*[lambda: run(number)] * 2)
    run(number)
    assert states(number, "clocks.days") == {"applied": 4}
    assert [event.kind for event in told_about("case:1").rows] == ["clocks.reckoned", "clocks.started"]
