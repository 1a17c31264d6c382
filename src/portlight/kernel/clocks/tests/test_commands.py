from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portlight.kernel.clocks import commands, queries
from portlight.kernel.clocks.models import Clock
from portlight.kernel.clocks.rules import ClockRule, Longer, Promised, as_promised, left_of
from portlight.kernel.timeline.queries import about as told_about
from portlight.kernel.work.commands import take
from portlight.toolkit import workdays
from portlight.toolkit.actor import machine
from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import Term
from tests.together import at_once

SHANGHAI = ZoneInfo("Asia/Shanghai")
BY = machine("test")
DECIDE = ClockRule(
    name="permits.decide", kind="legal", term=Term(7, "working-days"), source="REG 2013, art. 13",
    pauses={"emergency": "ERL 2024, art. 13"},
    extensions={"complex": Longer(term=Term(5, "working-days"), source="an article")}, then="permits.decision-late",
)  # fmt: skip
PAPERS = ClockRule(
    name="lodging.hand-in", kind="promised", term=Term(3, "working-days"), source="the office's promise",
    cut_off=time(16, 30),
)  # fmt: skip
HOURS = ClockRule(name="lodging.declare", kind="legal", term=Term(24, "hours"), source="LAW 2012, art. 39(2)")
ANNA = "case:1"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


AT = at("2026-11-25 10:00")  # a Wednesday


@pytest.fixture(autouse=True)
def _offices_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"


def start(rule: ClockRule = DECIDE, about: str = ANNA, since: datetime = AT) -> int:
    return commands.start(rule, about=about, since=since, by=BY, at=since)


def last_day(about: str = ANNA) -> date:
    (card,) = queries.running(about)
    return (card.until - timedelta(seconds=1)).astimezone(SHANGHAI).date()


def refused(code: str, act: Any, **given: Any) -> None:
    with pytest.raises(Refused) as refusal:
        act(**given)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_a_clock_is_reckoned_when_it_starts_and_told_once() -> None:
    start()
    (card,) = queries.running(ANNA)
    assert (card.name, card.kind, card.state, card.provisional) == ("permits.decide", "legal", "running", False)
    assert last_day() == date(2026, 12, 4)
    assert card.until == at("2026-12-05 00:00")
    refused("clocks.runs-already", start)
    assert [event.kind for event in told_about(ANNA).rows] == ["clocks.started"]


@pytest.mark.django_db
def test_a_promise_counts_from_the_day_it_was_received_and_the_law_does_not_ask_for_the_hour() -> None:
    start(PAPERS, since=at("2026-11-25 16:31"))
    assert last_day() == date(2026, 12, 1)
    start(replace(DECIDE, pauses={}, extensions={}), "case:2", at("2026-11-25 23:59"))
    assert last_day("case:2") == date(2026, 12, 4)
    with pytest.raises(ValueError, match="cut-off"):
        replace(DECIDE, cut_off=time(16, 30))
    with pytest.raises(ValueError, match="article"):
        replace(DECIDE, pauses={"because": ""})


def test_a_promise_can_be_given_another_term_with_its_source_and_the_law_cannot() -> None:
    agreed = Promised(term=Term(5, "working-days"), source="the agreement")
    told = as_promised(PAPERS, agreed)
    assert told == replace(PAPERS, term=agreed.term, source="the agreement"), "its cut-off hour stays"
    for rule in (DECIDE, replace(PAPERS, kind="internal")):
        with pytest.raises(ValueError, match="no promise"):
            as_promised(rule, agreed)
    with pytest.raises(ValueError, match="no source"):
        as_promised(PAPERS, replace(agreed, source=""))


@pytest.mark.django_db
def test_the_clock_of_a_name_is_the_one_begun_last_of_each_subject() -> None:
    start(PAPERS)
    commands.stop(PAPERS, about=ANNA, by=BY, at=AT)
    start(PAPERS, since=at("2026-11-26 10:00"))
    start(PAPERS, "case:2")
    start(DECIDE, "case:3")
    with CaptureQueriesContext(connection) as made:
        found = queries.named([ANNA, "case:2", "case:3"], PAPERS.name)
    assert len(made) == 1
    assert {about: (card.state, card.since) for about, card in found.items()} == {
        ANNA: ("running", at("2026-11-26 10:00")), "case:2": ("running", AT)
    }  # fmt: skip


