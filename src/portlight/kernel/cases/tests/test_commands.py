from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.kernel.cases import commands, queries
from portlight.kernel.cases.models import Case
from portlight.kernel.cases.rules import Filing
from portlight.kernel.cases.tests.kind import CHANGED, DECIDE, PLAIN, TRIAL, handed_in
from portlight.kernel.clocks import commands as clocks
from portlight.kernel.clocks import queries as clock_queries
from portlight.kernel.clocks.rules import Promised
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit.actor import machine, person, staff
from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import Term

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)  # a Wednesday
BAO, CHEN = staff(uuid4()), staff(uuid4())
ANNA = person(uuid4())
SELF = Filing(filed_as="self", language="fr")
QUEUE = "station:310115-01"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kind(settings: Any) -> Iterator[None]:
    settings.TIME_ZONE = "Asia/Shanghai"
    with handed_in(TRIAL):
        yield


def opened(**given: Any) -> commands.Opened:
    return commands.open_case("trial", **{"filing": SELF, "queue": QUEUE, "by": ANNA, "at": AT, **given})


def card(case: int) -> queries.CaseCard:
    found = queries.by_id(case)
    assert found is not None
    return found


def refused(code: str, act: Any, *given: Any, **more: Any) -> None:
    with pytest.raises(Refused) as refusal:
        act(*given, **more)
    assert refusal.value.code == code


def test_a_case_has_a_number_a_first_step_and_its_period() -> None:
    made = opened()
    found = queries.case(made.number)
    assert found is not None
    assert (found.id, found.step, found.queue, found.filed_by_key) == (made.id, "declared", QUEUE, ANNA.key)
    assert found.due_at == datetime(2026, 12, 5, tzinfo=SHANGHAI)  # seven working days later, until midnight
    assert [event.kind for event in told_about(found.about).rows] == ["clocks.started", "cases.opened"]
    assert queries.case(made.number.lower().replace("-", "")) == found


def test_a_period_ends_as_it_was_promised_to_whom_it_is_about_and_moves_with_the_calendar() -> None:
    promise = replace(DECIDE, kind="promised", pauses={}, term=Term(1, "working-days"))
    agreed = {DECIDE.name: Promised(term=Term(3, "working-days"), source="the agreement")}
    with handed_in(replace(PLAIN, clocks=(promise,))):
        made = opened(promised=agreed)
        assert card(made.id).due_at == datetime(2026, 12, 1, tzinfo=SHANGHAI)
        (clock,) = clock_queries.running(made.card.about)
        assert (clock.source, clock.amount) == ("the agreement", 3)
        clocks.set_day(date(2026, 11, 27), works=False, why="the hall is closed", by=BAO, at=AT)
        assert card(made.id).due_at == datetime(2026, 12, 2, tzinfo=SHANGHAI)


def test_no_agreement_changes_a_term_of_the_law() -> None:
    with pytest.raises(ValueError, match="no promise"):
        opened(promised={DECIDE.name: Promised(term=Term(30, "working-days"), source="an agreement")})


def test_a_mistyped_number_and_another_kinds_letter_are_nobodys() -> None:
    made = opened()
    wrong = made.number[:-1] + ("A" if made.number[-1] != "A" else "B")
    assert queries.case(wrong) is None
    assert queries.case("X" + made.number[1:]) is None


def test_a_move_is_made_once_and_ends_the_case_with_its_periods() -> None:
    made, request = opened(), uuid4()
    for _ in range(3):  # sent three times
        assert commands.move(made.id, "accept", by=BAO, at=AT, request_id=request) == "accepted"
    found = card(made.id)
    assert (found.step, found.closed_at, found.due_at) == ("accepted", AT, None)
    assert clock_queries.running(found.about) == ()
    assert [event.kind for event in told_about(found.about).rows].count("cases.moved") == 1
    refused("cases.no-such-move", commands.move, made.id, "accept", by=BAO, at=AT)


def test_no_machine_and_no_reasonless_officer_says_no() -> None:
    made = opened()
    refused("cases.not-yours", commands.move, made.id, "reject", by=machine("tick"), at=AT, reason="fraud")
    refused("cases.not-yours", commands.move, made.id, "reject", by=ANNA, at=AT, reason="fraud")
    refused("cases.reason-missing", commands.move, made.id, "reject", by=BAO, at=AT)
    assert card(made.id).step == "declared"


def test_who_looked_at_an_older_state_moves_nothing() -> None:
    made = opened()
    seen = card(made.id).revision
    commands.flag(made.id, ["late"], by=BAO, at=AT)
    refused("cases.changed-meanwhile", commands.move, made.id, "accept", by=BAO, at=AT, seen=seen)
    assert card(made.id).flags == ("late",)


def test_a_pause_takes_the_case_out_of_the_overdue_and_back() -> None:
    made = opened()
    commands.move(made.id, "halt", by=BAO, at=AT + timedelta(days=1))
    assert card(made.id).due_at is None
    commands.move(made.id, "go-on", by=ANNA, at=AT + timedelta(days=30))
    due = card(made.id).due_at
    assert due is not None
    assert due > AT + timedelta(days=30)


