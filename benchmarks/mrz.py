"""`portlight bench mrz`: photographs of passports, cards and visas that nobody has seen, read beside two peers.

Right means every field and every check as on the paper, names included. A paper whose printed digit is wrong is read
right when that check, and no other, is told as wrong. Development used seeds below 100,000; the measured are others.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import figures, machine
from benchmarks.figures import AT_LEAST, AT_MOST, Goal, Row
from benchmarks.passports import peers
from benchmarks.passports.photos import Photo, photo
from portlight.toolkit import mrz, passport
from portlight.toolkit.passport import models

FIRST, COUNT, QUICK, WORKERS = 900_000, 440, 22, 2
ON = date(2026, 11, 25)
UNIT = "% of photos read right"
GOALS = (
    Goal("usual", 0.95, AT_LEAST), Goal("every", 0.85, AT_LEAST), Goal("accepted_wrong", 1 / 200, AT_MOST),
    Goal("cpu_median", 1.0, AT_MOST), Goal("cpu_worst", 4.0, AT_MOST),
)  # fmt: skip
ADVICE = {  # what goes wrong in a photo, and advice that helps against it
    "glare": {"glare"}, "blur": {"blurred", "too-small"}, "motion": {"blurred"}, "dark": {"too-dark"},
    "shade": {"too-dark"}, "small": {"too-small", "blurred"}, "finger": {"cut-off", "no-zone", "unreadable"},
    "noise": {"too-dark", "unreadable", "blurred"},
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    photo: Photo
    right: bool
    accepted: bool
    differing: tuple[str, ...]  # fields that are not as printed
    advice: tuple[str, ...]
    took: float

    @property
    def advised(self) -> bool:
        """Whether one of the things to do answers one of the things that are wrong."""
        return any(ADVICE[name] & set(self.advice) for name in self.photo.conditions if name in ADVICE)


@dataclass
class Job:
    outcomes: list[Outcome] = field(default_factory=list)
    peers: dict[str, peers.Counted] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    count: int = COUNT
    every: int = 11  # a peer gets one of so many photos: they are slow

    @classmethod
    def quick(cls) -> Wish:
        return cls(count=QUICK, every=4)


def run(wish: Wish, folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    where = machine.described()
    if not passport.available():
        row = Row("Portlight", UNIT, skipped='pip install "portlight[passport]"')
        return {**figures.result("mrz", [row], ratios={}, goals=GOALS), **where}
    count = wish.count
    job = Job()
    with ProcessPoolExecutor(WORKERS, get_context("fork")) as workers:  # before anything here has threads
        for at, one in enumerate(workers.map(_outcome, range(FIRST, FIRST + count)), 1):
            job.outcomes.append(one)
            if at % 20 == 0:
                say(f"{at} of {count}: {sum(one.right for one in job.outcomes)} read right")
    for seed in range(FIRST, FIRST + count, wish.every):
        peers.tried(photo(seed + (seed - FIRST) // 11 % 11), ON, folder, job.peers)
    return {**_result(job, count), **where}


def _outcome(seed: int) -> Outcome:
    shot = photo(seed)
    models.warm()
    found = passport.read(shot.image, on=ON)
    truth = mrz.read(shot.who.lines, on=ON)
    if found.zone is None:
        return Outcome(replace(shot, image=b""), False, False, (), found.advice, found.took)
    differing = [name for name, value in truth.fields.items() if found.zone.fields.get(name) != value]
    differing += [f"check of {name}" for name, so in truth.checks.items() if found.zone.checks.get(name) != so]
    return Outcome(
        replace(shot, image=b""), not differing, found.zone.valid, tuple(differing), found.advice, found.took
    )


def _result(job: Job, count: int) -> dict[str, Any]:
    usual = [one for one in job.outcomes if one.photo.severity != "severe"]
    wrong = [one for one in job.outcomes if one.accepted and one.differing]
    took = [one.took for one in job.outcomes]
    known = {
        "usual": _share(usual), "every": _share(job.outcomes), "accepted_wrong": len(wrong) / count,
        "cpu_median": statistics.median(took), "cpu_worst": max(took),
    }  # fmt: skip
    ours = Row(
        "Portlight", UNIT, rate=100 * known["every"], cpu_us_each=1e6 * statistics.fmean(took),
        more={
            "count": count, "settings": {"threads": 1, "processes": WORKERS, "models": "loaded before"},
            **_told(job.outcomes, wrong),
        },
    )  # fmt: skip
    rows = [ours, *(peers.row(name, job.peers.get(name), UNIT) for name in peers.NAMES)]
    best = figures.best(rows[1:])
    return figures.result(
        "mrz", rows, ratios={"best_peer": figures.ratio(ours, best)}, goals=GOALS, figures=known,
        seeds={"first": FIRST, "count": count}, wrong_bound=upper_bound(len(wrong), count),
    )  # fmt: skip


def _told(outcomes: Sequence[Outcome], wrong: Sequence[Outcome]) -> dict[str, Any]:
    unread = [one for one in outcomes if not one.right and not one.accepted]
    spoiled = [one for one in outcomes if one.photo.who.wrong]
    return {
        "by_severity": {name: _share([one for one in outcomes if one.photo.severity == name])
                        for name in ("clean", "moderate", "severe")},
        "by_design": {name: _share([one for one in outcomes if one.photo.design == name])
                      for name in dict.fromkeys(one.photo.design for one in outcomes)},
        "by_font": {name: _share([one for one in outcomes if one.photo.font == name])
                    for name in dict.fromkeys(one.photo.font for one in outcomes)},
        "wrong_digit_printed": len(spoiled), "wrong_digit_told": sum(one.right for one in spoiled),
        "wrong_digit_hidden": sum(one.accepted for one in spoiled),
        "retake": len(unread), "retake_advised": _ratio(sum(one.advised for one in unread), len(unread)),
        "advice": dict(Counter(code for one in unread for code in one.advice)),
        "accepted_wrong": [
            {"seed": one.photo.seed, "differs": one.differing, "severity": one.photo.severity} for one in wrong
        ],
        "unread": [one.photo.seed for one in unread],
    }  # fmt: skip


def _share(outcomes: Sequence[Outcome]) -> float:
    return _ratio(sum(one.right for one in outcomes), len(outcomes)) or 0.0


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def upper_bound(found: int, tried: int, sure: float = 0.95) -> float:
    """Clopper and Pearson's one-sided bound: the share above which so few would be found in 1 of 20 runs only."""
    if found >= tried:
        return 1.0
    low, high = found / tried, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(found, tried, middle) > 1 - sure else (low, middle)
    return round(high, 5)


def _at_most(found: int, tried: int, share: float) -> float:
    return sum(math.comb(tried, n) * share**n * (1 - share) ** (tried - n) for n in range(found + 1))