@pytest.mark.django_db
def test_it_pauses_on_its_own_grounds_only_and_goes_on_with_what_was_left() -> None:
    start()
    refused("clocks.no-such-ground", commands.pause, rule=DECIDE, about=ANNA, ground="papers", by=BY, at=AT)
    refused("clocks.not-paused", commands.resume, rule=DECIDE, about=ANNA, by=BY, at=AT)
    commands.pause(DECIDE, about=ANNA, ground="emergency", by=BY, at=at("2026-11-27 09:00"))
    (card,) = queries.running(ANNA)
    assert (card.state, card.amount) == ("paused", 6), "Thursday is gone, Friday is nobody's"
    refused("clocks.not-running", commands.pause, rule=DECIDE, about=ANNA, ground="emergency", by=BY, at=AT)
    commands.resume(DECIDE, about=ANNA, by=BY, at=at("2026-12-14 09:00"))
    assert last_day() == date(2026, 12, 22)
    told = [(event.kind, event.facts.get("article")) for event in told_about(ANNA).rows]
    assert ("clocks.paused", "ERL 2024, art. 13") in told


@pytest.mark.django_db
def test_it_is_made_longer_once_on_each_ground() -> None:
    start()
    refused("clocks.no-such-ground", commands.extend, rule=DECIDE, about=ANNA, ground="busy", by=BY, at=AT)
    commands.extend(DECIDE, about=ANNA, ground="complex", by=BY, at=AT)
    assert last_day() == date(2026, 12, 11)
    refused("clocks.extended-already", commands.extend, rule=DECIDE, about=ANNA, ground="complex", by=BY, at=AT)
    over = at("2026-12-12 00:00")
    refused("clocks.over", commands.pause, rule=DECIDE, about=ANNA, ground="emergency", by=BY, at=over)
    refused("clocks.over", commands.extend, rule=DECIDE, about=ANNA, ground="complex", by=BY, at=over)


@pytest.mark.django_db
def test_stopping_twice_changes_nothing_and_the_name_is_free_again() -> None:
    start()
    assert commands.stop(DECIDE, about=ANNA, by=BY, at=AT)
    assert not commands.stop(DECIDE, about=ANNA, by=BY, at=AT)
    assert queries.running(ANNA) == ()
    start()


@pytest.mark.django_db
def test_a_day_that_changes_moves_every_clock_that_counts_it_and_no_other() -> None:
    start()
    start(about="case:later", since=at("2026-12-01 10:00"))
    start(about="case:over", since=at("2026-11-10 10:00"))
    start(HOURS, "case:hours", at("2026-11-30 10:00"))
    moved = commands.set_day(date(2026, 11, 30), works=False, why="the hall is closed", by=BY, at=AT)
    assert moved == 1
    assert last_day() == date(2026, 12, 7)
    assert last_day("case:later") == date(2026, 12, 10)
    back = commands.set_day(date(2026, 11, 30), works=True, why="it is open after all", by=BY, at=AT)
    assert (back, last_day()) == (1, date(2026, 12, 4))
    assert queries.own_days()[0].why == "it is open after all"
    refused("clocks.why-missing", commands.set_day, day=date(2026, 12, 1), works=False, why=" ", by=BY, at=AT)


@pytest.mark.django_db
def test_a_last_day_that_is_closed_moves_the_end() -> None:
    start()
    assert commands.set_day(date(2026, 12, 4), works=False, why="closed", by=BY, at=AT) == 1
    assert last_day() == date(2026, 12, 7)


@pytest.mark.django_db
def test_what_is_provisional_is_reckoned_when_its_year_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    start(since=at("2026-12-28 10:00"))
    (card,) = queries.running(ANNA)
    assert card.provisional
    assert last_day() == date(2027, 1, 6)
    ours = workdays.published()
    published = replace(ours, last=date(2027, 12, 31), differs={**ours.differs, date(2027, 1, 1): False})
    monkeypatch.setattr(workdays, "published", lambda: published)
    assert commands.reckon_provisional(by=BY, at=AT) == 1
    (card,) = queries.running(ANNA)
    assert not card.provisional
    assert last_day() == date(2027, 1, 7)


