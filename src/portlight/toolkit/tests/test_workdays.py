"""Terms by tables: midnight, zones, make-up workdays, the prolonged Spring Festival of 2020, years not published."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.toolkit import workdays
from portlight.toolkit.workdays import Calendar, Term

SHANGHAI = ZoneInfo("Asia/Shanghai")
OURS = workdays.published()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2020-01-19", True),  # a Sunday made up before the festival
        ("2020-01-23", True),
        ("2020-01-24", False),
        ("2020-01-31", False),  # prolonged
        ("2020-02-01", False),
        ("2020-02-02", False),
        ("2020-02-03", True),
        ("2020-05-09", True),
        ("2015-09-03", False),  # given once
        ("2026-10-10", True),
        ("2026-10-07", False),
        ("2026-11-25", True),
    ],
)
def test_published_days(day: str, works: bool) -> None:
    assert OURS.works(date.fromisoformat(day)) is works


def test_every_year_gives_more_days_than_it_takes_back() -> None:
    """A made-up weekend exists only where a weekday was given for it: never more of the one than of the other."""
    for year in range(2004, 2027):
        made_up = sum(works for day, works in OURS.differs.items() if day.year == year)
        given_off = sum(not works for day, works in OURS.differs.items() if day.year == year)
        assert 3 <= made_up <= 12, year
        assert made_up < given_off, year


@pytest.mark.parametrize(
    ("term", "since", "last", "put_off"),
    [
        # An extension is decided within 7 working days (REG 13), over the prolonged festival.
        (Term(7, "working-days"), "2020-01-23 10:00", "2020-02-11", False),
        (Term(7, "working-days"), "2020-01-19 10:00", "2020-02-05", False),
        (Term(15, "working-days"), "2026-09-25 23:59", "2026-10-22", False),
        # Three working days to hand in what is missing, over a made-up Saturday.
        (Term(3, "working-days"), "2026-10-08 09:00", "2026-10-12", False),
        # The day that is not counted: one minute before and after midnight.
        (Term(1, "working-days"), "2026-11-25 23:59", "2026-11-26", False),
        (Term(1, "working-days"), "2026-11-26 00:00", "2026-11-27", False),
        # Days: the last one on a holiday moves on, also to a Sunday that is worked.
        (Term(10, "days"), "2026-09-21 12:00", "2026-10-08", True),
        (Term(5, "days"), "2020-01-14 12:00", "2020-01-19", False),
        (Term(15, "days", at_liberty=False), "2026-09-18 12:00", "2026-10-03", False),
        (Term(15, "days"), "2026-09-18 12:00", "2026-10-08", True),
        # Months: the same number, or the last day; and 60 days are not two months.
        (Term(2, "months", at_liberty=False), "2019-12-30 12:00", "2020-02-29", False),
        (Term(2, "months", at_liberty=False), "2020-02-27 12:00", "2020-04-27", False),
        (Term(60, "days", at_liberty=False), "2020-02-27 12:00", "2020-04-27", False),
        (Term(60, "days", at_liberty=False), "2020-03-31 12:00", "2020-05-30", False),
        (Term(2, "months", at_liberty=False), "2020-03-31 12:00", "2020-05-31", False),
        (Term(6, "months", at_liberty=False), "2023-08-31 12:00", "2024-02-29", False),
    ],
)
def test_terms_of_days(term: Term, since: str, last: str, put_off: bool) -> None:
    found = workdays.end(term, since=at(since), calendar=OURS, zone=SHANGHAI)
    assert (found.last_day.isoformat(), found.put_off, found.provisional) == (last, put_off, False)
    assert found.until == at(f"{last} 00:00") + timedelta(days=1), "it ends at 24:00 of its last day"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-11-25 10:00", "2026-11-26 10:00"),
        ("2026-11-25 10:20", "2026-11-26 11:00"),  # the hour in which it begins is not counted
        ("2026-11-25 23:59", "2026-11-27 00:00"),
        ("2026-10-01 08:00", "2026-10-02 08:00"),  # holidays do not stop hours
        ("2028-02-28 08:00", "2028-02-29 08:00"),
    ],
)
def test_terms_of_hours(since: str, until: str) -> None:
    found = workdays.end(Term(24, "hours"), since=at(since), calendar=OURS, zone=SHANGHAI)
    assert found.until == at(until)


def test_a_moment_is_read_in_the_offices_zone_wherever_it_was_written_down() -> None:
    late = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # past midnight in Shanghai
    for moment in (late, late.astimezone(timezone(-timedelta(hours=8))), late.astimezone(SHANGHAI)):
        found = workdays.end(Term(1, "working-days"), since=moment, calendar=OURS, zone=SHANGHAI)
        assert found.last_day == date(2026, 11, 27)
    with pytest.raises(ValueError, match="zone"):
        workdays.end(Term(1, "days"), since=datetime(2026, 11, 25), calendar=OURS, zone=SHANGHAI)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("term", "since", "provisional"),
    [
        (Term(7, "working-days"), "2026-12-18 12:00", False),
        (Term(7, "working-days"), "2026-12-28 12:00", True),
        (Term(30, "days"), "2026-12-15 12:00", True),
        (Term(30, "days"), "2026-12-01 12:00", False),
        (Term(24, "hours"), "2027-05-01 12:00", False),  # hours do not ask the calendar
    ],
)
def test_what_reaches_into_a_year_that_is_not_published_is_provisional(
    term: Term, since: str, provisional: bool
) -> None:
    assert workdays.end(term, since=at(since), calendar=OURS, zone=SHANGHAI).provisional is provisional


def test_an_office_has_days_of_its_own() -> None:
    """Shanghai's enterprises stayed closed to 9 February 2020; an office that did the same counts so."""
    closed = {date(2020, 2, day): False for day in range(3, 8)}
    found = workdays.end(
        Term(7, "working-days"), since=at("2020-01-23 10:00"), calendar=OURS.with_days(closed), zone=SHANGHAI
    )
    assert found.last_day == date(2020, 2, 18)
    ahead = OURS.with_days({date(2027, 1, 1): False})
    assert not ahead.provisional(date(2027, 1, 1)), "a day somebody has entered is known"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-25 16:29", "2026-11-25"),
        ("2026-11-25 16:30", "2026-11-26"),
        ("2026-11-27 17:00", "2026-11-30"),
        ("2026-10-03 09:00", "2026-10-08"),
        ("2026-10-10 09:00", "2026-10-10"),
    ],
)
def test_the_published_hour(moment: str, day: str) -> None:
    found = workdays.received(at(moment), cut_off=time(16, 30), calendar=OURS, zone=SHANGHAI)
    assert found == date.fromisoformat(day)


def test_without_an_hour_a_day_lasts_until_midnight() -> None:
    found = workdays.received(at("2026-11-25 23:59"), cut_off=None, calendar=OURS, zone=SHANGHAI)
    assert found == date(2026, 11, 25)


def test_the_last_day_for_an_application() -> None:
    assert workdays.latest(date(2026, 12, 10), 7) == date(2026, 12, 3)


@given(
    day=st.dates(date(2004, 1, 1), date(2030, 12, 31)), count=st.integers(1, 60),
    own=st.dictionaries(st.dates(date(2004, 1, 1), date(2031, 12, 31)), st.booleans(), max_size=20),
)  # fmt: skip
def test_counting_forwards_and_between_agree(day: date, count: int, own: dict[date, bool]) -> None:
    calendar: Calendar = OURS.with_days(own)
    last = workdays.working_days_after(day, count, calendar)
    assert calendar.works(last)
    assert workdays.working_days_between(day, last, calendar) == count
    assert workdays.working_days_between(last, day, calendar) == 0


def test_a_term_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="term of 0"):
        Term(0, "days")
