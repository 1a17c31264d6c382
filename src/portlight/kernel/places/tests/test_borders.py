"""Areas made simpler: neighbours keep one border, nothing crosses that did not, no hole is made."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from portlight.kernel.places.rules.borders import Rings, reduced, simpler, together
from portlight.kernel.places.rules.points import inside
from portlight.kernel.places.tests.city import area_of, city


def opened(areas: dict[str, list[list[tuple[float, float]]]]) -> dict[str, Rings]:
    return {code: tuple(tuple(ring[:-1]) for ring in rings) for code, rings in areas.items()}


def sides(areas: dict[str, Rings]) -> Counter[frozenset[tuple[float, float]]]:
    """Each stretch between two points, and in how many areas it stands."""
    return Counter(frozenset(pair) for rings in areas.values() for ring in rings for pair in pairwise((*ring, ring[0])))


def points(areas: dict[str, Rings]) -> int:
    return sum(len(ring) for rings in areas.values() for ring in rings)


@pytest.mark.parametrize(
    ("line", "tolerance", "kept"),
    [
        (((0.0, 0.0), (1.0, 0.1), (2.0, 0.0)), 0.2, ((0.0, 0.0), (2.0, 0.0))),
        (((0.0, 0.0), (1.0, 0.3), (2.0, 0.0)), 0.2, ((0.0, 0.0), (1.0, 0.3), (2.0, 0.0))),
        (((0.0, 0.0), (1.0, 0.1), (2.0, 0.0)), 0.0, ((0.0, 0.0), (1.0, 0.1), (2.0, 0.0))),
        (((0.0, 0.0), (2.0, 0.0)), 9.0, ((0.0, 0.0), (2.0, 0.0))),
        (((0.0, 0.0),), 9.0, ((0.0, 0.0),)),
        # one that closes keeps its start and the farthest point, and is not folded to nothing by a small tolerance
        (((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)), 0.5,
         ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0))),
        (((0.0, 0.0), (5.0, 0.0), (5.0, 0.0), (0.0, 0.0)), 9.0, ((0.0, 0.0), (5.0, 0.0), (0.0, 0.0))),
    ],
)  # fmt: skip
def test_a_line_keeps_its_ends_and_what_stands_out(line: tuple, tolerance: float, kept: tuple) -> None:
    assert reduced(line, tolerance) == kept


def test_no_point_left_out_lies_farther_away_than_was_allowed() -> None:
    (ring,) = city(1, 1, finer=6)["S0000"]
    line, tolerance = tuple(ring[:40]), 0.0002
    kept = reduced(line, tolerance)
    assert len(kept) < len(line) / 2
    for x, y in line:
        assert min(_away(x, y, a, b) for a, b in pairwise(kept)) <= tolerance


def _away(x: float, y: float, a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = min(1.0, max(0.0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)))
    return float(((x - a[0] - along * dx) ** 2 + (y - a[1] - along * dy) ** 2) ** 0.5)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("tolerance", [0.0004, 0.002, 0.01])
def test_neighbours_share_their_simpler_border_and_nothing_crosses(seed: int, tolerance: float) -> None:
    whole = opened(city(4, 5, seed=seed))
    fewer = simpler(whole, tolerance)
    assert points(fewer) < points(whole) / 3
    # Every inner border stands in two areas, point by point, as before; only the rim stands in one.
    assert set(sides(fewer).values()) == {1, 2}
    rim = together(fewer, dict.fromkeys(fewer, "all"))["all"]
    assert len(rim) == 1  # no hole between them
    total = abs(area_of(rim))
    assert total == pytest.approx(sum(abs(area_of(rings)) for rings in fewer.values()))  # nothing lies over another
    assert _crossings(fewer) == 0


def _crossings(areas: dict[str, Rings]) -> int:
    lines = [tuple(one) for one in sides(areas)]

    def side(a, b, c) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return sum(
        1
        for at, (a, b) in enumerate(lines)
        for c, d in lines[:at]
        if not {a, b} & {c, d} and side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    )


def test_a_narrow_area_is_not_folded_away() -> None:
    thin = ((0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (5.0, -0.1))
    beside = ((0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 9.0), (0.0, 9.0))
    below = ((0.0, 0.0), (5.0, -0.1), (10.0, 0.0), (10.0, -9.0), (0.0, -9.0))
    fewer = simpler({"thin": (thin,), "beside": (beside,), "below": (below,)}, 1.0)
    assert len(fewer["thin"][0]) >= 3
    assert len(together(fewer, dict.fromkeys(fewer, "all"))["all"]) == 1


def test_an_island_and_the_hole_it_lies_in_stay_the_same_line() -> None:
    island = ((4.0, 4.0), (5.0, 3.9), (6.0, 4.0), (6.1, 5.0), (6.0, 6.0), (4.0, 6.0))
    around = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    fewer = simpler({"island": (island,), "around": (around, island[::-1])}, 0.3)
    assert set(fewer["around"][1]) == set(fewer["island"][0])
    assert len(fewer["island"][0]) == 4
    assert not inside(5.0, 5.0, fewer["around"])
    assert inside(5.0, 5.0, fewer["island"])


def test_areas_together_are_their_outer_border() -> None:
    whole = opened(city(2, 4))
    halves = together(whole, {code: "west" if int(code[3:]) < 2 else "east" for code in whole})
    for group in halves.values():
        assert len(group) == 1
    assert sum(abs(area_of(rings)) for rings in halves.values()) == pytest.approx(
        sum(abs(area_of(rings)) for rings in whole.values())
    )
    ring = opened({"A": [[(0, 0), (3, 0), (3, 3), (0, 3), (0, 0)], [(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)]]})
    assert len(together(ring, {"A": "g"})["g"]) == 2  # a hole stays one


@pytest.mark.parametrize(
    "areas",
    [
        {},
        {"bow": (((0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)),)},  # crosses itself as it came
        {"line": (((0.0, 0.0), (4.0, 0.0), (8.0, 0.0)),)},  # no area at all
        {"one": (((0.0, 0.0), (4.0, 0.0), (0.0, 4.0)),), "same": (((0.0, 0.0), (4.0, 0.0), (0.0, 4.0)),)},
        {"far": (((0.0, 0.0), (1e-9, 0.0), (0.0, 1e-9)),)},
    ],
)
def test_what_was_badly_drawn_comes_out_as_it_came(areas: dict[str, Rings]) -> None:
    assert {code: [set(ring) for ring in rings] for code, rings in simpler(areas, 1.0).items()} == {
        code: [set(ring) for ring in rings] for code, rings in areas.items()
    }
