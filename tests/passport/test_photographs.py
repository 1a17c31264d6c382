"""Whole photographs, made up by the bench's generator: found, turned upright, read, and told as printed."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from PIL import Image

from benchmarks import mrz as bench
from benchmarks.passports import pages, people
from portlight.kernel.people.cli import zone as command
from portlight.toolkit import mrz, passport
from portlight.toolkit.passport import models

pytestmark = [
    pytest.mark.skipif(not passport.available(), reason='pip install "portlight[passport]"'),
    pytest.mark.skipif(not pages.fonts(), reason="no monospaced font is installed (apt install fonts-ocr-b)"),
]
ON = date(2026, 11, 25)


def _paper(
    form: people.Format, seed: int, *, wrong: bool = False, ground: str = "guilloche"
) -> tuple[people.Printed, Image.Image]:
    random = Random(seed)
    who = people.printed(random, form, wrong=wrong)
    page = pages.page(random, who, ground=ground, font=next(iter(pages.fonts())))
    return who, Image.fromarray(page[:, :, ::-1])


def _photo(image: Image.Image, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, **more)
    return out.getvalue()


@pytest.mark.parametrize("form", people.LENGTHS)
def test_a_page_that_fills_the_frame_is_read_as_printed(form: people.Format) -> None:
    who, page = _paper(form, 7)
    found = passport.read(_photo(page), on=ON)
    assert found.zone == mrz.read(who.lines, on=ON)
    assert found.advice == ()
    assert found.strip is not None
    assert Image.open(io.BytesIO(found.strip)).width > 400


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_photo_is_read_whichever_way_it_lies(turn: int) -> None:
    who, page = _paper("TD3", 11)
    assert passport.read(_photo(page.rotate(turn, expand=True)), on=ON).zone == mrz.read(who.lines, on=ON)


def test_the_cameras_own_note_on_its_turn_is_kept_to() -> None:
    who, page = _paper("TD1", 12)
    exif = Image.Exif()
    exif[0x0112] = 6
    assert passport.read(_photo(page.rotate(90, expand=True), exif=exif), on=ON).zone == mrz.read(who.lines, on=ON)


@pytest.mark.parametrize("seed", range(20, 24))
def test_a_wrong_printed_digit_comes_out_wrong(seed: int) -> None:
    who, page = _paper("TD3", seed, wrong=True, ground="plain")
    found = passport.read(_photo(page), on=ON).zone
    assert found is not None
    assert found.valid is False
    assert found.checks[who.wrong] is False
    assert found.checks == mrz.read(who.lines, on=ON).checks


def test_the_command_tells_the_zone_and_no_advice(tmp_path: Path) -> None:
    who, page = _paper("TD2", 5)
    file = tmp_path / "photo.jpg"
    file.write_bytes(_photo(page))
    told = CliRunner().invoke(command, ["read", str(file), "--json", "--on", "2026-11-25"])
    assert told.exit_code == 0
    answer = json.loads(told.stdout)
    assert (answer["format"], answer["valid"], answer["advice"]) == ("TD2", True, [])
    assert answer["fields"]["document_number"] == who.number


def test_the_command_says_what_to_do_when_there_is_nothing_to_read(tmp_path: Path) -> None:
    file = tmp_path / "photo.txt"
    file.write_text("no photo", encoding="utf-8")
    told = CliRunner().invoke(command, ["read", str(file), "--json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {
        "format": None, "valid": False, "fields": {}, "checks": {}, "problems": ["not-an-image"],
        "advice": ["not-an-image"],
    }  # fmt: skip
    assert CliRunner().invoke(command, ["read", str(tmp_path / "none.jpg")]).exit_code == 2


def test_the_command_names_the_extra_that_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"")
    told = CliRunner().invoke(command, ["read", str(file), "--json"])
    assert told.exit_code == 1
    assert 'pip install "portlight[passport]"' in told.stderr
    assert json.loads(told.stdout)["problems"] == ["reader-absent"]


def test_the_bound_of_what_was_seen_too_seldom() -> None:
    assert bench.upper_bound(0, 440) == pytest.approx(0.00679, abs=1e-5)  # 1 - 0.05 ** (1 / 440)
    assert bench.upper_bound(1, 440) > 1 / 440
    assert bench.upper_bound(5, 5) == 1.0
