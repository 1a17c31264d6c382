"""`portlight roster`, as somebody at a console meets it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from portlight.capabilities.lodging.cli import roster
from portlight.capabilities.lodging.tests.given import put_in_places
from portlight.capabilities.lodging.tests.rosters import HEAD, ROW, book, person, row, text
from portlight.toolkit import sheets
from portlight.toolkit.languages import CODES
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places(cast: Cast) -> None:
    put_in_places()


def run(*words: str | Path) -> Result:
    done = CliRunner().invoke(roster, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def checked(file: Path, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("check", file, "--as-of", "2026-02-10", "--json", *more).stdout)
    return found


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_bytes(text(ROW, row(surname="", given_name="", passport_no="Y1234567"), head=HEAD))
    return file


def test_every_row_is_answered_the_good_ones_too(sheet: Path) -> None:
    found = checked(sheet)
    assert found["rows"]["2"] == {"verdict": "ok", "column": None, "value": None, "code": None, "remedy": None}
    assert found["rows"]["3"] == {
        "verdict": "error", "column": "Surname", "value": "", "code": "empty",
        "remedy": "Nothing stands in this cell. Fill it in; of merged cells only the first one counts.",
    }  # fmt: skip
    assert found["counts"] == {"rows": 2, "ok": 1, "warn": 0, "error": 1}
    assert found["header_row"] == 1
    assert found["columns"]["Passport no"] == "doc_number"


def test_the_remedy_is_in_the_readers_language(sheet: Path) -> None:
    said = {language: checked(sheet, "--language", language)["rows"]["3"]["remedy"] for language in CODES}
    assert len(set(said.values())) == len(CODES)


@pytest.mark.parametrize(("content", "code"), [
    (b"", "sheet.empty"), (b"\0\1\2\3" * 99, "sheet.not-a-sheet"), (b"PK\3\4 no zip", "sheet.not-a-sheet"),
    (b"a,b\n1,2\n", "roster.heading-missing"), (b"Name,Nationality\nA,FRA\n", "roster.columns-missing"),
])  # fmt: skip
def test_a_file_that_is_no_roster_is_refused_in_a_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "odd"
    file.write_bytes(content)
    done = run("check", file, "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (set(told), told["refused"]) == ({"refused", "remedy"}, code)
    assert run("check", file).exit_code == 1


def test_the_template_of_every_language_is_a_roster_that_is_read(tmp_path: Path) -> None:
    out = tmp_path / "template.xlsx"
    for language in CODES:
        assert run("template", out, "--language", language).exit_code == 0
        done = run("check", out, "--json")
        assert json.loads(done.stdout)["refused"] == "roster.no-rows"


def test_the_marked_sheet_says_what_to_do_and_can_be_handed_in_again(tmp_path: Path) -> None:
    file, out = tmp_path / "people.xlsx", tmp_path / "marked.xlsx"
    number: list[Any] = list(ROW)
    number[5] = 12345678
    file.write_bytes(book(person(1), person(2, nationality="Narnia", surname="=SUM(A1)"), number))
    assert run("fixed", file, out, "--as-of", "2026-02-10", "--language", "de").exit_code == 0
    packed = zipfile.ZipFile(io.BytesIO(out.read_bytes()))
    comments = packed.read("xl/comments1.xml").decode()
    assert comments.count("<comment ") == 3
    assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "worksheets" in name)
    assert sheets.read(out.read_bytes()).rows == sheets.read(file.read_bytes()).rows
    assert checked(out)["rows"] == checked(file)["rows"]


def test_without_json_it_speaks_to_a_person(sheet: Path) -> None:
    said = run("check", sheet, "--as-of", "2026-02-10").output
    assert "row 3, Surname: '': error:" in said
    assert "1 error" in said