@pytest.mark.django_db
def test_what_runs_out_is_told_once_and_asks_for_what_follows() -> None:
    start()
    end = at("2026-12-05 00:00")
    assert commands.lapse_due(end - timedelta(microseconds=1)) == 0
    assert commands.lapse_due(end) == 1
    assert commands.lapse_due(end) == 0
    assert queries.running(ANNA) == ()
    taken = take(owner="test", at=end, seconds=60)
    assert taken is not None
    assert (taken.kind, taken.key, dict(taken.facts)) == ("permits.decision-late", ANNA, {"clock": "permits.decide"})


@pytest.mark.django_db
def test_a_paused_clock_never_runs_out() -> None:
    start()
    commands.pause(DECIDE, about=ANNA, ground="emergency", by=BY, at=AT)
    assert commands.lapse_due(at("2030-01-01 00:00")) == 0


def test_two_that_pause_at_once_pause_it_once(fresh_db: object) -> None:
    start()

    def pause() -> str:
        try:
            commands.pause(DECIDE, about=ANNA, ground="emergency", by=BY, at=AT)
        except Refused as refusal:
            return refusal.code
        return "paused"

    said = at_once(pause, pause)
    assert sorted(said)[-1] == "paused"
    assert sorted(said)[0] in {"clocks.not-running", "clocks.changed-meanwhile"}
    assert [event.kind for event in told_about(ANNA).rows].count("clocks.paused") == 1


@pytest.mark.django_db
def test_the_soonest_come_first_a_page_at_a_time() -> None:
    for number in range(7):
        start(about=f"case:{number}", since=AT + timedelta(days=number % 3))
    seen, token = [], None
    while True:
        page = queries.soonest(after=token, size=3)
        seen += [(card.until, card.number) for card in page.rows]
        token = page.next
        if token is None:
            break
    assert seen == sorted(seen)
    assert len(seen) == 7


@pytest.mark.django_db
def test_a_changed_day_costs_by_the_page_not_by_the_clock() -> None:
    def spent(day: date) -> int:
        with CaptureQueriesContext(connection) as statements:
            commands.set_day(day, works=False, why="the hall is closed", by=BY, at=AT)
        return len(statements)

    for number in range(3):
        start(about=f"case:{number}")
    few = spent(date(2026, 11, 26))
    for number in range(3, 60):
        start(HOURS if number % 2 else DECIDE, about=f"case:{number}")
    many = spent(date(2026, 11, 27))
    assert many == few
    moved = [f"case:{number}" for number in range(60) if number < 3 or number % 2 == 0]
    assert Clock.objects.filter(version__gt=1).count() == len(moved)
    assert {event.kind for event in told_about(moved[-1]).rows} == {"clocks.started", "clocks.reckoned"}
    assert told_about("case:5").rows[0].kind == "clocks.started", "hours ask no calendar"


@pytest.mark.django_db
def test_a_day_that_moves_nobody_tells_nobody() -> None:
    start()
    with CaptureQueriesContext(connection) as statements:
        assert commands.set_day(date(2026, 12, 6), works=False, why="a Sunday stays one", by=BY, at=AT) == 0
    assert len(statements) <= 12
    assert [event.kind for event in told_about(ANNA).rows] == ["clocks.started"]


@pytest.mark.parametrize(
    ("term", "since", "until", "moment", "left"),
    [
        (Term(24, "hours"), "2026-11-25 10:00", "2026-11-26 10:00", "2026-11-25 15:30", Term(19, "hours")),
        (Term(10, "days"), "2026-11-25 10:00", "2026-12-06 00:00", "2026-11-27 10:00", Term(9, "days")),
        (Term(2, "months"), "2026-11-25 10:00", "2027-01-26 00:00", "2026-12-25 10:00", Term(32, "days")),
        (Term(3, "working-days"), "2026-11-25 10:00", "2026-12-01 00:00", "2026-11-25 11:00", Term(3, "working-days")),
        (Term(3, "working-days"), "2026-11-25 10:00", "2026-12-01 00:00", "2026-11-30 23:00", Term(1, "working-days")),
    ],
)
def test_what_is_left(term: Term, since: str, until: str, moment: str, left: Term) -> None:
    found = left_of(term, since=at(since), until=at(until), at=at(moment), calendar=workdays.published(), zone=SHANGHAI)
    assert found == left
