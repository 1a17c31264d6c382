"""An institution's drafts become applications: each once, by the law's grounds; what cannot be filed says why."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portlight.capabilities.green_lanes import commands as lanes
from portlight.capabilities.green_lanes import queries as lists
from portlight.capabilities.green_lanes.tests.given import TODAY, agreed, drafted, ending, person, rows, run, text
from portlight.capabilities.permits import commands as handling
from portlight.capabilities.permits import queries as permits
from portlight.capabilities.permits import words
from portlight.capabilities.permits.kinds import AGREED, LOOK
from portlight.journeys.roster_batch import commands, queries
from portlight.kernel.clocks import queries as clocks
from portlight.toolkit.refusals import Refused
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


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


def looks(cast: Cast, found: lists.BatchCard) -> dict[int, tuple[date, str]]:
    """Row → the last day of the first look, and where that was promised."""
    clock_of = {one.case.number: next(iter(clocks.running(one.case.about)), None) for one in _filed(cast)}
    told = {}
    for one in rows(found, cast.dora.actor, "filed"):
        clock = clock_of[one.number]
        if one.look_on and clock:
            told[one.row] = (one.look_on, clock.source)
    return told


def test_an_officer_looks_within_the_days_of_the_agreement_unless_a_stay_ends_before(cast: Cast) -> None:
    organisation = agreed(cast, promise=3)
    found = drafted(text(ending(1), ending(2, days=3), ending(3, days=2)), organisation, cast.dora.actor)
    assert _said(cast, found.number).promise == 3
    asked(cast, found.number)
    run()
    friday, wednesday = date(2026, 2, 13), date(2026, 2, 11)
    assert looks(cast, found) == {2: (friday, AGREED), 3: (friday, AGREED), 4: (wednesday, LOOK.source)}
    due = {one.case.due_at.astimezone(SHANGHAI) for one in _filed(cast) if one.case.due_at}
    midnights = {datetime(2026, 2, day, tzinfo=SHANGHAI) for day in (12, 14)}
    assert due == midnights, "so it stands in the desk's worklist"


def test_without_an_agreement_in_force_the_office_keeps_its_own_promise(cast: Cast) -> None:
    organisation = agreed(cast, promise=5)
    found = drafted(text(ending(1)), organisation, cast.dora.actor)
    (card,) = lists.agreements(found.organisation.id)
    lanes.end(card.key, by=cast.chen.actor, at=AT)
    assert _said(cast, found.number).promise is None
    asked(cast, found.number)
    run()
    assert looks(cast, found) == {2: (date(2026, 2, 11), LOOK.source)}


def test_once_somebody_has_looked_the_list_waits_for_nothing(cast: Cast) -> None:
    found = drafted(text(ending(1)), agreed(cast), cast.dora.actor)
    asked(cast, found.number)
    run()
    (one,) = _filed(cast)
    handling.accept(one.case.id, passport_held=False, texts=words.message, by=cast.chen.actor, at=AT)
    assert looks(cast, found) == {}


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


def _filed(cast: Cast) -> tuple[permits.ApplicationCard, ...]:
    return tuple(permits.filed_by(cast.dora.key).rows)


def _said(cast: Cast, batch: UUID) -> queries.Shown:
    found = queries.shown(batch, by=cast.dora.actor, at=AT)
    assert found is not None
    return found


def _shown(cast: Cast, batch: UUID) -> tuple[queries.Line, ...]:
    return _said(cast, batch).lines
