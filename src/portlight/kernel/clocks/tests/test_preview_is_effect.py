"""What is counted is what happens, whatever the city and whatever is declared; and what is reverted never was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from portlight.kernel.clocks import commands as clocks
from portlight.kernel.clocks import queries as periods
from portlight.kernel.clocks.rules import ClockRule
from portlight.kernel.emergencies import commands, queries
from portlight.kernel.emergencies.commands import paging
from portlight.kernel.emergencies.rules.prolonging import Relief
from portlight.kernel.emergencies.tests.given import AT, BAO, City, counted, run, shown, told
from portlight.toolkit.actor import machine
from portlight.toolkit.workdays import Term

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 10)
days = st.integers(0, 40).map(lambda more: FIRST + timedelta(days=more))
terms = st.builds(Term, st.integers(1, 20), st.sampled_from(["days", "working-days", "hours"])) | st.builds(
    Term, st.integers(1, 3), st.just("months")
)
reliefs = st.builds(
    lambda control, later, months, last: Relief(
        control_from=control, announced_on=control + timedelta(days=later), months=months,
        last_end_on=control + timedelta(days=last) if last else None,
    ),
    days, st.integers(0, 20), st.integers(1, 3), st.integers(0, 40),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _offices_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"


def ends() -> dict[str, Any]:
    found = {}
    page = periods.soonest(size=500)
    for card in page.rows:
        found[card.about] = (card.until, card.provisional)
    return found


@tried(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    began=st.lists(st.tuples(days, terms), max_size=12), stays=st.dictionaries(st.integers(0, 99), days, max_size=12),
    closed=st.sets(days, max_size=4), opened=st.sets(days, max_size=3), relief=st.none() | reliefs,
    decided=st.sets(st.integers(0, 99), max_size=9),
)  # fmt: skip
def test_preview_equals_effect_and_reverting_restores(
    monkeypatch: pytest.MonkeyPatch, began: Any, stays: Any, closed: Any, opened: Any, relief: Any,
    decided: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(paging, "PAGE", 3)  # every plan has several pages
    city = City(dict(stays), set(), decided).hang(monkeypatch)
    with transaction.atomic():
        for place, (day, term) in enumerate(began):
            rule = ClockRule(name="permits.decide", kind="legal", term=term, source="an article")
            since = AT.replace(year=day.year, month=day.month, day=day.day)
            clocks.start(rule, about=f"case:{place}", since=since, by=machine("test"), at=since)
        ordinary, before = ends(), dict(city.stays)
        days_told = {"clocks.closed": [str(day) for day in closed], "clocks.open": [str(day) for day in opened]}
        number = counted(told(parameters=days_told, reliefs=(relief,) if relief else ()))
        assert (ends(), city.stays) == (ordinary, before), "counting changes nothing"
        planned = {one.effect: one.rows - one.by_hand for one in queries.preview(number)}
        commands.sign(number, shown(number).digest, by=BAO, at=AT)
        run(number)
        told_then = {one.effect: one for one in queries.preview(number)}
        assert {name: one.states.get("applied", 0) for name, one in told_then.items()} == planned
        assert not any(one.late or one.states.get("skipped") for one in told_then.values())
        moved = sum(ends()[about][0] != until for about, (until, _) in ordinary.items())
        assert planned["clocks.days"] == moved + len(periods.own_days())
        assert planned["test.stays"] == sum(city.stays[stay] != ends_on for stay, ends_on in before.items())
        commands.revert(number, "a trial", by=BAO, at=AT)
        run(number)
        assert (ends(), city.stays, city.before, periods.own_days()) == (ordinary, before, set(), ())
        transaction.set_rollback(True)
