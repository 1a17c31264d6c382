"""The published specimens, and zones put together by a second way of writing them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.toolkit import mrz

ON = date(2026, 11, 25)
SPECIMENS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("mrz_specimens.json").read_text(encoding="utf-8")
)["specimens"]
_NAMED = {"doc": "document_number", "dob": "birth_date", "exp": "expiry_date", "opt": "optional", "comp": "composite"}
ANNA = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda one: one["id"])
def test_a_published_specimen_is_read_as_its_publisher_states(specimen: dict[str, Any]) -> None:
    zone = mrz.read(specimen["lines"], on=ON)
    assert zone.format == specimen["format"]
    assert zone.valid is specimen["expected_valid"], zone.problems
    stated = {_NAMED[name]: so for name, so in specimen["checks"].items() if name in _NAMED}
    assert {name: so for name, so in zone.checks.items() if so is not None} == stated


def test_the_fields_of_the_standards_own_passport() -> None:
    assert mrz.read(ANNA, on=ON).fields == {
        "document_code": "P", "issuing_state": "UTO", "surname": "ERIKSSON", "given_names": "ANNA MARIA",
        "name_may_be_cut": False, "document_number": "L898902C3", "nationality": "UTO", "birth_date": "1974-08-12",
        "sex": "F", "expiry_date": "2012-04-15", "optional": "ZE184226B",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("specimen", "field", "value"),
    [
        ("ICAO-TD1-LONG", "document_number", "D23145890734"),
        ("ICAO-TD1-LONG", "optional", None),
        ("DE-TD3-2010", "issuing_state", "D"),
        ("CA-TD3", "document_number", "ZE000509"),
        ("LI-TD1", "surname", "OSPELT BECK"),
        ("ES-TD1", "optional", "99999999R"),
        ("US-MRVA-1", "optional", "B3XLC000FD142955"),
        ("ICAO-TD1-LONG", "birth_date", "1934-07-12"),
    ],
)
def test_what_is_odd_about_a_specimen(specimen: str, field: str, value: str | None) -> None:
    lines = next(one["lines"] for one in SPECIMENS if one["id"] == specimen)
    assert mrz.read(lines, on=ON).fields[field] == value


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda one: one["id"])
def test_a_changed_check_digit_is_told_and_never_repaired(specimen: dict[str, Any]) -> None:
    layout = mrz.LAYOUTS[specimen["format"]]
    at = layout.birth
    line = specimen["lines"][at.line - 1]
    wrong = str((int(line[at.last]) + 1) % 10)
    lines = [*specimen["lines"]]
    lines[at.line - 1] = line[: at.last] + wrong + line[at.last + 1 :]
    zone = mrz.read(lines, on=ON)
    assert zone.checks["birth_date"] is False
    assert not zone.valid
    assert "check-birth-date" in {problem.code for problem in zone.problems}
    assert zone.fields == mrz.read(specimen["lines"], on=ON).fields, "the fields stay as they are printed"


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ([], {"empty"}),
        (["", "  "], {"empty"}),
        ([ANNA[0]], {"line-count"}),
        ([ANNA[0][:-1], ANNA[1]], {"line-length"}),
        ([ANNA[0], ANNA[1][:36]], {"lines-differ"}),
        (["IDFRAABERNATHY<<<<<<<<<<<<<<<<952042", "0509952018746NICOLAS<<PAUL<8206152M3"], {"unknown-format"}),
        ([ANNA[0].lower(), ANNA[1]], {"character", "state", "name"}),
        (["P<UTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", ANNA[1]], {"name"}),
        ([ANNA[0], ANNA[1].replace("F", "X")], {"sex"}),
        ([ANNA[0], ANNA[1].replace("7408122", "7413122")], {"birth-date", "check-birth-date", "check-composite"}),
        ([ANNA[0], ANNA[1].replace("UTO", "U7O")], {"state"}),
    ],
)
def test_what_is_wrong_is_named(lines: list[str], codes: set[str]) -> None:
    zone = mrz.read(lines, on=ON)
    assert codes <= {problem.code for problem in zone.problems}
    assert not zone.valid


def test_a_date_of_which_only_the_year_is_known() -> None:
    line = "L898902C36UTO74<<<<"
    line += mrz.check_digit("74<<<<") + "F1204159ZE184226B<<<<<1"
    line += mrz.check_digit(line[:10] + line[13:20] + line[21:43])
    zone = mrz.read((ANNA[0], line), on=ON)
    assert zone.valid, zone.problems
    assert zone.fields["birth_date"] == "1974"


@pytest.mark.parametrize(
    ("printed", "past", "read"),
    [
        ("261125", True, "2026-11-25"),
        ("261126", True, "1926-11-26"),
        ("000229", True, "2000-02-29"),
        ("270229", False, None),
        ("280229", False, "2028-02-29"),
        ("750101", False, "2075-01-01"),
        ("770101", False, "1977-01-01"),
        ("<<0101", True, None),
        ("74<<12", True, None),
        ("٧٤٠٨١٢", True, None),
    ],
)
def test_the_century_of_a_date(printed: str, past: bool, read: str | None) -> None:
    assert mrz._dated(printed, ON, past=past) == read


# A second way of writing zones: by concatenation, where the reader counts positions.

_LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)
_NUMBER = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=5, max_size=9)
_OPTIONAL = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=7)
_DAYS = st.dates(ON - timedelta(days=99 * 365), ON)
_LATER = st.dates(ON - timedelta(days=3650), ON + timedelta(days=3650))


def _digit(text: str) -> str:
    return mrz.check_digit(text)


def _visa_line(number: str, born: date, until: date, sex: str) -> str:
    birth, expiry, plain = f"{born:%y%m%d}", f"{until:%y%m%d}", number.ljust(9, "<")
    return f"{plain}{_digit(plain)}UTO{birth}{_digit(birth)}{sex}{expiry}{_digit(expiry)}"


def _td3(name: str, number: str, born: date, until: date, sex: str, optional: str) -> tuple[str, ...]:
    line, more = _visa_line(number, born, until, sex), optional.ljust(14, "<")
    line += more + _digit(more)
    return f"P<UTO{name}".ljust(44, "<"), line + _digit(line[:10] + line[13:20] + line[21:])


def _td2(name: str, number: str, born: date, until: date, sex: str, optional: str) -> tuple[str, ...]:
    line = _visa_line(number, born, until, sex) + optional.ljust(7, "<")
    return f"I<UTO{name}".ljust(36, "<"), line + _digit(line[:10] + line[13:20] + line[21:])


def _mrva(name: str, number: str, born: date, until: date, sex: str, optional: str) -> tuple[str, ...]:
    return f"V<UTO{name}".ljust(44, "<"), _visa_line(number, born, until, sex) + optional.ljust(16, "<")


def _mrvb(name: str, number: str, born: date, until: date, sex: str, optional: str) -> tuple[str, ...]:
    return f"V<UTO{name}".ljust(36, "<"), _visa_line(number, born, until, sex) + optional.ljust(8, "<")


def _td1(name: str, number: str, born: date, until: date, sex: str, optional: str) -> tuple[str, ...]:
    plain, birth, expiry = number.ljust(9, "<"), f"{born:%y%m%d}", f"{until:%y%m%d}"
    first = f"I<UTO{plain}{_digit(plain)}{optional}".ljust(30, "<")
    second = f"{birth}{_digit(birth)}{sex}{expiry}{_digit(expiry)}UTO".ljust(29, "<")
    second += _digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    return first, second, name.ljust(30, "<")


_WRITERS: dict[str, Callable[..., tuple[str, ...]]] = {
    "TD3": _td3, "TD2": _td2, "TD1": _td1, "MRVA": _mrva, "MRVB": _mrvb,
}  # fmt: skip
_PEOPLE = {
    "surname": _LETTERS, "given": _LETTERS, "number": _NUMBER, "born": _DAYS, "until": _LATER,
    "sex": st.sampled_from("MF<"), "optional": _OPTIONAL,
}  # fmt: skip


def _written(kind: str, who: dict[str, Any]) -> tuple[str, ...]:
    name = f"{who['surname']}<<{who['given']}"
    return _WRITERS[kind](name, who["number"], who["born"], who["until"], who["sex"], who["optional"])


@given(kind=st.sampled_from(sorted(_WRITERS)), who=st.fixed_dictionaries(_PEOPLE))
def test_what_was_written_is_read_back(kind: str, who: dict[str, Any]) -> None:
    zone = mrz.read(_written(kind, who), on=ON)
    assert zone.valid, zone.problems
    assert zone.format == kind
    told = {name: zone.fields[name] for name in ("surname", "given_names", "document_number", "birth_date", "sex")}
    assert told == {
        "surname": who["surname"], "given_names": who["given"], "document_number": who["number"],
        "birth_date": who["born"].isoformat(), "sex": None if who["sex"] == "<" else who["sex"],
    }  # fmt: skip
    assert zone.fields["expiry_date"] == who["until"].isoformat()
    assert (zone.fields["optional"] or "") == who["optional"]


@given(
    kind=st.sampled_from(sorted(_WRITERS)), who=st.fixed_dictionaries(_PEOPLE), at=st.integers(0, 200),
    by=st.integers(1, 9),
)  # fmt: skip
def test_one_changed_digit_of_what_is_checked_never_passes(kind: str, who: dict[str, Any], at: int, by: int) -> None:
    """A digit in number, dates or their check digits; every such change moves the sum, because no weight divides 10."""
    lines = [*_written(kind, who)]
    layout = mrz.LAYOUTS[_format(kind)]
    places = [
        (span.line - 1, position)
        for span in (layout.number, layout.birth, layout.expiry)
        for position in range(span.first - 1, span.last + 1)
        if lines[span.line - 1][position].isdigit()
    ]
    line, position = places[at % len(places)]
    changed = str((int(lines[line][position]) + by) % 10)
    lines[line] = lines[line][:position] + changed + lines[line][position + 1 :]
    assert not mrz.read(lines, on=ON).valid


def _format(kind: str) -> mrz.Format:
    return next(name for name in mrz.LAYOUTS if name == kind)


@given(st.lists(st.text(max_size=50), max_size=5))
def test_nothing_makes_it_fall(lines: list[str]) -> None:
    zone = mrz.read(lines, on=ON)
    assert zone.valid == (zone.format is not None and not zone.problems)
    assert set(zone.checks) == set(mrz.CHECKS)


@given(st.sampled_from(SPECIMENS), st.integers(0, 2), st.integers(0, 43), st.characters())
def test_nothing_in_a_zone_makes_it_fall(specimen: dict[str, Any], line: int, at: int, char: str) -> None:
    lines = [*specimen["lines"]]
    line %= len(lines)
    lines[line] = lines[line][:at] + char + lines[line][at + 1 :]
    zone = mrz.read(lines, on=ON)
    assert zone.valid == (zone.format is not None and not zone.problems)
