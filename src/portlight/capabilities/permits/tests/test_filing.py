"""Filing: a case and a slip at once; late refuses nothing; what cannot wait goes to the same-day lane."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from portlight.capabilities.permits import queries
from portlight.capabilities.permits.kinds import AGREED, LOOK
from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.applied import Urgency
from portlight.capabilities.permits.tests.given import AT, EXTENSION, SHANGHAI, TODAY, WORK, file, times, with_
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.papers import queries as papers
from portlight.kernel.policies import commands as policies
from portlight.kernel.timeline import queries as timeline
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(settings: Any, db: object) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    policies.load_tables(by=machine("tests"), at=timezone.now())


def test_a_filing_has_a_number_a_slip_and_a_promise_at_once(cast: Cast) -> None:
    done = file(EXTENSION, cast.anna)
    found = queries.mine(done.number, cast.anna.key)
    assert found is not None
    assert (found.lane, found.in_time, found.late_by, found.last_lawful_on) == (
        "ordinary", True, 0, date(2026, 3, 22),
    )  # fmt: skip
    assert found.case.due_at is not None
    slip = papers.card(done.slip)
    assert slip is not None
    assert slip.kind == "permits.slip"
    assert (found.receipt, found.fee_fen) == ("", None)  # France is on the list of states that charge one another
    assert "permits.told" in {event.kind for event in timeline.about(found.case.about).rows}


def test_one_item_and_a_told_nationality_give_the_fee(cast: Cast) -> None:
    found = queries.card(file(with_(applicant={"nationality": "THA"}), cast.anna).number)
    assert found is not None
    assert (found.fee_item, found.fee_fen) == ("visa-extension", 16_000)


def test_what_names_a_person_is_sealed_and_reading_it_is_noted(cast: Cast) -> None:
    found = queries.card(file(EXTENSION, cast.anna).number)
    assert found is not None
    row = Application.objects.get(pk=found.case.id)
    assert b"DUPONT" not in bytes(row.particulars)
    told = queries.opened(found, by=cast.bao.actor, why="check", at=AT).applied
    assert told == EXTENSION
    assert "permits.opened" in {event.kind for event in timeline.about(found.case.about).rows}


def test_the_same_sent_again_is_the_same_case(cast: Cast) -> None:
    request = uuid4()
    first, again = (file(EXTENSION, cast.anna, request_id=request) for _ in range(2))
    assert (first.case, first.slip) == (again.case, again.slip)
    assert Application.objects.count() == 1
    with pytest.raises(Refused, match=r"timeline\.resend-differs"):
        file(with_(purpose="Another reason"), cast.anna, request_id=request)


def test_the_same_matter_of_the_same_passport_is_flagged_and_not_blocked(cast: Cast) -> None:
    file(EXTENSION, cast.anna)
    second = queries.card(file(with_(purpose="Once more"), cast.anna).number)
    assert second is not None
    assert "like" in second.case.flags


@pytest.mark.parametrize(
    ("on", "in_time", "late_by", "flags"),
    [
        (date(2026, 3, 15), True, 0, set()),  # seven days before the end: the last day to apply (LAW 29)
        (date(2026, 3, 16), True, 1, {"late"}),
        (date(2026, 3, 22), True, 7, {"late"}),  # the last lawful day
        (date(2026, 3, 23), False, 8, {"late", "over"}),
        (date(2026, 5, 1), False, 47, {"late", "over"}),
    ],
)
def test_late_is_noted_and_refuses_nothing(cast: Cast, on: date, in_time: bool, late_by: int, flags: set[str]) -> None:
    at = AT + timedelta(days=(on - TODAY).days)
    found = queries.card(file(with_(until=on + timedelta(days=20)), cast.anna, at=at).number)
    assert found is not None
    assert (found.in_time, found.late_by) == (in_time, late_by)
    assert {"late", "over"} & set(found.case.flags) == flags
    assert found.filed_at == at


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"matter": "citizenship"}, "permits.no-such-matter"),
        ({"applicant": {"surname": " ", "given_names": ""}}, "permits.name-missing"),
        ({"applicant": {"birth_date": date(2027, 1, 1)}}, "permits.born-later"),
        ({"applicant": {"birth_date": date(1850, 1, 1)}}, "permits.born-later"),
        ({"applicant": {"paper_number": "7"}}, "permits.number-missing"),
        ({"until": date(2026, 3, 10)}, "permits.until-past"),
        ({"happened_on": date(2026, 3, 11)}, "permits.happened-later"),
        ({"urgency": Urgency(ground="flight", needed_on=date(2026, 3, 9))}, "permits.needed-past"),
        ({"purpose": "x" * 4001}, "permits.story-long"),
        ({"filed_as": "institution", "agent_ground": "talent"}, "permits.agent-not-allowed"),  # REG 19(2) alone
        ({"filed_as": "relative", "agent_ground": ""}, "permits.agent-not-allowed"),
        ({"stay": {"entered_on": date(2026, 3, 11)}}, "permits.entered-later"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_kept(cast: Cast, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        file(with_(**changed), cast.anna)
    assert refused.value.code == code
    assert not Application.objects.exists()


def test_another_may_file_where_the_law_says_so(cast: Cast) -> None:
    child = with_(applicant={"birth_date": date(2012, 1, 1), "paper_number": "20FV99999"}, filed_as="guardian",
                  agent_ground="under-16")  # fmt: skip
    found = queries.mine(file(child, cast.anna).number, cast.anna.key)
    assert found is not None
    assert found.case.filed_as == "guardian"
    assert found.case.subject not in (None, cast.anna.key)


def test_a_first_residence_permit_filed_by_another_still_asks_for_the_person(cast: Cast) -> None:
    talent = with_(WORK, filed_as="institution", agent_ground="talent")
    found = queries.card(file(talent, cast.dora).number)
    assert found is not None
    assert "in-person" in found.case.flags


@pytest.mark.parametrize(
    ("within", "printed", "day", "source"),
    [
        (None, 30, 11, LOOK.source),
        (1, 30, 11, AGREED),
        (5, 30, 17, AGREED),
        (9, 30, 11, LOOK.source),  # 23 March: the day after the last lawful one
        (5, 10, 11, LOOK.source),  # the stay is over
    ],
)
def test_an_agreed_first_look_never_comes_after_the_stay(
    cast: Cast, within: int | None, printed: int, day: int, source: str
) -> None:
    applied = with_(stay={"printed_days": printed})
    found = queries.card(file(applied, cast.anna, filed={"look_within": within}).number)
    assert found is not None
    assert found.case.due_at == datetime(2026, 3, day + 1, tzinfo=SHANGHAI)
    (clock,) = clocks.running(found.case.about)
    assert clock.source == source


def test_an_urgent_case_keeps_its_eight_hours_whatever_was_agreed(cast: Cast) -> None:
    urgent = with_(urgency=Urgency(ground="flight", needed_on=TODAY))
    found = queries.card(file(urgent, cast.anna, filed={"look_within": 5}).number)
    assert found is not None
    assert found.case.due_at is not None
    assert found.case.due_at - AT < timedelta(hours=9)


def test_eve_and_dora_see_nothing_of_annas(cast: Cast) -> None:
    number = file(EXTENSION, cast.anna).number
    assert queries.mine(number, cast.dora.key) is None
    assert queries.mine(number, cast.eve.key) is None


class TestTheStayEndsBeforeTheFirstOrdinaryTime:
    def test_with_ordinary_times_it_stays_ordinary(self, cast: Cast) -> None:
        times(since=TODAY)
        assert file(EXTENSION, cast.anna).lane == "ordinary"

    def test_without_she_is_in_the_same_day_lane(self, cast: Cast) -> None:
        times(since=TODAY, capacity=1, urgent=1)  # only the urgent share
        done = file(EXTENSION, cast.anna)
        found = queries.card(done.number)
        assert found is not None
        assert (done.way, found.case.kind, found.ground) == ("urgent", "permits-urgent", "stay-ends")
        assert "no-slot-left" not in found.case.flags

    def test_with_none_left_it_is_filed_and_the_supervisor_sees_it_red(self, cast: Cast) -> None:
        times(since=date(2026, 3, 24))
        done = file(EXTENSION, cast.anna)
        found = queries.card(done.number)
        assert found is not None
        assert done.way == "none"
        assert {"no-slot-left", "urgent"} <= set(found.case.flags)
        assert found.in_time

    def test_an_office_without_times_presses_nobody(self, cast: Cast) -> None:
        assert file(EXTENSION, cast.anna).lane == "ordinary"


class TestUrgent:
    def test_the_line_is_ordered_by_the_published_table(self, cast: Cast) -> None:
        def urgent(ground: str, days: int, number: str) -> str:
            told = Urgency(ground=ground, needed_on=TODAY + timedelta(days=days))
            return file(with_(urgency=told, applicant={"paper_number": number}), cast.anna).number

        school, flight = urgent("school", 20, "A1111"), urgent("flight", 1, "A2222")
        funeral = urgent("funeral", 1, "A3333")
        assert [one.case.number for one in queries.urgent_line()] == [funeral, flight, school]
        places = [queries.place_in_line(one) for one in queries.urgent_line()]
        assert places == [0, 1, 2]

    def test_its_promise_is_eight_hours(self, cast: Cast) -> None:
        told = Urgency(ground="funeral", needed_on=TODAY)
        found = queries.card(file(with_(urgency=told), cast.anna).number)
        assert found is not None
        assert found.case.due_at is not None
        # The hour in which it begins is not counted (PROC 35): 10:30 and eight hours is 19:00.
        assert found.case.due_at.astimezone(SHANGHAI).hour == 19
