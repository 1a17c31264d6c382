"""One photograph for one seed: who, on what, how held, how spoiled. The same seed gives the same photograph."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2

from benchmarks.passports import conditions, pages, scenes
from benchmarks.passports.people import Format, Printed, printed

DESIGNS: dict[str, tuple[Format, str, str]] = {  # format, ground of the page, scene
    "td3-plain": ("TD3", "plain", "table"), "td3-guilloche": ("TD3", "guilloche", "table"),
    "td3-checked": ("TD3", "checked", "table"), "td3-photo": ("TD3", "photo", "cluttered"),
    "td3-booklet": ("TD3", "guilloche", "booklet"), "td3-full": ("TD3", "guilloche", "full"),
    "td1-full": ("TD1", "photo", "full"), "td1-cluttered": ("TD1", "guilloche", "cluttered"),
    "td2-card": ("TD2", "plain", "table"), "mrva-sticker": ("MRVA", "guilloche", "booklet"),
    "mrvb-sticker": ("MRVB", "checked", "table"),
}  # fmt: skip
WRONG = 0.06  # share of papers with a printed check digit that is wrong on purpose


@dataclass(frozen=True)
class Photo:
    seed: int
    image: bytes
    who: Printed
    design: str
    font: str
    conditions: tuple[str, ...]
    severity: str  # clean, moderate or severe


def photo(seed: int) -> Photo:
    random = Random(seed)
    design = list(DESIGNS)[seed % len(DESIGNS)]
    form, ground, scene = DESIGNS[design]
    who = printed(random, form, wrong=random.random() < WRONG)
    fonts = list(pages.fonts())
    font = fonts[0] if random.random() < 0.6 else random.choice(fonts)
    severity = random.choices(conditions.CLASSES, (0.3, 0.5, 0.2))[0]
    paper = pages.page(random, who, ground=ground, font=font)
    view = _view(random, severity, scene)
    picture = _laid(random, paper, view, scene)
    names = _spoils(random, severity)
    for name in names:
        picture = conditions.EVERY[name](random, picture, severity == "severe" and name == names[0])
    quality = random.randint(60, 92) if severity == "clean" else random.randint(20, 80)
    done, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    held = [f"{view.tilt:.0f}°", f"{view.quarters * 90}°", f"lean {view.lean:.2f}", f"q{quality}"]
    return Photo(seed, coded.tobytes(), who, design, font, (*names, *held), severity)


def _view(random: Random, severity: str, scene: str) -> scenes.View:
    quarters = random.choice((0, 0, 0, 1, 2, 3))
    wide = random.choice(((1900, 1500), (2400, 1800), (1600, 1200), (3000, 2250)))
    if scene == "full":
        return scenes.View(0, quarters, 0, 1, wide)
    fill = random.uniform(0.7, 0.95)
    if scene == "booklet":
        wide, fill = (wide[1], wide[0]), random.uniform(0.8, 0.98)
    if severity == "clean":
        return scenes.View(random.uniform(-2, 2), quarters, random.uniform(0, 0.02), fill, wide)
    reach, lean = (20, 0.12) if severity == "severe" else (12, 0.07)
    return scenes.View(random.uniform(-reach, reach), quarters, random.uniform(0, lean), fill * 0.9, wide)


def _laid(random: Random, paper: pages.Picture, view: scenes.View, scene: str) -> pages.Picture:
    if scene == "full":
        return scenes.full_frame(random, paper, view)
    kind = "cluttered" if scene == "cluttered" else random.choice(("wood", "cloth", "dark", "light", "wood"))
    if scene == "booklet":
        paper = scenes.booklet(random, paper)
    return scenes.lying(random, paper, view, scenes.table(random, view.size, kind))


def _spoils(random: Random, severity: str) -> tuple[str, ...]:
    if severity == "clean":
        return ()
    return tuple(random.sample(list(conditions.EVERY), random.choice((1, 1, 2)) + (severity == "severe")))
