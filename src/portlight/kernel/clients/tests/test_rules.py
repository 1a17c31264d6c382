"""Keys as they are written and read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portlight.kernel.clients.rules import SOON, presented, state, written

AT = datetime(2026, 2, 10, 1, 30, tzinfo=UTC)
SECRET = "A_b-" + "x" * 39


def test_a_key_is_read_back_as_it_was_written_also_with_its_own_sign_in_the_secret() -> None:
    assert presented(f" {written('abcd2345', SECRET)}\n") == ("abcd2345", SECRET)


@pytest.mark.parametrize("text", [
    "", "plk_", "plk_abcd2345", "plk_abcd2345_short", f"plx_abcd2345_{SECRET}", f"plk_ABCD2345_{SECRET}",
    f"plk_abcd2345_{SECRET}x", f"plk_abcd234\0_{SECRET}", "Bearer", f"plk_abcd2345_{'é' * 43}", "x" * 100_000,
])  # fmt: skip
def test_what_cannot_be_a_key_is_none(text: str) -> None:
    assert presented(text) is None


@pytest.mark.parametrize(("left", "withdrawn", "found"), [
    (SOON + timedelta(seconds=1), False, "good"), (SOON, False, "soon"), (timedelta(seconds=1), False, "soon"),
    (timedelta(0), False, "over"), (-timedelta(days=1), False, "over"), (SOON * 2, True, "withdrawn"),
])  # fmt: skip
def test_a_key_ends_at_its_moment_and_not_after_it(left: timedelta, withdrawn: bool, found: str) -> None:
    assert state(until=AT + left, withdrawn=withdrawn, at=AT) == found
