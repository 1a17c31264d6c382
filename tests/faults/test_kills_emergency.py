"""`kill -9` of the worker while an emergency is counted, takes effect and is undone: the next one goes on at the page
that was not done, nobody is prolonged or written to twice, and nobody is left out.
"""

from __future__ import annotations

import signal
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from portlight.capabilities.permits.tests.test_effects import AT, IN_2020, declaration, ending, told_of, until
from portlight.kernel.emergencies import commands as emergencies
from portlight.kernel.emergencies import queries as declared
from portlight.kernel.emergencies.tests.given import BAO, CHEN, shown
from portlight.kernel.policies import commands as policies
from portlight.toolkit.actor import machine
from tests.cast import Cast, make
from tests.faults.test_kills_cases import run

pytestmark = pytest.mark.faults
PEOPLE = 5
_WORK = f"""
import django; django.setup()
from datetime import datetime
from portlight.kernel.emergencies.commands import advance_due, paging
paging.PAGE = 2
while advance_due(datetime.fromisoformat({AT.isoformat()!r})):
    pass
"""


@pytest.fixture
def people_here(fresh_db: object, settings: Any) -> Cast:
    settings.TIME_ZONE = "Asia/Shanghai"
    made = make()
    policies.load_tables(by=machine("tests"), at=timezone.now())
    return made


def worked(env: dict[str, str], kill_at: str) -> None:
    """A worker that is killed at the second page, and the one after it."""
    assert run(_WORK, env, kill_at=kill_at) == -signal.SIGKILL
    assert run(_WORK, env) == 0


def figures(number: int) -> dict[str, dict[str, int]]:
    found = {one.effect: dict(one.states) for one in declared.preview(number)}
    return {name: states for name, states in found.items() if states}


def test_a_worker_killed_between_pages_counts_does_and_undoes_each_once(
    people_here: Cast, child_env: dict[str, str]
) -> None:
    cases = [ending(people_here, date(2020, 2, day), f"K100000{day}") for day in range(1, PEOPLE + 1)]
    before = told_of(cases)
    number = emergencies.draft(declaration(IN_2020), by=CHEN, at=AT)
    emergencies.propose(number, by=CHEN, at=AT)
    worked(child_env, "emergencies.page-counted:2")
    assert figures(number) == {"permits.stays": {"planned": PEOPLE}, "permits.told": {"planned": PEOPLE}}
    assert {until(case)[0] for case in cases} == {None}

    emergencies.sign(number, shown(number).digest, by=BAO, at=AT)
    worked(child_env, "emergencies.page-done:2")
    assert figures(number) == {"permits.stays": {"applied": PEOPLE}, "permits.told": {"applied": PEOPLE}}
    assert {until(case)[0] for case in cases} == {date(2020, 4, 27)}
    assert told_of(cases) == [count + 1 for count in before]

    emergencies.revert(number, "An error.", by=BAO, at=AT)
    worked(child_env, "emergencies.page-done:2")
    assert figures(number) == {"permits.stays": {"undone": PEOPLE}, "permits.told": {"undone": PEOPLE}}
    assert {until(case)[0] for case in cases} == {None}
    assert told_of(cases) == [count + 2 for count in before]
