"""An institution's drafts become applications: each once, by the law's grounds; what cannot be filed says why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portlight.capabilities.green_lanes import queries as lists
from portlight.capabilities.green_lanes.tests.given import TODAY, agreed, drafted, ending, person, rows, run, text
from portlight.capabilities.permits import queries as permits
from portlight.journeys.roster_batch import commands, queries
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"


def asked(cast: Cast, batch: UUID, **more: Any) -> None:
    commands.file_list(batch, language="de", contact=cast.dora.address, by=cast.dora.actor, at=AT, **more)


def test_thirty_people_are_thirty_cases_and_no_more_however_often(cast: Cast) -> None:
    organisation = agreed(cast)
    found = drafted(text(*(ending(number) for number in range(30))), organisation, cast.dora.actor)
    for _ in range(3):
        asked(cast, found.number)
        run()
    filed = permits.filed_by(cast.dora.key, size=100).rows
    assert len(filed) == 30
    assert {one.case.filed_as for one in filed} == {"institution"}
    assert {one.matter for one in filed} == {"residence-extension"}
    assert all(one.slip for one in filed)
    assert [one.state for one in rows(found, cast.dora.actor)] == ["filed"] * 30
    assert lists.drafts_of(found.number) == ()


def test_the_ground_of_the_law_goes_along(cast: Cast) -> None:
    organisation = agreed(cast)
    sheet = text(ending(1), ending(2, date_of_birth="1950-01-01"), ending(3, ground="good record"))
    found = drafted(sheet, organisation, cast.dora.actor)
    assert [one.ground for one in lists.drafts_of(found.number)] == ["costs-guaranteed", "sixty", "good-record"]
    asked(cast, found.number)
    run()
    told = [
        permits.opened(one, by=cast.chen.actor, why="check", at=AT).applied
        for one in permits.filed_by(cast.dora.key).rows
    ]
    assert {one.agent_ground for one in told} == {"costs-guaranteed", "sixty", "good-record"}
    (named,) = {one.purpose for one in told}
    assert named == f"{found.organisation.zh} · {found.organisation.en}", "an officer reads whose list it was"


def test_a_first_residence_permit_is_left_to_the_person(cast: Cast) -> None:
    organisation = agreed(cast)
    entered = (TODAY - timedelta(days=5)).isoformat()
    sheet = text(person(1, visa_type="X1", entry_date=entered, may_stay_until=(TODAY + timedelta(days=25)).isoformat()))
    found = drafted(sheet, organisation, cast.dora.actor)
    (line,) = _shown(cast, found.number)
    assert (line.draft.right, line.ready) == ("come", False)
    asked(cast, found.number)
    run()
    assert permits.filed_by(cast.dora.key).rows == ()
    assert len(lists.drafts_of(found.number)) == 1


def test_without_a_guarantee_nothing_is_filed_for_whoever_needs_one(cast: Cast) -> None:
    organisation = agreed(cast, guarantees=False)
    found = drafted(text(ending(1)), organisation, cast.dora.actor)
    (line,) = _shown(cast, found.number)
    assert (line.draft.right, line.draft.ground, line.ready) == ("guarantee", "", False)


def test_the_stay_is_counted_as_the_list_says_it(cast: Cast) -> None:
    organisation = agreed(cast)
    found = drafted(text(ending(1, days=20)), organisation, cast.dora.actor)
    asked(cast, found.number)
    run()
    (one,) = permits.filed_by(cast.dora.key).rows
    assert one.last_lawful_on == TODAY + timedelta(days=20)
    assert (one.in_time, one.late_by) == (True, 10)  # 30 days before the end (LAW 32)


def test_nobody_else_files_or_sees_it(cast: Cast) -> None:
    organisation = agreed(cast)
    found = drafted(text(ending(1)), organisation, cast.dora.actor)
    assert queries.shown(found.number, by=cast.anna.actor, at=AT) is None
    with pytest.raises(Refused, match=r"lanes\.unknown"):
        commands.file_list(found.number, language="fr", contact=None, by=cast.anna.actor, at=AT)
    assert Client().get(f"/en/batch/{found.number}/").status_code == 302


def test_the_button_sent_twice_asks_once_and_other_content_is_told(cast: Cast) -> None:
    organisation, request = agreed(cast), uuid4()
    found = drafted(text(ending(1)), organisation, cast.dora.actor)
    for _ in range(2):
        asked(cast, found.number, request_id=request)
    with pytest.raises(Refused, match=r"timeline\.resend-differs"):
        commands.file_list(found.number, language="fr", contact=None, by=cast.dora.actor, at=AT, request_id=request)


def test_the_page_asks_as_much_for_thirty_as_for_two(cast: Cast) -> None:
    organisation, counts = agreed(cast), []
    for first, many in ((0, 2), (100, 30)):
        found = drafted(text(*(ending(first + number) for number in range(many))), organisation, cast.dora.actor)
        with CaptureQueriesContext(connection) as made:
            assert len(_shown(cast, found.number)) >= many
        counts.append(len(made))
    assert counts[0] == counts[1]
    assert date(2026, 2, 10) == TODAY


def _shown(cast: Cast, batch: UUID) -> tuple[queries.Line, ...]:
    found = queries.shown(batch, by=cast.dora.actor, at=AT)
    assert found is not None
    return found[1]
