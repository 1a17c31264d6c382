"""The machine readable zone of a travel paper from a photograph of it, read in this process and sent nowhere.

The zone is told as it is printed (`toolkit.mrz`). Whoever shows the fields shows the strip beside them, and the holder
confirms: names and sex have no check digit. Where the picture is not good enough, `advice` says what to do.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from portlight.toolkit import mrz
from portlight.toolkit.mrz import Zone
from portlight.toolkit.passport import attempts, choosing, models, pictures, quality, spotting

if TYPE_CHECKING:
    from portlight.toolkit.passport.attempts import Attempt
    from portlight.toolkit.passport.pictures import Pixels

__all__ = ["ADVICE", "MOST_BYTES", "Reading", "available", "read"]

MOST_BYTES = pictures.MOST_BYTES

ADVICE = {  # code → code of its sentence
    "not-an-image": "passport.not-an-image", "too-large": "passport.too-large", "no-zone": "passport.no-zone",
    "unreadable": "passport.unreadable", "too-small": "passport.too-small", "blurred": "passport.blurred",
    "glare": "passport.glare", "too-dark": "passport.too-dark", "cut-off": "passport.cut-off",
}  # fmt: skip
SCALES = (736, 1280)  # of the longest side when text is looked for; the second only when the first was no good
TRIES = 3  # groups of lines at each scale
OTHER_TEXT = -1.6  # log-likelihood a character: what stands there is likely no zone at all
CLEAR = -0.1  # the picture is good: what is wrong with such a zone is wrong on the paper
CERTAIN = -0.05  # log-likelihood a character: this is the zone, valid or not, and nothing else need be looked at
SURE_ENOUGH = 0.9  # of the least sure character of a line
ENOUGH = 2.0  # seconds of processor time after which nothing new is begun


@dataclass(frozen=True)
class Reading:
    """`zone` is None when no lines could be read; `strip`, a PNG, shows the lines as they were found, made straight."""

    zone: Zone | None
    advice: tuple[str, ...] = ()
    strip: bytes | None = None
    took: float = 0.0
    lines: tuple[str, ...] = field(default=(), repr=False)


def available() -> bool:
    """Whether the extra `passport` is installed here."""
    return not models.absent()


def read(image: bytes, *, on: date) -> Reading:
    """The zone in this photograph, never an exception for what is in it. `on` decides centuries, as in `mrz.read`.

    `took` counts seconds of processor time. Refused("passport.reader-absent") where the extra is not installed.
    """
    models.required()
    began = time.thread_time()
    try:
        picture = pictures.opened(image)
    except pictures.Unusable as error:
        return Reading(None, (error.advice,), took=time.thread_time() - began)
    best = _best(picture, began, on)
    if best is None or not best.cuts:
        return Reading(None, ("no-zone",), took=time.thread_time() - began)
    strip = quality.shown(best.cuts)
    if not best.legible:
        said = quality.advice(best, picture, otherwise="no-zone" if best.weight < OTHER_TEXT else "unreadable")
        return Reading(None, said, strip, time.thread_time() - began)
    zone, lines = choosing.chosen(best.lines, on=on)
    clear = zone.valid or (best.weight > CLEAR and not any(one.code == "unsure" for one in zone.problems))
    advice = () if clear else quality.advice(best, picture)
    return Reading(zone, advice, strip, time.thread_time() - began, lines)


def _surer(picture: Pixels, found: Attempt, on: date) -> Attempt:
    """The name, which no digit guards, is read twice; other lines where something is open, all where digits fail."""
    if found.weight < attempts.UNLIKELY:
        return found
    agree = choosing.agreeing(choosing.chosen(found.lines, on=on)[0])
    name = mrz.LAYOUTS[found.lines[0].shape.format].name.line
    open_ = [at for at, line in enumerate(found.lines) if not agree or at + 1 == name or line.sure.min() < SURE_ENOUGH]
    return attempts.again(picture, found, open_)


def _best(picture: Pixels, began: float, on: date) -> Attempt | None:
    """The likeliest reading; the first whose check digits agree ends the search."""
    best: Attempt | None = None
    for longest in SCALES:
        for group in spotting.groups(spotting.runs(picture, longest))[:TRIES]:
            found = _surer(picture, attempts.attempt(picture, group), on)
            if found.weight > CERTAIN or (found.legible and choosing.chosen(found.lines, on=on)[0].valid):
                return found
            if best is None or found.weight > best.weight:
                best = found
            if time.thread_time() - began > ENOUGH:
                return best
            if found.zone:
                break  # a paper has one: what helps it is another scale, not other lines
        if max(picture.shape[:2]) <= longest:
            break
    return best
