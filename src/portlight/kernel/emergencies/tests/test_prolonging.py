"""Automatic prolongation, case by case: the edges of 2020 as exit-entry offices answered them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.kernel.emergencies.rules.prolonging import Prolonged, Relief, examine, prolonged, read
from portlight.toolkit.refusals import Refused

RULE = Relief(control_from=date(2020, 1, 20), announced_on=date(2020, 2, 27))


def day(text: str, year: int = 2020) -> date:
    return date.fromisoformat(f"{year}-{text}")


@pytest.mark.parametrize(
    ("ends_on", "from_", "last_day", "if_days"),
    [
        # ended in the control period, up to the announcement: from 27 February
        ("01-20", "02-27", "04-27", "04-27"),
        ("01-31", "02-27", "04-27", "04-27"),
        ("02-26", "02-27", "04-27", "04-27"),
        ("02-27", "02-27", "04-27", "04-27"),
        # later: from the day after the end
        ("02-28", "02-29", "04-29", "04-29"),
        ("02-29", "03-01", "05-01", "04-30"),  # two months are 61 days
        ("03-15", "03-16", "05-16", "05-15"),
        ("04-30", "05-01", "07-01", "06-30"),
        ("06-30", "07-01", "09-01", "08-30"),  # 62 days
        ("08-30", "08-31", "10-31", "10-30"),
        ("07-30", "07-31", "09-30", "09-29"),  # no 31 September: its last day
    ],
)
def test_the_cases_of_2020(ends_on: str, from_: str, last_day: str, if_days: str) -> None:
    found = prolonged(day(ends_on), RULE)
    assert found == Prolonged(from_=day(from_), last_day=day(last_day), if_days=day(if_days))
    assert found.differ == (last_day != if_days)
    assert found.at_least == min(day(last_day), day(if_days))


def test_a_month_without_that_day_ends_on_its_last_and_days_may_end_later() -> None:
    winter = Relief(control_from=date(2020, 12, 1), announced_on=date(2020, 12, 1))
    found = prolonged(date(2020, 12, 30), winter)
    assert found == Prolonged(from_=date(2020, 12, 31), last_day=date(2021, 2, 28), if_days=date(2021, 3, 1))
    assert found.at_least == date(2021, 2, 28)


def test_who_ended_before_the_control_is_not_covered() -> None:
    assert prolonged(day("01-19"), RULE) == "ended-before"
    assert prolonged(day("01-19"), RULE, before=True) == "ended-before"


def test_once_only_and_only_the_kinds_it_names() -> None:
    assert prolonged(day("03-15"), RULE, before=True) == "once-only"
    visas = replace(RULE, kinds=("visa",))
    assert prolonged(day("03-15"), visas, kind="residence-permit") == "another-kind"
    assert isinstance(prolonged(day("03-15"), visas, kind="visa"), Prolonged)
    assert isinstance(prolonged(day("03-15"), RULE, kind="residence-permit"), Prolonged)


def test_after_its_last_day_no_stay_is_covered() -> None:
    closed = replace(RULE, last_end_on=day("07-31"))
    assert isinstance(prolonged(day("07-31"), closed), Prolonged)
    assert prolonged(day("08-01"), closed) == "ends-after"


@given(st.dates(date(2019, 1, 1), date(2022, 12, 31)), st.integers(1, 12))
def test_nobody_loses_a_day_and_a_later_end_never_gets_less(ends_on: date, months: int) -> None:
    rule = replace(RULE, months=months)
    found, next_day = prolonged(ends_on, rule), prolonged(ends_on.replace(year=ends_on.year + 1, day=1), rule)
    if ends_on < RULE.control_from:
        assert found == "ended-before"
        return
    assert isinstance(found, Prolonged)
    assert isinstance(next_day, Prolonged)
    assert found.last_day > max(ends_on, RULE.announced_on)
    assert found.from_ >= RULE.announced_on


@pytest.mark.parametrize(
    "wrong",
    [
        {"announced_on": date(2020, 1, 19)}, {"months": 0}, {"months": 13}, {"last_end_on": date(2020, 1, 1)},
        {"kinds": ("work-permit",)},
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_together_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused) as refusal:
        examine(replace(RULE, **wrong))  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == ("emergencies.relief-wrong", next(iter(wrong)))


def test_what_is_kept_is_read_again() -> None:
    for rule in (RULE, replace(RULE, last_end_on=day("07-31"), kinds=("visa", "visa-free"), months=1)):
        examine(rule)
        assert read(rule.kept()) == rule
