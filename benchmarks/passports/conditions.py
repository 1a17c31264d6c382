"""What goes wrong in a photograph, by name and by degree: clean, moderate or severe."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import cv2
import numpy as np

from benchmarks.passports.pages import Picture

CLASSES = ("clean", "moderate", "severe")


def blurred(random: Random, picture: Picture, severe: bool) -> Picture:
    return cv2.GaussianBlur(picture, (0, 0), random.uniform(3.0, 4.5) if severe else random.uniform(1.0, 2.2)).astype(
        np.uint8
    )


def moved(random: Random, picture: Picture, severe: bool) -> Picture:
    reach = random.randint(15, 22) if severe else random.randint(5, 10)
    kernel = np.zeros((reach, reach), np.float32)
    kernel[reach // 2] = 1 / reach
    turn = cv2.getRotationMatrix2D(((reach - 1) / 2, (reach - 1) / 2), random.uniform(0, 180), 1)
    kernel = cv2.warpAffine(kernel, turn, (reach, reach))
    return cv2.filter2D(picture, -1, kernel / kernel.sum()).astype(np.uint8)


def noisy(random: Random, picture: Picture, severe: bool) -> Picture:
    grain = np.random.default_rng(random.getrandbits(32)).normal(
        0, 45 if severe else random.uniform(10, 25), picture.shape
    )
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def glaring(random: Random, picture: Picture, severe: bool) -> Picture:
    """A lamp's reflection. Severe: saturated over the lower part of the page, where the zone stands."""
    high, wide = picture.shape[:2]
    x, y = random.uniform(0.25, 0.75) * wide, (random.uniform(0.6, 0.85) if severe else random.uniform(0.2, 0.8)) * high
    reach = random.uniform(0.12, 0.2) * wide if severe else random.uniform(0.08, 0.25) * wide
    down, across = np.mgrid[0:high, 0:wide].astype(np.float32)
    light = np.exp(-(((across - x) / reach) ** 2 + ((down - y) / (reach * random.uniform(0.3, 0.8))) ** 2))
    return np.clip(picture + light[:, :, None] * (400 if severe else random.uniform(60, 130)), 0, 255).astype(np.uint8)


def shaded(random: Random, picture: Picture, severe: bool) -> Picture:
    high, wide = picture.shape[:2]
    turn = random.uniform(0, 6.28)
    down, across = np.mgrid[0:high, 0:wide].astype(np.float32)
    slope = np.cos(turn) * (across / wide - 0.5) + np.sin(turn) * (down / high - 0.5)
    depth = random.uniform(0.75, 0.95) if severe else random.uniform(0.25, 0.6)
    return np.clip(picture * (1 - depth * (slope + 0.6))[:, :, None], 0, 255).astype(np.uint8)


def dark(random: Random, picture: Picture, severe: bool) -> Picture:
    share = random.uniform(0.08, 0.14) if severe else random.uniform(0.3, 0.6)
    return noisy(random, (picture * share).astype(np.uint8), False) if severe else (picture * share).astype(np.uint8)


def small(random: Random, picture: Picture, severe: bool) -> Picture:
    share = random.uniform(0.26, 0.36) if severe else random.uniform(0.5, 0.75)
    return cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.uint8)


def fingered(random: Random, picture: Picture, severe: bool) -> Picture:
    """A thumb on the margin; severe: over the end of the zone."""
    high, wide = picture.shape[:2]
    x = random.choice((0.02, 0.98)) if not severe else random.choice((0.12, 0.88))
    y = random.uniform(0.3, 0.6) if not severe else 0.8
    shape = picture.copy()
    cv2.ellipse(
        shape,
        (round(x * wide), round(y * high)),
        (round(0.07 * wide), round(0.12 * high)),
        random.uniform(-30, 30),
        0,
        360,
        (120, 150, 205),
        -1,
        cv2.LINE_AA,
    )
    return cv2.addWeighted(shape, 0.97, picture, 0.03, 0).astype(np.uint8)


EVERY: dict[str, Callable[[Random, Picture, bool], Picture]] = {
    "blur": blurred, "motion": moved, "noise": noisy, "glare": glaring, "shade": shaded, "dark": dark, "small": small,
    "finger": fingered,
}  # fmt: skip