def test_what_ran_out_stays_due_until_it_is_done() -> None:
    made = opened()
    late = AT + timedelta(days=60)
    clocks.lapse_due(late)
    assert [one.id for one in queries.worklist("trial", overdue_at=late).rows] == [made.id]
    assert card(made.id).due_at is not None
    commands.move(made.id, "accept", by=BAO, at=late)
    assert card(made.id).due_at is None


def test_a_changed_day_moves_the_worklist() -> None:
    made = opened()
    before = card(made.id).due_at
    clocks.set_day(datetime(2026, 12, 1).date(), works=False, why="storm", by=CHEN, at=AT)  # noqa: DTZ001
    after = card(made.id).due_at
    assert before is not None
    assert after is not None
    assert after > before


def test_a_running_case_keeps_the_table_it_was_opened_under() -> None:
    commands.publish_kinds(by=machine("test"), at=AT)
    made = opened()
    with handed_in(CHANGED):
        assert commands.publish_kinds(by=machine("test"), at=AT) == 1
        assert commands.publish_kinds(by=machine("test"), at=AT) == 0
        newer = opened()
        refused("cases.no-such-move", commands.move, newer.id, "accept", by=BAO, at=AT)
        assert commands.move(made.id, "accept", by=BAO, at=AT) == "accepted"


def test_a_changed_table_in_an_old_version_stops_the_start() -> None:
    commands.publish_kinds(by=machine("test"), at=AT)
    with handed_in(replace(CHANGED, version=1)), pytest.raises(ValueError, match="raise the version"):
        commands.publish_kinds(by=machine("test"), at=AT)


def test_likely_doubles_are_flagged_and_linked_never_blocked() -> None:
    first, second = opened(likeness="x" * 43), opened(likeness="x" * 43)
    assert second.alike == (first.id,)
    assert card(second.id).flags == ("like",)
    assert card(first.id).flags == ()
    (link,) = queries.links(first.id)
    assert (link.kind, link.other.id) == ("like", second.id)
    assert [one.id for one in queries.alike("x" * 43)] == [first.id, second.id]
    assert queries.alike("") == ()


def test_one_officer_holds_it_and_gives_it_back() -> None:
    made = opened()
    commands.hold(made.id, by=BAO, at=AT)
    commands.hold(made.id, by=BAO, at=AT)
    refused("cases.held", commands.hold, made.id, by=CHEN, at=AT)
    commands.let_go(made.id, by=CHEN, at=AT)
    commands.hold(made.id, by=CHEN, at=AT)
    commands.pass_to(made.id, "station:310101-02", by=CHEN, at=AT)
    found = card(made.id)
    assert (found.holder, found.queue) == (None, "station:310101-02")


def test_links_are_said_once_and_read_from_both_ends() -> None:
    first, second = opened(), opened()
    commands.link(second.id, first.id, "continues", by=BAO, at=AT)
    commands.link(second.id, first.id, "continues", by=BAO, at=AT)
    assert [link.other.id for link in queries.links(second.id)] == [first.id]
    assert [link.other.id for link in queries.links(first.id)] == [second.id]
    refused("cases.unknown", commands.link, second.id, 999_999, "with", by=BAO, at=AT)


def test_what_is_older_than_it_may_be_kept_is_erased() -> None:
    erased: list[int] = []
    made = opened(likeness="y" * 43)
    commands.move(made.id, "accept", by=BAO, at=AT)
    with handed_in(TRIAL, erasers={"trial": lambda *, case, at: erased.append(case)}):
        assert commands.erase_due(AT + timedelta(days=29)) == 0
        assert commands.erase_due(AT + timedelta(days=31)) == 1
        assert commands.erase_due(AT + timedelta(days=31)) == 0
    assert erased == [made.id]
    row = Case.objects.get(pk=made.id)
    assert (row.subject, row.contact, row.likeness, row.filed_by_key) == (None, None, "", "")
    refused("cases.unknown", commands.flag, made.id, ["late"], by=BAO, at=AT)


def test_pages_of_a_worklist_meet_no_case_twice_and_miss_none() -> None:
    made = [opened(queue=f"station:{n % 3}", at=AT + timedelta(minutes=n)).id for n in range(23)]
    found: list[int] = []
    after = None
    while True:
        page = queries.worklist("trial", queues=("station:0", "station:2"), after=after, size=4)
        found += [one.id for one in page.rows]
        if (after := page.next) is None:
            break
    assert sorted(found) == [case for n, case in enumerate(made) if n % 3 != 1]
    assert len(set(found)) == len(found)


def test_a_page_costs_the_same_however_many_wait() -> None:
    for _ in range(30):
        opened()
    with CaptureQueriesContext(connection) as asked:
        queries.worklist("trial", queues=(QUEUE,), size=25)
    assert len(asked) == 1
