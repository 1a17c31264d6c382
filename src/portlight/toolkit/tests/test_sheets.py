from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portlight.toolkit import sheets
from portlight.toolkit.refusals import Refused


def book(*rows: tuple[object, ...], first_row: int = 0) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows, start=first_row):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        sheets.read(content)
    return refusal.value.code


def test_a_workbook_keeps_the_kind_of_each_cell_and_the_number_of_each_row() -> None:
    found = sheets.read(book(("passport", "born"), ("E0123", date(1990, 1, 2)), (), (12345, "2 Jan 1990"), first_row=2))
    assert found.header == ("passport", "born")
    assert found.header_row == 3
    assert [number for number, _ in found.rows] == [4, 6]
    assert found.rows[0][1] == ("E0123", date(1990, 1, 2))
    assert found.rows[1][1] == (12345.0, "2 Jan 1990")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_text_is_read_as_spreadsheets_write_it_here(encoding: str, comma: str) -> None:
    found = sheets.read(f"姓名{comma}护照\r\n王{comma}E1\r\n".encode(encoding))
    assert found.header == ("姓名", "护照")
    assert found.rows == ((2, ("王", "E1")),)


def test_a_quoted_line_end_stays_in_its_cell() -> None:
    assert sheets.read(b'a,b\n"x\ny",2\n').rows == ((2, ("x\ny", "2")),)


def test_nothing_is_in_it() -> None:
    assert refused(b"") == "sheet.empty"
    assert refused(b" \r\n\t\n") == "sheet.empty"
    assert refused(book()) == "sheet.empty"


def test_what_is_no_sheet_is_said_to_be_none() -> None:
    assert refused(b"PK\x03\x04 and nothing else") == "sheet.not-a-sheet"
    assert refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0") == "sheet.not-a-sheet"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("hello.txt", "hello")
    assert refused(made.getvalue()) == "sheet.not-a-sheet"


def test_a_workbook_under_a_password_is_named_so() -> None:
    head = bytes.fromhex("d0cf11e0a1b11ae1")
    assert refused(head + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600) == "sheet.encrypted"


def bomb(told: int | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (sheets.MOST_UNZIPPED + 1000))
    content = made.getvalue()
    if told is not None:  # a directory that lies about what comes out
        real = (sheets.MOST_UNZIPPED + 1000).to_bytes(4, "little")
        content = content.replace(real, told.to_bytes(4, "little"))
    return content


def test_a_bomb_is_not_unpacked_whatever_its_directory_says() -> None:
    assert refused(bomb()) == "sheet.unzips-too-large"
    assert refused(bomb(told=1000)) in {"sheet.unzips-too-large", "sheet.not-a-sheet"}


def test_more_than_we_take_is_refused() -> None:
    assert refused(b"a\n" + b"1\n" * (sheets.MOST_ROWS + 1)) == "sheet.too-many-rows"
    assert refused(b",".join([b"a"] * (sheets.MOST_COLUMNS + 1))) == "sheet.too-many-columns"
    assert refused(b"a\n" * (sheets.MOST_BYTES // 2 + 1)) == "sheet.too-large"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"a,b\n"]))
def test_whatever_comes_in_is_read_or_refused(content: bytes, head: bytes) -> None:
    with suppress(Refused):
        sheets.read(head + content)


def test_a_sheet_of_one_row_or_of_one_column_is_a_sheet() -> None:
    assert sheets.read(book(("passport", "born"))).header == ("passport", "born")
    assert sheets.read(book(("passport",), ("E0123",))).rows == ((2, ("E0123",)),)
