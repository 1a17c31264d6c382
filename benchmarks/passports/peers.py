"""The peers, on the same photographs: PassportEye on the whole picture, tesseract on the strip that we found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from benchmarks.figures import Row
from benchmarks.passports.photos import Photo
from portlight.toolkit import mrz, passport

EYE, TESSERACT = "PassportEye, whole photo", "tesseract on our strip"
NAMES = (EYE, TESSERACT)
LIMIT = 60.0  # seconds for one photograph


@dataclass
class Counted:
    tried: int = 0
    right: int = 0
    wrong: int = 0  # its check digits agree, and a field is not as printed
    cpu: float = 0.0


def missing(name: str) -> str:
    if not shutil.which("tesseract"):
        return "tesseract is not installed (apt install tesseract-ocr)"
    if name == EYE and not find_spec("passporteye"):
        return "PassportEye is not installed (make .venv/bench.stamp)"
    return ""


def tried(shot: Photo, on: date, folder: Path, into: dict[str, Counted]) -> None:
    """Both peers on this photograph; who is missing has no entry."""
    truth = mrz.read(shot.who.lines, on=on)
    for name in NAMES:
        if missing(name):
            continue
        counted, before = into.setdefault(name, Counted()), _spent()
        lines = _by_eye(shot, folder) if name == EYE else _by_tesseract(shot, on, folder)
        counted.cpu += _spent() - before
        counted.tried += 1
        zone = mrz.read(lines, on=on)
        counted.right += zone.fields == truth.fields and zone.checks == truth.checks
        counted.wrong += zone.valid and zone.fields != truth.fields


def row(name: str, counted: Counted | None, unit: str) -> Row:
    if counted is None or not counted.tried:
        return Row(name, unit, skipped=missing(name) or "it read nothing")
    return Row(
        name, unit, rate=100 * counted.right / counted.tried, cpu_us_each=1e6 * counted.cpu / counted.tried,
        more={"count": counted.tried, "accepted_wrong": counted.wrong},
    )  # fmt: skip


def _by_eye(shot: Photo, folder: Path) -> list[str]:
    """In a process of its own: it brings scikit-image along, and stops at some pictures."""
    code = (
        "import sys, warnings; warnings.simplefilter('ignore'); from passporteye import read_mrz;"
        "found = read_mrz(sys.argv[1]); print(found.aux['text'] if found and 'text' in found.aux else '')"
    )
    return _said([sys.executable, "-c", code, _written(folder / "photo.jpg", shot.image)], {})


def _by_tesseract(shot: Photo, on: date, folder: Path) -> list[str]:
    strip = passport.read(shot.image, on=on).strip
    if strip is None:
        return []
    allowed = "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
    asked = ["tesseract", _written(folder / "strip.png", strip), "-", "--psm", "6", "-c", allowed]
    return _said(asked, {"OMP_THREAD_LIMIT": "1"})


def _written(file: Path, content: bytes) -> str:
    file.write_bytes(content)
    return str(file)


def _said(asked: list[str], more: Mapping[str, str]) -> list[str]:
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=LIMIT, env={**os.environ, **more})
    except subprocess.TimeoutExpired:
        return []
    return [line.replace(" ", "") for line in done.stdout.splitlines() if line.strip()]


def _spent() -> float:
    """Processor seconds of children, which the peers are."""
    spent = os.times()
    return spent.children_user + spent.children_system
