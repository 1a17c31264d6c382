"""The supervisor's board: figures as the rows say, for those who answer for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portlight.faces.desk.tests.desk_cases import BY, opened, two_kinds
from portlight.faces.desk.tests.test_desk_office import signed_in
from portlight.kernel.cases import attending, commands, tallying
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with two_kinds():
        yield


def test_the_board_shows_flow_age_load_periods_and_what_is_red(cast: Cast) -> None:
    now = timezone.now()
    done, late = opened(), opened("rush", ago=timedelta(days=60))
    commands.move(done.id, "accept", by=BY, at=now)
    commands.flag(late.id, ["no-slot-left"], by=BY, at=now)
    commands.hold(late.id, by=cast.chen.actor, at=now)
    attending.attend(late, by=cast.chen.actor, at=now - timedelta(minutes=3))
    tallying.count_now(now)
    page = signed_in(cast.chen.key).get("/desk/board/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert page.count(f">{late.number}<") == 2, "overdue and flagged"
    assert "No time is left before the last day" in page
    assert "1 were opened and 1 closed" in text
    assert "Chen" in text
    assert "100.0 %" in text, "the one period that ended was kept"
    assert page.count("<rect") > 28, "two bars a day"
    assert "Half took less" not in text, "no closed case has an officer’s minutes"


def test_the_board_shows_the_median_of_the_closed_cases_and_how_many_they_are(cast: Cast) -> None:
    now = timezone.now()
    for minutes in (1, 2, 9):
        one = opened()
        attending.attend(one, by=cast.bao.actor, at=now - timedelta(minutes=minutes))
        attending.leave(by=cast.bao.actor, at=now)
        commands.move(one.id, "accept", by=BY, at=now)
    tallying.count_now(now)
    page = signed_in(cast.chen.key).get("/desk/board/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert re.search(r"Closed cases Minutes a case, median Trial 3 2\.0", text), text
    assert "Minutes a case, mean" in text


def test_before_the_first_count_it_says_so(cast: Cast) -> None:
    assert "Nothing has been counted yet" in signed_in(cast.chen.key).get("/desk/board/").content.decode()


def test_it_is_for_supervisors_alone(cast: Cast) -> None:
    for colleague in (cast.eve, cast.bao, cast.holding("window")):
        assert signed_in(colleague.key).get("/desk/board/").status_code == 403


def test_it_costs_the_same_with_many_cases(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(40):
        opened(ago=timedelta(days=60), flags=("no-slot-left",))
    tallying.count_now(timezone.now())
    browser = signed_in(cast.chen.key)
    with django_assert_max_num_queries(20):
        browser.get("/desk/board/")
