"""`portlight mrz check`, as somebody at a console meets it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from portlight.kernel.people.cli import zone

LINES = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n"


def said(lines: str | bytes, *options: str) -> str:
    done = CliRunner().invoke(zone, ["check", *options], input=lines)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_prints_one_object() -> None:
    told = json.loads(said("\ufeff" + LINES, "--json"))
    assert list(told) == ["format", "valid", "fields", "checks", "problems"]
    assert (told["format"], told["valid"], told["problems"]) == ("TD3", True, [])
    assert set(told["checks"]) == {"document_number", "birth_date", "expiry_date", "optional", "composite"}
    assert told["fields"]["surname"] == "ERIKSSON"


def test_a_check_the_format_lacks_is_null() -> None:
    visa = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<\n"
    told = json.loads(said(visa, "--json"))
    assert (told["checks"]["optional"], told["checks"]["composite"]) == (None, None)


@pytest.mark.parametrize("lines", ["", "\n\n", "x", b"\xff\xfe\x00", LINES.replace("8", "é"), LINES * 3])
def test_whatever_it_is_given_it_answers(lines: str | bytes) -> None:
    told = json.loads(said(lines, "--json"))
    assert told["valid"] is False
    assert told["problems"]


def test_a_person_reads_what_is_wrong_and_where() -> None:
    told = said(LINES.replace("7408122", "7408123"))
    assert "wrong: check-birth-date" in told
    assert "birth date: 1974-08-12" in told
