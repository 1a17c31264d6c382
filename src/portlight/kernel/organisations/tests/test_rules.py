"""Unified social credit codes, and who may do what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portlight.kernel.organisations.rules import code_of, code_read, may

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# Examples that circulate in descriptions of the standard and in other checkers of it.
KNOWN = ("91350100M000100Y43", "91110000600037341L")


@pytest.mark.parametrize("code", KNOWN)
def test_codes_of_licences_are_read(code: str) -> None:
    assert code_read(code) == code
    assert code_read(f" {code[:9].lower()} {code[9:]}") == code


@given(st.text(SIGNS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(SIGNS))
def test_every_single_wrong_sign_is_found(body: str, place: int, sign: str) -> None:
    code = code_of(body)
    assert code_read(code) == code
    wrong = code[:place] + sign + code[place + 1 :]
    assert (code_read(wrong) == "") == (wrong != code)


@pytest.mark.parametrize(
    "text", ["", "9135", "91350100M000100Y4", "91350100M000100Y430", "91350100I000100Y43", "x" * 18]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert code_read(text) == ""


def test_a_viewer_sees_a_deputy_files_an_officer_invites() -> None:
    assert [may("viewer", "see"), may("viewer", "file")] == [True, False]
    assert [may("deputy", "file"), may("deputy", "invite")] == [True, False]
    assert may("officer", "invite")
