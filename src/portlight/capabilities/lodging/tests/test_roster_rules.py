"""Rosters by tables of facts: what is read, what is told, and that no cell whatever breaks the reading."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portlight.capabilities.lodging.rules.roster import City, Known, Roster, RowVerdict, check
from portlight.capabilities.lodging.rules.roster.columns import COLUMNS
from portlight.capabilities.lodging.tests.rosters import HEAD, ROW, book, person, row, text
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import columns, dates, nations
from portlight.toolkit.sheets import Sheet, read

AS_OF = date(2026, 2, 10)
WHEN = datetime.combine(date(2020, 4, 3), time(14, 30))
CITY = City(
    districts={"310115": "310115", "浦东新区": "310115", "pudong": "310115", "黄浦区": "310101"},
    addresses={
        "浦东新区民生路1500号": Known(code="A1", line="浦东新区民生路1500号", district="310115", use="home"),
        "peacehotel": Known(code="H1", line="和平饭店", district="310101", use="hotel"),
        "nowhereroad1": None,
    },
)


def checked(*rows: Any, head: Any = HEAD, city: City | None = None) -> Roster:
    return check(read(text(*rows, head=head)), as_of=AS_OF, city=city)


def told(roster: Roster) -> list[tuple[str, str, str]]:
    return [(one.verdict, one.key, one.code) for found in roster.problems.values() for one in found]


def test_a_good_row_says_nothing() -> None:
    found = checked(ROW)
    assert list(found.verdicts()) == [RowVerdict(2, "ok")]
    assert found.counts() == {"rows": 1, "ok": 1, "warn": 0, "error": 0}


@pytest.mark.parametrize(("changed", "verdict", "key", "code"), [
    ({"surname": "", "given_name": ""}, "error", "surname", "empty"),
    ({"surname": "BOB 😀"}, "error", "surname", "name-odd"),
    ({"surname": "B0B"}, "error", "surname", "name-odd"),
    ({"surname": "A" * 200}, "error", "surname", "too-long"),
    ({"surname": "حسن"}, "warn", "surname", "name-not-latin"),
    ({"surname": "\u202eTNOPUD"}, "error", "surname", "name-odd"),
    ({"surname": "=1+1"}, "error", "surname", "formula"),
    ({"surname": "#REF!"}, "error", "surname", "sheet-error"),
    ({"nationality": ""}, "error", "nationality", "empty"),
    ({"nationality": "Narnia"}, "error", "nationality", "nationality-unknown"),
    ({"sex": "?"}, "error", "sex", "sex-unknown"),
    ({"date_of_birth": ""}, "error", "birth_date", "empty"),
    ({"date_of_birth": "soon"}, "error", "birth_date", "date-unreadable"),
    ({"date_of_birth": "10/02/90"}, "error", "birth_date", "date-unreadable"),
    ({"date_of_birth": "1990-02-30"}, "error", "birth_date", "date-impossible"),
    ({"date_of_birth": "03/04/1990"}, "warn", "birth_date", "date-ambiguous"),
    ({"date_of_birth": "2026-02-11"}, "error", "birth_date", "birth-in-future"),
    ({"date_of_birth": "1850-01-01"}, "error", "birth_date", "born-too-old"),
    ({"passport_no": ""}, "error", "doc_number", "empty"),
    ({"passport_no": "12"}, "error", "doc_number", "paper-number-odd"),
    ({"passport_no": "ABCDEFG"}, "error", "doc_number", "paper-number-odd"),
    ({"passport_no": "1.23E+11"}, "error", "doc_number", "paper-number-was-number"),
    ({"valid_until": "2026-02-09"}, "warn", "doc_expiry", "paper-expired"),
    ({"valid_until": "2026-02-10"}, "warn", "doc_expiry", "paper-expires-soon"),
    ({"visa_type": "Golden"}, "warn", "visa_type", "stay-kind-unknown"),
    ({"visa_type": "diplomatic"}, "error", "visa_type", "exempt"),
    ({"stay_until": "2026-02-01", "entry_date": "2026-01-01"}, "warn", "visa_expiry", "stay-over"),
    ({"stay_until": "2026-01-01", "entry_date": "2026-02-09"}, "error", "visa_expiry", "dates-reversed"),
    ({"entry_date": "2026-02-11"}, "error", "entry_date", "entry-in-future"),
    ({"check_in": ""}, "error", "arrival_date", "empty"),
    ({"check_in": "2026-02-11"}, "error", "arrival_date", "arrival-in-future"),
    ({"check_in": "2026-02-08"}, "warn", "arrival_date", "arrival-late"),
    ({"check_in": "2006-02-10"}, "error", "arrival_date", "arrival-too-long-ago"),
    ({"check_out": "2026-02-09"}, "error", "departure_date", "dates-reversed"),
    ({"check_out": "2046-02-09"}, "error", "departure_date", "leaving-too-far"),
    ({"room": "1" * 41}, "error", "room", "too-long"),
])  # fmt: skip
def test_what_is_wrong_is_told_of_its_cell(changed: dict[str, str], verdict: str, key: str, code: str) -> None:
    found = checked(row(**changed))
    assert (verdict, key, code) in told(found), told(found)
    assert found.verdict(0).verdict == verdict


@pytest.mark.parametrize("changed", [
    {"check_in": "2026-02-09"}, {"check_in": "2026-02-10 08:30"}, {"surname": "O'NEILL-GARCÍA"}, {"surname": ""},
    {"passport_no": "20fv 12-345"}, {"nationality": "D<<"}, {"nationality": "法国"}, {"nationality": "uk"},
    {"sex": "女"}, {"sex": "Mr"}, {"sex": ""}, {"visa_type": "residence permit"}, {"visa_type": ""}, {"room": ""},
    {"date_of_birth": "4 May 1990"}, {"date_of_birth": "May 4, 1990"}, {"date_of_birth": "1990年5月4日"},
    {"date_of_birth": "04.05.1990"}, {"date_of_birth": "19900504"}, {"date_of_birth": "04-MAY-1990"},
    {"valid_until": ""}, {"check_out": ""},
])  # fmt: skip
def test_what_people_write_is_read(changed: dict[str, str]) -> None:
    assert told(checked(row(**changed))) == []


@pytest.mark.parametrize(("given", "code"), [
    ("D<<", "DEU"), ("DEU", "DEU"), ("de", "DEU"), ("German", "DEU"), ("GBD", "GBR"), ("GBR", "GBR"), ("U.K.", "GBR"),
    ("美国", "USA"), ("德国人", "DEU"), ("Côte d’Ivoire", "CIV"), ("cote d'ivoire", "CIV"), ("South Korea", "KOR"),
    ("Französisch", None), ("Frankreich", "FRA"), ("Россия", "RUS"), ("XXA", "XXA"), ("UTO", None), ("", None),
])  # fmt: skip
def test_a_country_is_known_by_any_of_its_names(given: str, code: str | None) -> None:
    assert nations.code_of(given) == code


def test_every_country_is_known_by_its_own_name_in_every_language() -> None:
    from portlight.toolkit import countries
    from portlight.toolkit.languages import CODES

    wrong = [
        (language, code, name) for language in CODES for code, name in countries.choices(language)
        if nations.code_of(name) != code
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize(("cell", "order", "found", "code"), [
    ("03/04/2020", dates.DAY_FIRST, date(2020, 4, 3), "date-ambiguous"),
    ("03/04/2020", dates.MONTH_FIRST, date(2020, 3, 4), "date-ambiguous"),
    ("04/04/2020", dates.MONTH_FIRST, date(2020, 4, 4), ""),
    ("13/04/2020", dates.MONTH_FIRST, date(2020, 4, 13), ""),
    ("04/13/2020", dates.DAY_FIRST, date(2020, 4, 13), ""),
    ("13/13/2020", dates.DAY_FIRST, None, "date-impossible"),
    ("29/02/2020", dates.DAY_FIRST, date(2020, 2, 29), ""),
    ("29/02/2021", dates.DAY_FIRST, None, "date-impossible"),
    ("２０２０－０４－０３", dates.DAY_FIRST, date(2020, 4, 3), ""),
    ("2020-04-03 14:30", dates.DAY_FIRST, WHEN, ""),
    ("2020-04-03 2:30 pm", dates.DAY_FIRST, WHEN, ""),
    ("2020-04-03T25:00", dates.DAY_FIRST, None, "date-impossible"),
    (43924.0, dates.DAY_FIRST, date(2020, 4, 3), "date-was-number"),
    (20200403.0, dates.DAY_FIRST, date(2020, 4, 3), ""),
    (1.5, dates.DAY_FIRST, None, "date-unreadable"),
    (True, dates.DAY_FIRST, None, "date-unreadable"),
    (float("nan"), dates.DAY_FIRST, None, "date-unreadable"),
    (float("inf"), dates.DAY_FIRST, None, "date-unreadable"),
    (datetime.combine(date(2020, 4, 3), time.min), dates.DAY_FIRST, date(2020, 4, 3), ""),
])  # fmt: skip
def test_a_date_is_read_as_it_was_meant(cell: Any, order: str, found: date | None, code: str) -> None:
    assert dates.read(cell, order) == (found, code)


def test_the_file_tells_whether_it_writes_the_month_first() -> None:
    found = checked(person(1, check_in="02/09/2026"), person(2, check_out="03/31/2026"))
    assert found.values["arrival_date"][0] == date(2026, 2, 9)
    (one,) = [one for one in found.problems[0] if one.key == "arrival_date"]
    assert (one.code, one.facts["day"]) == ("date-ambiguous", date(2026, 2, 9))


def test_a_number_typed_as_a_number_is_doubtful_and_one_in_powers_is_lost() -> None:
    kept, lost, short = (list(ROW) for _ in range(3))
    kept[5], lost[5], short[5] = 12345678, 1.5e18, 12  # type: ignore[call-overload]
    found = check(read(book(kept, lost, short)), as_of=AS_OF)
    assert [one.verdict for one in found.verdicts()] == ["warn", "error", "error"]
    assert {one.code for one in found.verdicts()} == {"paper-number-was-number"}
    assert found.verdict(0).value == "12345678"


def test_the_same_person_twice_is_told_and_so_is_another_with_the_same_paper() -> None:
    found = checked(person(1), person(1), person(2), person(3, passport_no="X00000002"))
    assert [one.verdict for one in found.verdicts()] == ["ok", "error", "warn", "error"]
    assert [one.code for one in found.verdicts()] == [None, "twice", "twice-other-person", "twice-other-person"]
    assert [found.verdict(place).facts.get("row") for place in (1, 2, 3)] == [2, 5, 4]


@pytest.mark.parametrize(("line", "district", "code"), [
    ("浦东新区民生路1500号", "", ""), ("Peace Hotel", "", "hotel"), ("Nowhere Road 1", "Pudong", "address-unknown"),
    ("北京市朝阳区朝阳路1号", "", "outside-city"), ("北京西路100号", "黄浦区", ""),
    ("12 West Street, Hangzhou", "", "outside-city"),
    ("1 Beijing Road, Pudong", "", ""), ("x", "Pudong", "address-unknown"),
    ("", "", "empty"), ("", "Chaoyang", "outside-city"),
])  # fmt: skip
def test_an_address_is_known_typed_or_elsewhere(line: str, district: str, code: str) -> None:
    found = checked((*ROW, line, district), head=(*HEAD, "Address", "District"), city=CITY)
    assert (found.verdict(0).code or "") == code, told(found)


def test_a_row_without_an_address_lodges_at_the_sheets() -> None:
    city = City(districts=CITY.districts, given=True)
    assert told(checked((*ROW, ""), head=(*HEAD, "Address"), city=city)) == []
    assert told(checked(ROW, city=city)) == []


@pytest.mark.parametrize(("heading", "key"), [
    ("surname", "surname"), ("英文姓", "surname"), ("Surname (Latin)", "surname"), ("SURNAME / 英文姓 *", "surname"),
    ("passport no", "doc_number"), ("Passport No.", "doc_number"), ("护照号", "doc_number"),
    ("passport_number", "doc_number"),
    ("full name", "name"), ("姓名", "name"), ("姓名 Name", "name"), ("DOB", "birth_date"), ("国籍/地区", "nationality"),
    ("Country", "nationality"), ("check-in", "arrival_date"), ("入住日期（年月日）", "arrival_date"),
    ("3. Date of Birth [YYYY-MM-DD]", "birth_date"), ("Departure", "departure_date"), ("房号", "room"),
    ("Given name 英文名", "given_name"), ("Shoe size", None), ("marital", None), ("皮肤", None),
])  # fmt: skip
def test_a_column_is_known_by_many_names(heading: str, key: str | None) -> None:
    assert columns.key_of(heading, COLUMNS) == key


def test_the_headings_may_stand_below_a_title_and_rows_keep_their_numbers() -> None:
    content = text(("Name", "Nationality", "DOB", "Passport", "Arrival", "Shoe size"),
                   ("DUPONT, ANNA", "FRA", "1990-05-04", "20FV12345", "2026-02-10", "38"),
                   head=("Our guests",))  # fmt: skip
    found = check(read(b"\n\n" + content), as_of=AS_OF)
    assert (found.header_row, found.verdict(0)) == (4, RowVerdict(5, "ok"))
    assert found.unknown == ("Shoe size",)
    assert found.values["name"] == [("DUPONT", "ANNA")]


@pytest.mark.parametrize(("head", "rows", "code"), [
    (("a", "b"), [("1", "2")], "roster.heading-missing"),
    (("Name", "Nationality"), [("A", "FRA")], "roster.columns-missing"),
    (HEAD, [], "roster.no-rows"),
])  # fmt: skip
def test_a_sheet_of_something_else_is_refused_whole(head: Any, rows: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(*rows, head=head)
    assert refused.value.code == code


CELLS = st.one_of(
    st.text(max_size=40), st.floats(), st.integers(-10**20, 10**20), st.booleans(), st.dates(), st.datetimes(),
    st.times(), st.timedeltas(), st.sampled_from(ROW),
    st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}", fullmatch=True),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=16), min_size=1, max_size=6))
def test_no_cell_whatever_breaks_the_reading(rows: list[list[Any]]) -> None:
    head = (*HEAD, "Address", "District")
    sheet = Sheet(head, 1, tuple((number, tuple(cells)) for number, cells in enumerate(rows, start=2)))
    found = check(sheet, as_of=AS_OF, city=CITY)
    assert len(list(found.verdicts())) == len(rows)
    assert all(isinstance(one.value, str) for problems in found.problems.values() for one in problems)
