"""What ends when, and by when one applies: tables of facts at the edges of days, months and years."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portlight.capabilities.permits.rules import deadlines
from portlight.capabilities.permits.rules.applying import apply_by, state
from portlight.capabilities.permits.rules.deadlines import DEADLINES, decided_by, last_day, open_until
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.capabilities.permits.rules.stays import Stay, checked, days_left, last_lawful_day, may_still_enter
from portlight.toolkit.refusals import Refused
from portlight.toolkit.visas import VISAS
from portlight.toolkit.workdays import published

D = date


@pytest.mark.parametrize(
    ("code", "event", "last"),
    [
        ("DL01", D(2026, 3, 5), D(2026, 2, 26)),
        ("DL01", D(2028, 3, 5), D(2028, 2, 27)),  # over 29 February
        ("DL01", D(2027, 1, 3), D(2026, 12, 27)),  # over the turn of the year
        ("DL03", D(2026, 1, 31), D(2026, 3, 2)),
        ("DL03", D(2028, 1, 31), D(2028, 3, 1)),
        ("DL03", D(2026, 6, 30), D(2026, 7, 30)),
        ("DL05", D(2026, 12, 31), D(2026, 12, 1)),
        ("DL05", D(2028, 3, 30), D(2028, 2, 29)),
        ("DL05", D(2027, 3, 30), D(2027, 2, 28)),
        ("DL06", D(2026, 2, 20), D(2026, 3, 2)),
        ("DL06", D(2028, 2, 20), D(2028, 3, 1)),
        ("DL10", D(2026, 12, 31), D(2027, 3, 1)),
        ("DL10", D(2027, 12, 31), D(2028, 2, 29)),
        ("DL11", D(2026, 8, 31), D(2027, 2, 28)),
        ("DL11", D(2027, 8, 31), D(2028, 2, 29)),
        ("DL11", D(2026, 1, 15), D(2026, 7, 15)),
        ("DL12", D(2026, 4, 30), D(2026, 5, 30)),
        ("DL13", D(2028, 2, 14), D(2028, 2, 29)),
        ("DL14", D(2026, 1, 1), D(2026, 6, 30)),
        ("DL14", D(2028, 1, 1), D(2028, 6, 29)),
    ],
)
def test_the_last_day_of_every_term_in_days_and_months(code: str, event: date, last: date) -> None:
    (term,) = (one for one in DEADLINES if one.code == code)
    assert last_day(term, event) == last


@pytest.mark.parametrize(
    ("term", "accepted", "by"),
    [
        (deadlines.VISA_DECIDED, D(2026, 11, 26), D(2026, 12, 7)),
        (deadlines.RESIDENCE_DECIDED, D(2026, 11, 26), D(2026, 12, 17)),
        (deadlines.VISA_DECIDED, D(2020, 1, 23), D(2020, 2, 11)),  # the prolonged Spring Festival of 2020
        (deadlines.VISA_DECIDED, D(2025, 9, 28), D(2025, 10, 14)),  # over 1 to 8 October; the 11th is made up
        (deadlines.RESIDENCE_DECIDED, D(2025, 9, 28), D(2025, 10, 24)),
    ],
)
def test_the_office_counts_working_days_without_public_holidays(
    term: deadlines.Deadline, accepted: date, by: date
) -> None:
    decided = decided_by(term, accepted, published())
    assert (decided.by, decided.provisional) == (by, False)


def test_a_term_that_reaches_an_unpublished_year_is_provisional() -> None:
    assert decided_by(deadlines.RESIDENCE_DECIDED, D(2026, 12, 20), published()).provisional


def test_a_term_in_working_days_is_never_counted_without_a_calendar() -> None:
    with pytest.raises(ValueError, match="DL02"):
        last_day(deadlines.VISA_DECIDED, D(2026, 1, 1))


def test_every_term_names_its_article_and_its_code_once() -> None:
    assert all(one.source for one in DEADLINES)
    codes = [one.code for one in DEADLINES]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (D(2026, 11, 27), D(2026, 11, 27)),
        (D(2026, 11, 29), D(2026, 11, 27)),  # a Sunday
        (D(2026, 10, 7), D(2026, 9, 30)),  # the week of the National Day
        (D(2026, 10, 10), D(2026, 10, 10)),  # a Saturday that is made up
    ],
)
def test_a_day_off_is_told_as_the_working_day_before(day: date, until: date) -> None:
    assert open_until(day, published()) == until


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ({"holds": "L", "entered_on": D(2026, 1, 31), "printed_days": 1}, D(2026, 2, 1)),
        ({"holds": "L", "entered_on": D(2026, 1, 31), "printed_days": 30}, D(2026, 3, 2)),
        ({"holds": "M", "entered_on": D(2028, 1, 31), "printed_days": 30}, D(2028, 3, 1)),
        ({"holds": "M", "entered_on": D(2028, 1, 30), "printed_days": 30}, D(2028, 2, 29)),
        ({"holds": "F", "entered_on": D(2026, 1, 1), "printed_days": 180}, D(2026, 6, 30)),
        ({"holds": "L", "entered_on": D(2026, 1, 1), "printed_days": 30, "extended_days": 30}, D(2026, 3, 2)),
        ({"holds": "visa-free", "entered_on": D(2026, 12, 15), "printed_days": 30}, D(2027, 1, 14)),
        ({"holds": "port-visa", "entered_on": D(2026, 4, 1), "printed_days": 90}, D(2026, 5, 1)),
        ({"holds": "temporary-entry", "entered_on": D(2026, 4, 1), "printed_days": 90}, D(2026, 4, 16)),
        ({"holds": "temporary-entry", "entered_on": D(2026, 4, 1), "printed_days": 3}, D(2026, 4, 4)),
        ({"holds": "X1", "entered_on": D(2026, 9, 1), "printed_days": 0}, D(2026, 10, 1)),
        ({"holds": "residence-permit", "permit_until": D(2028, 2, 29)}, D(2028, 2, 29)),
        ({"holds": "stay-permit", "permit_until": D(2026, 5, 1), "entered_on": D(2026, 1, 1)}, D(2026, 5, 1)),
        ({"holds": "L", "entered_on": D(2026, 1, 1)}, None),
        ({"holds": "L", "printed_days": 30}, None),
        ({"holds": "none"}, None),
        ({"holds": "visa-free", "entered_on": D(2026, 1, 1), "printed_days": 0}, None),
    ],
)  # fmt: skip
def test_the_last_lawful_day(told: dict[str, object], last: date | None) -> None:
    assert last_lawful_day(Stay(**told)) == last  # type: ignore[arg-type]


@given(
    entered=some.integers(730_000, 745_000).map(date.fromordinal), printed=some.integers(1, 180),
    before=some.integers(0, 400), holds=some.sampled_from(VISAS),
)  # fmt: skip
def test_enter_before_says_nothing_once_inside(entered: date, printed: int, before: int, holds: str) -> None:
    inside = Stay(holds=holds, entered_on=entered, printed_days=printed)
    visa = Stay(
        holds=holds,
        entered_on=entered,
        printed_days=printed,
        enter_before=date.fromordinal(entered.toordinal() + before),
    )
    assert last_lawful_day(visa) == last_lawful_day(inside)
    assert days_left(visa, on=entered) == printed


def test_the_whole_last_day_still_lets_in() -> None:
    visa = Stay(holds="L", enter_before=D(2026, 3, 31))
    assert may_still_enter(visa, on=D(2026, 3, 31)) is True
    assert may_still_enter(visa, on=D(2026, 4, 1)) is False
    assert may_still_enter(Stay(holds="L"), on=D(2026, 4, 1)) is None


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"entered_on": D(2026, 3, 2)}, "permits.entered-later", "entered_on"),
        ({"entered_on": D(2026, 2, 2), "enter_before": D(2026, 2, 1)}, "permits.entered-too-late", "enter_before"),
        ({"printed_days": 3651}, "permits.days-odd", "printed_days"),
        ({"printed_days": -1}, "permits.days-odd", "printed_days"),
        ({"printed_days": 30, "extended_days": 31}, "permits.extended-odd", "extended_days"),
        ({"extended_days": 1}, "permits.extended-odd", "extended_days"),
    ],
)
def test_dates_that_cannot_be_meant_are_refused_with_their_field(
    told: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        checked(Stay(holds="L", **told), on=D(2026, 3, 1))  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.field) == (code, field)


def test_dates_at_their_edge_are_taken() -> None:
    stay = Stay(
        holds="L", entered_on=D(2026, 3, 1), enter_before=D(2026, 3, 1), printed_days=30, extended_days=30,
    )  # fmt: skip
    assert checked(stay, on=D(2026, 3, 1)) == stay


VISIT = Stay(holds="L", entered_on=D(2026, 1, 31), printed_days=30)  # until 2 March
PERMIT = Stay(holds="residence-permit", permit_until=D(2026, 12, 31))


@pytest.mark.parametrize(
    ("matter", "stay", "happened_on", "by", "inferred"),
    [
        ("visa-extension", VISIT, None, D(2026, 2, 23), False),
        ("visa-replacement", VISIT, None, D(2026, 3, 2), True),
        ("stay-permit", Stay(holds="visa-free", entered_on=D(2026, 1, 1), printed_days=15), None, D(2026, 1, 16), True),
        ("residence-study", Stay(holds="X1", entered_on=D(2026, 9, 1), printed_days=0), None, D(2026, 10, 1), False),
        ("residence-work", Stay(holds="Z", entered_on=D(2026, 9, 1)), None, D(2026, 10, 1), False),
        ("residence-extension", PERMIT, None, D(2026, 12, 1), False),
        ("residence-change", PERMIT, D(2026, 2, 20), D(2026, 3, 2), False),
        ("birth", Stay(holds="none"), D(2026, 1, 1), D(2026, 3, 2), False),
    ],
)
def test_apply_by(matter: str, stay: Stay, happened_on: date | None, by: date, inferred: bool) -> None:
    due = apply_by(MATTERS[matter], stay, happened_on=happened_on)
    assert due is not None
    assert (due.by, due.inferred) == (by, inferred)
    assert due.source


@pytest.mark.parametrize(
    ("matter", "stay"),
    [
        ("visa-reissue", VISIT),  # at once
        ("passport-lost", VISIT),
        ("death", VISIT),
        ("exit-entry-permit", VISIT),  # the law sets no term
        ("residence-note", PERMIT),
        ("residence-work", VISIT),  # an L visa binds nobody to 30 days
        ("residence-work", Stay(holds="Z", entered_on=D(2026, 9, 1), printed_days=90)),  # nor a short Z
        ("residence-change", PERMIT),  # the day of the change was not told
        ("visa-extension", Stay(holds="L")),
    ],
)
def test_no_day_is_invented(matter: str, stay: Stay) -> None:
    assert apply_by(MATTERS[matter], stay) is None


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (D(2026, 2, 22), "in-time"),
        (D(2026, 2, 23), "today"),
        (D(2026, 2, 24), "late"),
        (D(2026, 3, 2), "late"),
        (D(2026, 3, 3), "over"),
    ],
)
def test_being_late_is_told_and_refuses_nothing(on: date, said: str) -> None:
    assert state(apply_by(MATTERS["visa-extension"], VISIT), VISIT, on=on) == said


def test_every_matter_names_its_term_in_chinese_its_papers_and_its_articles() -> None:
    for code, matter in MATTERS.items():
        assert matter.code == code
        assert all(ord(one) > 0x2E80 for one in matter.zh)
        assert matter.papers
        assert matter.fees
        assert matter.source
