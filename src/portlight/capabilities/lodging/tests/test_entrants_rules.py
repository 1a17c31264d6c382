"""What a list of people who have entered may look like, and what is said of each cell that is wrong."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import xlsxwriter

from portlight.capabilities.lodging.rules.entrants import Entrants, check, telephone
from portlight.capabilities.lodging.tests.given import AT, SHANGHAI
from portlight.toolkit import sheets
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters.cells import Wrong

HEAD = ("Country", "Passport no", "Entered at", "E-mail", "Phone", "Language")


def checked(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> Entrants:
    text = "\n".join(",".join(map(str, row)) for row in (head, *rows))
    return check(sheets.read(text.encode()), at=AT, zone=SHANGHAI, kept=timedelta(days=30))


@pytest.mark.parametrize(
    ("row", "column", "code", "verdict"),
    [
        (("Atlantis", "AB1234567", "2026-02-10", "", "", ""), "Country", "nationality-unknown", "error"),
        (("FRA", "", "2026-02-10", "", "", ""), "Passport no", "empty", "error"),
        (("FRA", "!!", "2026-02-10", "", "", ""), "Passport no", "paper-number-odd", "error"),
        (("FRA", "AB1234567", "", "", "", ""), "Entered at", "empty", "error"),
        (("FRA", "AB1234567", "2026-02-30", "", "", ""), "Entered at", "date-impossible", "error"),
        (("FRA", "AB1234567", "2026-02-11", "", "", ""), "Entered at", "entered-in-future", "error"),
        (("FRA", "AB1234567", "2026-01-01", "", "", ""), "Entered at", "entered-too-long-ago", "error"),
        (("FRA", "AB1234567", "2026-02-10", "anna at home", "", ""), "E-mail", "email-odd", "error"),
        (("FRA", "AB1234567", "2026-02-10", "", "171 2345", ""), "Phone", "telephone-odd", "error"),
        (("FRA", "AB1234567", "2026-02-10", "a@b.example", "", "Klingon"), "Language", "language-unknown", "warn"),
        (("FRA", "AB1234567", "=NOW()", "", "", ""), "Entered at", "formula", "error"),
    ],
)
def test_a_wrong_cell_is_named_with_row_column_value_and_code(
    row: tuple[str, ...], column: str, code: str, verdict: str
) -> None:
    found = checked(("DEU", "C01X00T47", "2026-02-09 08:30", "", "", ""), row)
    (fault,) = found.faults
    assert (fault.row, fault.column, fault.code, fault.verdict) == (3, column, code, verdict)
    assert fault.value == row[HEAD.index(column)]
    assert [one.row for one in found.rows] == ([2] if verdict == "error" else [2, 3])


def test_the_moment_is_the_offices_and_a_day_alone_counts_as_its_noon() -> None:
    first, second, third = checked(
        ("FRA", "AB1234567", "2026-02-09 23:10", "", "", ""), ("FRA", "AB1234568", "2026-02-09", "", "", ""),
        ("FRA", "AB1234569", "2026-02-10", "", "", ""),
    ).rows  # fmt: skip
    assert first.at == datetime(2026, 2, 9, 23, 10, tzinfo=SHANGHAI)
    assert second.at == datetime(2026, 2, 9, 12, tzinfo=SHANGHAI)
    assert third.at == AT, "noon of today is still to come"


def test_chinese_headings_names_of_countries_and_of_languages_are_understood() -> None:
    (row,) = checked(
        ("法国", "AB1234567", "2026-02-09", "", "13812345678", "法语"),
        head=("国籍", "护照号码", "入境时间", "邮箱", "手机号", "语言"),
    ).rows
    assert (row.country, row.channel, row.value, row.language) == ("FRA", "sms", "+8613812345678", "fr")


def test_a_workbook_keeps_the_kinds_of_its_cells() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["List of carrier X"])
        sheet.write_row(1, 0, HEAD)
        sheet.write_row(2, 0, ["FRA", "AB1234567"])
        sheet.write_datetime(2, 2, datetime(2026, 2, 9, 21, 5), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))  # noqa: DTZ001
        sheet.write_number(2, 4, 8613812345678)
    found = check(sheets.read(out.getvalue()), at=AT, zone=SHANGHAI, kept=timedelta(days=30))
    assert [one.code for one in found.faults] == ["telephone-odd"], "a number without its + may be anybody's"
    assert found.faults[0].row == 3


def test_the_same_person_twice_in_a_list_is_kept_once_and_told() -> None:
    row = ("FRA", "AB1234567", "2026-02-09", "", "", "")
    found = checked(row, row)
    assert len(found.rows) == 1
    assert [(one.row, one.code, one.facts) for one in found.faults] == [(3, "twice", {"row": 2})]


def test_a_list_without_its_columns_or_without_people_is_refused() -> None:
    with pytest.raises(Refused, match=r"lodging\.entrants-columns") as refused:
        checked(("FRA",), head=("Country",))
    assert refused.value.facts["columns"] == ["passport number", "entered at"]
    with pytest.raises(Refused, match=r"lodging\.entrants-none"):
        checked()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("+49 171 234-5678", "+491712345678"),
        ("0049 (171) 2345678", "+491712345678"),
        ("138 1234 5678", "+8613812345678"),
        (13812345678, "+8613812345678"),
        ("", ""),
    ],
)
def test_a_telephone_as_people_write_it(typed: Any, said: str) -> None:
    assert telephone(typed) == said


def test_a_number_without_its_country_is_nobodys() -> None:
    assert isinstance(telephone("0171 2345678"), Wrong)


def test_days_are_told_as_days() -> None:
    (fault,) = checked(("FRA", "AB1234567", "2026-02-11", "", "", "")).faults
    assert fault.facts == {"day": date(2026, 2, 11)}
