"""How long at most, who may apply for whom, and what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portlight.capabilities.permits.reference import FEES
from portlight.capabilities.permits.rules.agents import GROUNDS, ground_of_age, grounds_for, may_apply_for
from portlight.capabilities.permits.rules.fees import Fee, Unknown, fee, item_of, read
from portlight.capabilities.permits.rules.limits import (
    RESIDENCE,
    health_certificate_good,
    longest,
    longest_extension,
    needs_health_certificate,
    residence_fits,
    stay_permit_fits,
)
from portlight.capabilities.permits.rules.matters import MATTERS
from portlight.capabilities.permits.rules.stays import Stay, last_lawful_day
from portlight.toolkit import countries

D = date


@pytest.mark.parametrize(
    ("printed", "extended", "code", "days"),
    [
        (30, 0, "up-to", 30),
        (30, 10, "up-to", 20),
        (30, 29, "up-to", 1),
        (30, 30, "used-up", 0),
        (1, 0, "up-to", 1),
        (180, 0, "up-to", 180),
        (181, 0, "over-180", 0),
        (0, 0, "unknown", 0),
        (None, 0, "unknown", 0),
    ],
)
def test_all_extensions_together_are_at_most_what_was_printed(
    printed: int | None, extended: int, code: str, days: int
) -> None:
    found = longest_extension(Stay(holds="L", printed_days=printed, extended_days=extended))
    assert (found.code, found.days) == (code, days)


@given(
    printed=some.integers(1, 180),
    extended=some.integers(0, 180),
    day=some.integers(730_000, 745_000),
)
def test_no_extension_leads_beyond_twice_the_printed_duration(printed: int, extended: int, day: int) -> None:
    entered = date.fromordinal(day)
    stay = Stay(holds="M", entered_on=entered, printed_days=printed, extended_days=min(extended, printed))
    found = longest_extension(stay)
    until = found.until or last_lawful_day(stay)
    assert until is not None
    assert (until - entered).days == 2 * printed


@pytest.mark.parametrize(
    ("matter", "issued", "until", "fits"),
    [
        ("residence-work", D(2026, 1, 1), D(2026, 3, 31), False),  # 89 days
        ("residence-work", D(2026, 1, 1), D(2026, 4, 1), True),  # 90
        ("residence-study", D(2026, 1, 1), D(2026, 6, 29), False),  # 179
        ("residence-study", D(2026, 1, 1), D(2026, 6, 30), True),  # 180
        ("residence-private", D(2026, 1, 1), D(2031, 1, 1), True),
        ("residence-private", D(2026, 1, 1), D(2031, 1, 2), False),
        ("residence-reunion", D(2028, 2, 29), D(2033, 2, 28), True),
        ("residence-reunion", D(2028, 2, 29), D(2033, 3, 1), False),
        ("residence-journalist", D(2028, 1, 1), D(2028, 6, 29), True),  # 180 with 29 February in them
    ],
)
def test_the_shortest_and_the_longest_residence_permit(matter: str, issued: date, until: date, fits: bool) -> None:
    assert residence_fits(matter, issued_on=issued, until=until) is fits


def test_a_stay_permit_is_at_most_180_days() -> None:
    assert stay_permit_fits(issued_on=D(2026, 1, 1), until=D(2026, 6, 30))
    assert not stay_permit_fits(issued_on=D(2026, 1, 1), until=D(2026, 7, 1))
    assert not stay_permit_fits(issued_on=D(2026, 1, 1), until=D(2026, 1, 1))


@pytest.mark.parametrize(
    ("until", "needed"), [(D(2026, 12, 31), False), (D(2027, 1, 1), True), (D(2030, 1, 1), True)]
)  # fmt: skip
def test_a_year_or_more_needs_a_health_certificate(until: date, needed: bool) -> None:
    assert needs_health_certificate(issued_on=D(2026, 1, 1), until=until) is needed


@pytest.mark.parametrize(
    ("on", "good"),
    [(D(2026, 8, 30), False), (D(2026, 8, 31), True), (D(2027, 2, 28), True), (D(2027, 3, 1), False)],
)
def test_it_is_good_for_six_months(on: date, good: bool) -> None:
    assert health_certificate_good(D(2026, 8, 31), on=on) is good


def test_where_the_law_sets_no_length_none_is_told() -> None:
    stay = Stay(holds="residence-permit", permit_until=D(2026, 1, 1))
    told = {code for code in MATTERS if longest(code, stay) is not None}
    assert told == {"visa-extension", "stay-permit", *RESIDENCE}


@pytest.mark.parametrize(
    ("matter", "ground", "article"),
    [
        ("visa-extension", "under-16", "19(1)"),
        ("visa-extension", "sixty", "19(1)"),
        ("visa-replacement", "unwell", "19(1)"),
        ("stay-permit", "good-record", "19(1)"),
        ("visa-reissue", "costs-guaranteed", "19(1)"),
        ("residence-extension", "costs-guaranteed", "19(1)"),
        ("visa-extension", "talent", None),
        ("residence-work", "talent", "19(2)"),
        ("residence-study", "under-16", "19(2)"),
        ("residence-work", "good-record", None),  # a first residence permit
        ("residence-study", "costs-guaranteed", None),
        ("birth", "parent", "40"),
        ("death", "family", "40"),
        ("exit-entry-permit", "unwell", None),
    ],
)
def test_who_may_apply_for_somebody_else(matter: str, ground: str, article: str | None) -> None:
    found = may_apply_for(MATTERS[matter], {ground})
    assert (found.number if found else None) == article


def test_no_ground_is_no_agent() -> None:
    assert all(may_apply_for(one, ()) is None for one in MATTERS.values())
    for one in MATTERS.values():
        assert all(may_apply_for(one, {ground}) for ground in grounds_for(one))
        assert not may_apply_for(one, set(GROUNDS) - set(grounds_for(one)))


@pytest.mark.parametrize(
    ("born", "on", "ground"),
    [
        (D(2010, 11, 26), D(2026, 11, 25), "under-16"),
        (D(2010, 11, 26), D(2026, 11, 26), None),
        (D(1966, 11, 27), D(2026, 11, 26), None),
        (D(1966, 11, 26), D(2026, 11, 26), "sixty"),
        (D(2012, 2, 29), D(2028, 2, 28), "under-16"),
        (D(2012, 2, 29), D(2028, 2, 29), None),
        (D(1968, 2, 29), D(2028, 2, 28), None),
        (D(1967, 2, 28), D(2027, 2, 28), "sixty"),
    ],
)
def test_age_counts_full_years(born: date, on: date, ground: str | None) -> None:
    assert ground_of_age(born, on=on) == ground


TABLE = read(FEES)
ON = D(2026, 11, 26)


@pytest.mark.parametrize(
    ("item", "nationality", "on", "said"),
    [
        ("visa-extension", "DEU", ON, 16000),
        ("visa-extension", "", ON, "nationality-not-told"),
        ("visa-extension", "JPN", ON, "reciprocal"),
        ("visa-extension", "USA", ON, "reciprocal"),
        ("visa-extension", "DEU", D(2024, 7, 21), "not-on-that-day"),
        ("visa-extension", "DEU", D(2024, 7, 22), 16000),
        ("visa-single", "BRA", ON, 16800),
        ("visa-years", "BRA", ON, 67200),
        ("residence-under-1", "JPN", ON, 40000),  # the same for everybody
        ("residence-1-to-3", "", ON, 80000),
        ("residence-3-to-5", "", ON, 100000),
        ("residence-change", "", ON, 20000),
        ("exit-entry-permit", "", ON, 10000),
        ("passport-lost", "", ON, 0),
        ("stay-permit", "DEU", ON, "unsourced"),
        ("birth", "DEU", ON, "unsourced"),
    ],
)
def test_the_fee_or_why_none_is_told(item: str, nationality: str, on: date, said: Any) -> None:
    found = fee(TABLE, item, nationality=nationality, on=on)
    assert (found.fen if isinstance(found, Fee) else found.reason) == said


def test_a_new_row_takes_over_on_its_day() -> None:
    (old,) = (row for row in FEES["rows"] if row["item"] == "visa-single")
    told = {"reciprocal": [], "rows": [{**old, "until": "2027-01-01"}, {**old, "since": "2027-01-01", "fen": 17000}]}
    before, after = (
        fee(read(told), "visa-single", nationality="DEU", on=on) for on in (D(2026, 12, 31), D(2027, 1, 1))
    )
    assert isinstance(before, Fee)
    assert isinstance(after, Fee)
    assert (before.fen, after.fen) == (16800, 17000)


def test_what_ships_names_its_sources_and_real_states() -> None:
    assert all(row.source for row in TABLE.rows)
    assert all(countries.known(code) for code in TABLE.reciprocal)
    items = [row.item for row in TABLE.rows]
    assert len(items) == len(set(items))
    assert set(items) <= {item for one in MATTERS.values() for item in one.fees}
    wanting = {item for one in MATTERS.values() for item in one.fees} - set(items)
    assert wanting == {"stay-permit", "residence-reissue", "residence-note", "birth", "death"}
    assert isinstance(fee(TABLE, "no-such-item", nationality="", on=ON), Unknown)


@pytest.mark.parametrize(
    ("matter", "until", "item"),
    [
        ("residence-work", D(2027, 11, 25), "residence-under-1"),
        ("residence-work", D(2027, 11, 26), "residence-1-to-3"),
        ("residence-extension", D(2029, 11, 25), "residence-1-to-3"),
        ("residence-extension", D(2029, 11, 26), "residence-3-to-5"),
        ("residence-extension", None, ""),
        ("visa-extension", None, "visa-extension"),
        ("visa-reissue", D(2027, 1, 1), ""),  # by entries, which the counter sees
    ],
)
def test_which_fee_falls_due(matter: str, until: date | None, item: str) -> None:
    assert item_of(MATTERS[matter].fees, issued_on=ON, until=until) == item
