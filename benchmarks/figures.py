"""The shape of a result: rows, ratios, goals; medians over rounds; what holds and what does not."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What a goal asks of its figure. A figure that is missing does not hold.
AT_LEAST: Callable[[float, float], bool] = lambda figure, goal: figure >= goal  # noqa: E731
AT_MOST: Callable[[float, float], bool] = lambda figure, goal: figure <= goal  # noqa: E731


@dataclass(frozen=True)
class Goal:
    """One figure that is promised: `ratios[name]`, or the row's own figure where no ratio has that name."""

    name: str
    figure: float
    holds: Callable[[float, float], bool]


@dataclass
class Row:
    """Somebody's median over the rounds. A row without a rate says in `skipped` why there is none."""

    who: str
    unit: str
    rate: float | None = None
    cpu_us_each: float | None = None
    rss_mb: float | None = None
    more: dict[str, Any] = field(default_factory=dict)
    skipped: str = ""

    def to_json(self) -> dict[str, Any]:
        told = {
            "who": self.who, "rate": rounded(self.rate), "unit": self.unit,
            "cpu_us_each": rounded(self.cpu_us_each), "rss_mb": rounded(self.rss_mb),
        }  # fmt: skip
        return {**told, **self.more, **({"skipped": self.skipped} if self.skipped else {})}


@dataclass(frozen=True)
class Measured:
    """One round: how many, in which time, for how much processor time, at which peak of memory."""

    count: int
    seconds: float
    cpu_seconds: float
    rss_mb: float
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.count / self.seconds if self.seconds > 0 else 0.0


def row(who: str, unit: str, rounds: Sequence[Measured], **more: Any) -> Row:
    """The median of each figure over the rounds; the peak of memory is the highest."""
    rates = [one.rate for one in rounds]
    return Row(
        who=who, unit=unit, rate=statistics.median(rates),
        cpu_us_each=statistics.median(one.cpu_seconds / one.count * 1e6 for one in rounds),
        rss_mb=max(one.rss_mb for one in rounds),
        more={
            "count": rounds[0].count, "seconds": rounded(statistics.median(one.seconds for one in rounds)),
            "rates": [rounded(rate) for rate in rates], **more,
        },
    )  # fmt: skip


def ratio(ours: Row, theirs: Row | None) -> float | None:
    """Ours over theirs; None when either could not run."""
    if theirs is None or not ours.rate or not theirs.rate:
        return None
    return round(ours.rate / theirs.rate, 2)


def best(rows: Sequence[Row]) -> Row | None:
    """The fastest of those that ran."""
    ran = [one for one in rows if one.rate]
    return max(ran, key=lambda one: one.rate or 0.0) if ran else None


def result(
    job: str, rows: Sequence[Row], *, ratios: Mapping[str, float | None], goals: Sequence[Goal],
    figures: Mapping[str, float | None] | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """The object a bench prints. `holds` is true only when every goal was measured and reached."""
    known = {**ratios, **(figures or {})}
    held = {goal.name: _held(known.get(goal.name), goal) for goal in goals}
    return {
        "job": job, "rows": [one.to_json() for one in rows], "ratios": dict(ratios),
        "measured": {goal.name: rounded(known.get(goal.name)) for goal in goals},
        "goal": {goal.name: goal.figure for goal in goals}, "held": held, "holds": all(held.values()), **more,
    }  # fmt: skip


def _held(figure: float | None, goal: Goal) -> bool | None:
    """None: it was not measured, which is no way of holding."""
    return None if figure is None else goal.holds(figure, goal.figure)


def rounded(figure: float | None) -> float | None:
    """To what a reader can use: three digits below a hundred, whole numbers above."""
    if figure is None:
        return None
    return round(figure) if abs(figure) >= 1000 else float(f"{figure:.3g}") if figure < 100 else round(figure, 1)


def keep(found: Mapping[str, Any], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def lowest(ratios: Sequence[Mapping[str, float | None]]) -> dict[str, float | None]:
    """The least of each ratio, but the most of growth, where less is better. Missing anywhere, it is missing."""
    found: dict[str, float | None] = {}
    for name in ratios[0]:
        every = [one.get(name) for one in ratios]
        known = [figure for figure in every if figure is not None]
        found[name] = None if len(known) < len(every) else max(known) if name == "growth" else min(known)
    return found


def at_share(seconds: Sequence[float], share: float) -> float:
    """What that share of the seconds, which are sorted, does not exceed; 0 where there are none."""
    return round(seconds[min(len(seconds) - 1, int(len(seconds) * share))], 4) if seconds else 0.0
