"""Where the paper lies: a table, a cloth, a cluttered desk, an open booklet, or nothing around it at all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.passports.pages import PLAIN, Picture


@dataclass(frozen=True)
class View:
    """How the camera stood: degrees of tilt, whole quarter turns, share of perspective, share of the frame filled."""

    tilt: float = 0.0
    quarters: int = 0
    lean: float = 0.0
    fill: float = 0.85
    size: tuple[int, int] = (1900, 1500)


def full_frame(random: Random, paper: Picture, view: View) -> Picture:
    """The paper is the picture: a scan or a tight crop."""
    trimmed = paper[: paper.shape[0] - random.randint(0, 8)]
    return _turned(
        cv2.resize(trimmed, None, fx=view.size[0] / trimmed.shape[1], fy=view.size[0] / trimmed.shape[1]), view
    )


def lying(random: Random, paper: Picture, view: View, ground: Picture) -> Picture:
    """The paper photographed on `ground`, with a soft shadow, tilted and in perspective as the view says."""
    (wide, high), (height, width) = view.size, paper.shape[:2]
    scale = min(view.fill * wide / width, view.fill * high / height)
    corners = (
        np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - (width / 2, height / 2)
    ) * scale
    turn = np.deg2rad(view.tilt)
    corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners *= 1 + view.lean * (corners @ _direction(random))[:, None] / (width * scale / 2)
    room = np.maximum(np.array([wide, high]) / 2 - np.abs(corners).max(0), 0)
    corners += np.array([wide / 2, high / 2]) + room * [random.uniform(-0.8, 0.8), random.uniform(-0.8, 0.8)]
    start = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    bend = cv2.getPerspectiveTransform(start, corners.astype(np.float32))
    small = cv2.resize(paper, None, fx=min(1, scale * 1.2), fy=min(1, scale * 1.2), interpolation=cv2.INTER_AREA)
    bend = bend @ np.diag([width / small.shape[1], height / small.shape[0], 1.0])
    mask = cv2.warpPerspective(np.full(small.shape[:2], 255, np.uint8), bend, (wide, high))
    tiny = cv2.resize(np.roll(mask, (9, 7), (0, 1)), None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    shade = cv2.resize(cv2.GaussianBlur(tiny, (0, 0), 1.5), (wide, high), interpolation=cv2.INTER_LINEAR)
    laid = cv2.warpPerspective(small, bend, (wide, high), flags=cv2.INTER_AREA)
    darker = cv2.merge([cv2.convertScaleAbs(shade, alpha=-0.45, beta=255)] * 3)
    field = cv2.multiply(ground, darker, scale=1 / 255)
    cv2.copyTo(laid, mask, field)
    return _turned(field, view)


def booklet(random: Random, data: Picture) -> Picture:
    """Open: another page above the data page, with stamps or small print, and the fold between them."""
    height, width = data.shape[:2]
    other = Image.fromarray(np.full((height, width, 3), [random.randint(205, 240)] * 3, np.uint8))
    draw = ImageDraw.Draw(other)
    text = ImageFont.truetype(PLAIN, 30)
    for at in range(random.randint(6, 14)):
        draw.text(
            (90, 90 + at * 60),
            "".join(random.choices("abcdefghijk lmnoprstuv ", k=random.randint(30, 70))),
            (110, 110, 140),
            text,
        )
    for _ in range(random.randint(0, 3)):
        x, y = random.randint(100, width - 400), random.randint(100, height - 300)
        draw.rectangle((x, y, x + 330, y + 190), outline=(150, 40, 60), width=6)
        draw.text((x + 30, y + 60), "ARRIVAL 12.03", (150, 40, 60), text)
    both = np.vstack([np.asarray(other), data])
    fold = np.abs(np.arange(both.shape[0]) - height).astype(np.float32)
    both = both * (1 - 0.5 * np.exp(-fold / 25))[:, None, None]
    return both.astype(np.uint8)


def table(random: Random, size: tuple[int, int], kind: str) -> Picture:
    """`wood`, `cloth` (checked), `dark`, `light` or `cluttered` with other papers and pens."""
    wide, high = size
    noise = np.random.default_rng(random.getrandbits(32))
    tone = {"wood": (60, 100, 150), "cloth": (170, 170, 200), "dark": (45, 45, 50), "light": (215, 220, 222)}.get(
        kind, (90, 120, 140)
    )
    ground = np.tile(np.array(tone, np.float32), (high, wide, 1))
    if kind in ("wood", "cluttered"):
        grain = cv2.resize(
            noise.normal(0, 1, (high // 5, 12)).astype(np.float32), (wide, high), interpolation=cv2.INTER_CUBIC
        )
        ground += 22 * grain[:, :, None]
        for top in range(random.randint(50, 300), high, random.randint(200, 420)):
            ground[top : top + 5] *= 0.5
    if kind == "cloth":
        side = random.randint(25, 90)
        ground -= 60 * ((np.arange(wide) // side % 2)[None, :, None] ^ (np.arange(high) // side % 2)[:, None, None])
    tile = noise.normal(0, 5, (500, 500)).astype(np.float32)
    ground += np.tile(tile, (high // 500 + 1, wide // 500 + 1))[:high, :wide, None]
    picture = np.clip(ground, 0, 255).astype(np.uint8)
    return _littered(random, picture) if kind == "cluttered" else picture


def _littered(random: Random, ground: Picture) -> Picture:
    image = Image.fromarray(ground)
    for _ in range(random.randint(3, 6)):
        sheet = Image.new(
            "RGB",
            (random.randint(300, 800), random.randint(200, 600)),
            tuple(random.randint(150, 255) for _ in range(3)),
        )
        draw = ImageDraw.Draw(sheet)
        for at in range(8):
            draw.text(
                (20, 20 + at * 44),
                "".join(random.choices("ABCDEFGHIJ KLMNO 0123456789 ", k=40)),
                (30, 30, 60),
                ImageFont.truetype(PLAIN, 26),
            )
        turned = sheet.rotate(random.uniform(0, 360), expand=True)
        alpha = Image.new("L", sheet.size, 255).rotate(0)
        alpha = Image.fromarray((np.asarray(turned).sum(2) > 0).astype(np.uint8) * 255)
        image.paste(
            turned, (random.randint(-200, ground.shape[1] - 100), random.randint(-200, ground.shape[0] - 100)), alpha
        )
    return np.asarray(image).copy()


def _direction(random: Random) -> NDArray[np.float64]:
    angle = random.uniform(0, 6.283)
    return np.array([np.cos(angle), np.sin(angle)])


def _turned(picture: Picture, view: View) -> Picture:
    return np.ascontiguousarray(np.rot90(picture, view.quarters)).astype(np.uint8)
