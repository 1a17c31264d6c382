from __future__ import annotations

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from portlight.toolkit import sealed

COLUMN = "people_address.value"


def test_it_opens_what_it_sealed() -> None:
    row = uuid4()
    stored = sealed.seal("anna@example.org", column=COLUMN, seal=row)
    assert b"anna" not in stored
    assert sealed.open_sealed(stored, column=COLUMN, seal=row) == "anna@example.org"
    assert sealed.open_sealed(memoryview(stored), column=COLUMN, seal=str(row)) == "anna@example.org"
    assert sealed.open_sealed(sealed.Sealed(stored, COLUMN), column=COLUMN, seal=row.hex) == "anna@example.org"


def test_a_value_moved_to_another_row_or_column_never_opens() -> None:
    row = uuid4()
    stored = sealed.seal("E1234567", column="people_paper.number", seal=row)
    for column, seal in (("people_paper.number", uuid4()), ("people_person.name", row)):
        with pytest.raises(InvalidTag):
            sealed.open_sealed(stored, column=column, seal=seal)


def test_a_sealed_value_prints_as_dots() -> None:
    value = sealed.Sealed(b"\x01secret", COLUMN)
    assert {repr(value), str(value), f"{value}", f"{value:>3}"} == {"•••"}


def test_equal_addresses_have_one_blind_index_per_purpose() -> None:
    one = sealed.blind("Anna@Example.org ", purpose="address.email")
    assert one == sealed.blind("anna@example.ORG", purpose="address.email")
    assert one != sealed.blind("anna@example.org", purpose="address.rehearsal")
    assert len(one) == 43


@pytest.mark.parametrize(
    ("kind", "text", "spelt"),
    [
        ("email", " Anna@EXAMPLE.org", "anna@example.org"),
        ("sms", "+86 138-0013 8000", "+8613800138000"),
        ("paper", "e 12-34 56", "E123456"),
        ("paper", "Ｅ１２３", "E123"),
    ],
)
def test_values_are_compared_in_one_spelling(kind: str, text: str, spelt: str) -> None:
    assert sealed.normalise(kind, text) == spelt
