"""The page itself, flat: its ground, portrait, printed fields, and the zone at its lower edge."""

from __future__ import annotations

from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.passports.people import Printed

Picture = NDArray[np.uint8]
PIXELS = 12  # a millimetre
SIZES = {"TD3": (125, 88), "TD1": (85.6, 54), "TD2": (105, 74), "MRVA": (120, 80), "MRVB": (105, 74)}
PITCH = 2.54  # millimetres from letter to letter (Doc 9303-3, 4.4)
_FONTS = {
    "ocr-b": "/usr/share/fonts/opentype/ocr-b/OCRB.otf",
    "dejavu": "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "liberation": "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
    "liberation-bold": "/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf",
}
PLAIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def fonts() -> dict[str, str]:
    """Those that are installed here. OCR-B comes with Debian's `fonts-ocr-b`."""
    return {name: file for name, file in _FONTS.items() if Path(file).exists()}


def page(random: Random, who: Printed, *, ground: str, font: str) -> Picture:
    """The data side of the paper. `ground`: plain, guilloche, checked or photo."""
    width, height = (round(side * PIXELS) for side in SIZES[who.format])
    tint = np.array([random.randint(215, 250) for _ in range(3)], np.float32)
    field = np.tile(tint, (height, width, 1)).astype(np.float32)
    field = {"guilloche": _guilloche, "checked": _checked, "photo": _cloudy}.get(ground, _plain)(random, field)
    image = Image.fromarray(np.clip(field, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    _particulars(random, draw, who, width, height)
    _zone(random, draw, who, width, height, fonts()[font], ground)
    return np.asarray(image)[:, :, ::-1].copy()


def _plain(random: Random, field: NDArray[np.float32]) -> NDArray[np.float32]:
    return field


def _guilloche(random: Random, field: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = field.shape[:2]
    strokes = np.ascontiguousarray(np.clip(field, 0, 255).astype(np.uint8))
    for _ in range(random.randint(3, 6)):
        colour = [random.randint(120, 215) for _ in range(3)]
        swing, wave, step = random.uniform(8, 60), random.uniform(60, 400), random.randint(7, 22)
        along = np.arange(0, width, 4)
        for top in range(-80, height + 80, step):
            high = top + swing * np.sin(along / wave * 6.28 + top * random.uniform(0.001, 0.004))
            cv2.polylines(strokes, [np.stack([along, high], 1).astype(np.int32)], False, colour, 1, cv2.LINE_AA)
    return strokes.astype(np.float32)


def _checked(random: Random, field: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = field.shape[:2]
    side, depth = random.randint(14, 70), random.uniform(12, 45)
    across, down = np.arange(width) // side % 2, np.arange(height) // side % 2
    return field - depth * (across[None, :] ^ down[:, None])[:, :, None].astype(np.float32)


def _cloudy(random: Random, field: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = field.shape[:2]
    noise = np.random.default_rng(random.getrandbits(32))
    total = np.zeros((height, width), np.float32)
    for cells in (4, 9, 23, 60):
        patch = noise.normal(0, 1, (cells, cells)).astype(np.float32)
        total += cv2.resize(patch, (width, height), interpolation=cv2.INTER_CUBIC) * (14 / cells**0.35)
    return field - 15 + total[:, :, None] * np.array([1.0, 0.8, 0.6], np.float32)


def _particulars(random: Random, draw: ImageDraw.ImageDraw, who: Printed, width: int, height: int) -> None:
    left, top = round(width * 0.05), round(height * 0.16)
    tone = random.randint(90, 170)
    draw.rectangle(
        (left, top, left + round(width * 0.25), top + round(height * 0.45)), fill=(tone, tone - 20, tone - 30)
    )
    centre, half = left + width * 0.125, width * 0.06
    draw.ellipse(
        (centre - half, top + height * 0.07, centre + half, top + height * 0.3), fill=(tone + 70, tone + 40, tone + 20)
    )
    small = ImageFont.truetype(PLAIN, round(height * 0.022))
    large = ImageFont.truetype(PLAIN, round(height * 0.036))
    draw.text(
        (left, height * 0.04),
        random.choice(("REPUBLIC OF NOWHERE", "PASSPORT / PASSEPORT", "SPECIMEN STATE")),
        (40, 50, 110),
        large,
    )
    rows = (
        ("Surname / Nom", who.surname), ("Given names / Prénoms", who.given or "-"), ("Nationality", who.state),
        ("Date of birth", "11 APR / AVR 1988"), ("Place of birth", "HARBOUR CITY"), ("No.", who.number),
    )  # fmt: skip
    for at, (label, said) in enumerate(rows):
        y = height * (0.14 + at * ((0.38 if who.format == "TD1" else 0.5) / len(rows)))
        draw.text((width * 0.36, y), label, (90, 90, 120), small)
        draw.text((width * 0.36, y + height * 0.026), said, (20, 20, 30), large)


def _zone(
    random: Random, draw: ImageDraw.ImageDraw, who: Printed, width: int, height: int, file: str, ground: str
) -> None:  # fmt: skip
    pitch = PITCH * PIXELS
    size = ImageFont.truetype(file, 40)
    letter = ImageFont.truetype(file, round(40 * pitch / size.getlength("A")))
    span = letter.getbbox("H")[3] - letter.getbbox("H")[1]
    apart = 6.35 * PIXELS * random.uniform(0.72, 1.0)  # millimetres from line to line
    left = (width - pitch * len(who.lines[0])) / 2 + random.uniform(-0.5, 0.5) * PIXELS
    bottom = height - random.uniform(3.0, 6.0) * PIXELS
    ink = random.randint(5, 60)
    if ground in ("checked", "photo") and random.random() < 0.4:
        draw.rectangle((0, bottom - apart * len(who.lines) - span * 0.3, width, height), fill=(235, 235, 228))
    for at, line in enumerate(who.lines):
        base = bottom - apart * (len(who.lines) - 1 - at)
        for place, char in enumerate(line):
            draw.text((left + place * pitch, base), char, (ink, ink, ink + 5), letter, anchor="ls")
