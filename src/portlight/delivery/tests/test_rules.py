from __future__ import annotations

import pytest

from portlight.delivery import rules


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 300), (1, 300), (2, 240), (3, 480), (6, 3840), (8, 14_400), (30, 14_400)]
)
def test_a_retry_waits_five_minutes_then_doubles_up_to_four_hours(attempts: int, seconds: int) -> None:
    assert rules.retry_wait(attempts, spread=0.0) == seconds


def test_the_spread_never_passes_the_cap() -> None:
    assert rules.retry_wait(30, spread=1.0) == 14_400
    assert rules.retry_wait(1, spread=-1.0) == 240


def test_the_circuit_opens_after_five_in_a_row() -> None:
    assert [rules.circuit_wait(failures) for failures in (0, 4, 5, 6, 50)] == [0.0, 0.0, 5.0, 10.0, 300.0]


def test_leases_cover_every_position_once() -> None:
    runs = rules.cut(11, 4_501)
    assert [hi - lo for lo, hi in runs] == [2_000, 2_000, 501]
    assert runs[0][0] == 11
    assert [lo for lo, _ in runs[1:]] == [hi for _, hi in runs[:-1]]
    assert rules.cut(1, 0) == []


@pytest.mark.parametrize(
    ("severity", "kind", "lane"),
    [("emergency", "notice", 10), ("urgent", "notice", 20), ("ordinary", "tell", 12), ("ordinary", "notice", 40)],
)
def test_what_is_waited_for_goes_first(severity: str, kind: str, lane: int) -> None:
    assert rules.lane_of(severity, kind) == lane


@pytest.mark.parametrize(
    ("about", "slug"), [("N-2020-017", "n-2020-017"), ("notice:N 1/Ä", "n-1"), ("六", "notice"), ("", "notice")]
)
def test_a_slug_is_made_of_safe_letters(about: str, slug: str) -> None:
    assert rules.slug_of(about) == slug
