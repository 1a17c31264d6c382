"""What lodging shows on a person's own page: her clocks with their article, what is asked, what is kept."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from portlight.capabilities.lodging import words
from portlight.capabilities.lodging.queries import own
from portlight.capabilities.lodging.tests.given import (
    AT,
    BY,
    HOLDER,
    LODGING,
    SHANGHAI,
    declare,
    put_in_places,
    with_,
)
from portlight.capabilities.lodging.words.own import asked_of, clocks_of, told_of
from portlight.kernel.people import commands as people
from portlight.kernel.people.rules import NewPaper
from portlight.toolkit.statements import change, select
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(db: None, cast: Cast) -> None:
    put_in_places()


def test_registered_in_time_and_the_end_of_the_stay(cast: Cast) -> None:
    number = declare(with_(), cast.anna).number
    hours, stay = clocks_of(cast.anna.key, AT)
    assert (hours.name, hours.state, hours.argument) == ("lodging.hours", "met", number)
    assert timedelta(hours=24) <= hours.until - LODGING.moved_in_at < timedelta(hours=25), "the hour begun counts whole"
    assert hours.article == "Exit and Entry Administration Law, article 39"
    assert LODGING.leaving_on is not None
    assert stay.until == datetime.combine(LODGING.leaving_on + timedelta(days=1), time.min, SHANGHAI)
    assert stay.state == "runs"
    assert stay.reminder
    after = clocks_of(cast.anna.key, AT + timedelta(days=8))
    assert [one.name for one in after] == ["lodging.stay"], "what was met a week ago is no news"


def test_late_is_told_as_late_and_nobody_is_scolded(cast: Cast) -> None:
    declare(with_(lodging={"moved_in_at": AT - timedelta(hours=30)}), cast.anna)
    (hours, _) = clocks_of(cast.anna.key, AT)
    assert hours.state == "late"
    assert hours.text == "You have registered. The slip is your proof."


def test_what_is_missing_runs_three_working_days(cast: Cast) -> None:
    done = declare(with_(stay={"kind": "unknown", "visa": "", "until": None}), cast.anna)
    found = {clock.name: clock for clock in clocks_of(cast.anna.key, AT)}
    assert found["lodging.complete"].until > AT
    assert found["lodging.complete"].route == "lodging:portal:complete"
    (case,) = select("SELECT id FROM cases_case")
    assert "On what you stay: visa or permit" in asked_of(case[0])
    assert asked_of(case[0] + 1) == ()
    assert done.number


def test_who_has_entered_sees_the_24_hours_until_she_has_declared(cast: Cast) -> None:
    entered = AT - timedelta(hours=5)
    paper = NewPaper(country=HOLDER.nationality, number=HOLDER.paper_number)
    people.note_paper(person=cast.anna.key, paper=paper, by=BY, at=AT)
    assert own.entered(cast.anna.key, at=AT) is None
    (index,) = select("SELECT number_index FROM people_paper")
    assert change(
        "INSERT INTO lodging_entrant (paper_index, entered_at, entered_on, given, taken_at)"
        " VALUES (%s, %s, %s, %s, %s)", index[0], entered, entered.date().isoformat(), False, AT,
    ) == 1  # fmt: skip
    (hours,) = clocks_of(cast.anna.key, AT)
    assert (hours.state, hours.until) == ("runs", entered + timedelta(hours=24))
    assert clocks_of(cast.anna.key, AT + timedelta(days=2))[0].state == "late"
    assert clocks_of(cast.dora.key, AT) == ()
    declare(with_(), cast.anna)
    assert [one.state for one in clocks_of(cast.anna.key, AT) if one.name == "lodging.hours"] == ["met"]


def test_all_that_is_kept_is_told_and_the_opening_noted(cast: Cast) -> None:
    done = declare(with_(), cast.anna)
    (told,) = told_of(cast.anna.key, cast.anna.actor, AT)
    values = {name: value for name, _, value, _ in told.rows}
    assert {name: word for name, _, _, word in told.rows}["state"] == "Registered"
    assert values["paper_number"] == HOLDER.paper_number
    assert values["number"] == done.number
    assert told_of(cast.dora.key, cast.dora.actor, AT) == ()
    assert select("SELECT count(*) FROM timeline_event WHERE kind = 'lodging.opened'") == [(1,)]


def test_what_was_erased_is_told_as_far_as_it_is_there(cast: Cast) -> None:
    declare(with_(), cast.anna)
    change("UPDATE lodging_declaration SET particulars = NULL")
    (told,) = told_of(cast.anna.key, cast.anna.actor, AT)
    names = {name for name, *_ in told.rows}
    assert "moved_in_at" in names
    assert "paper_number" not in names


def test_every_reason_of_this_room_has_its_words() -> None:
    assert {"check", "assist", "print", "declare", "program"} <= set(words.OWN.reasons)
