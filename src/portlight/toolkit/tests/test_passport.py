"""Reading a zone from a photograph: what comes of bad files, and what the decoder and the choice promise."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from portlight.toolkit import mrz, passport
from portlight.toolkit.passport import alphabet, models
from portlight.toolkit.refusals import Refused

ON = date(2026, 11, 25)
needs_reader = pytest.mark.skipif(not passport.available(), reason='pip install "portlight[passport]"')
ANNA = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def _file(image: Image.Image, kind: str = "PNG", **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def _bomb() -> bytes:
    """A PNG whose header promises 10,000 by 10,000 pixels."""
    small = bytearray(_file(Image.new("L", (100, 100))))
    small[16:24] = (10_000).to_bytes(4, "big") * 2
    import zlib

    small[29:33] = zlib.crc32(small[12:29]).to_bytes(4, "big")
    return bytes(small)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "not-an-image"),
    "text": (lambda: b"P<UTOERIKSSON<<ANNA<MARIA", "not-an-image"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj", "not-an-image"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-an-image"),
    "heic": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200, "not-an-image"),
    "truncated": (lambda: _file(Image.effect_noise((800, 600), 60), "JPEG")[:9000], "not-an-image"),
    "one pixel": (lambda: _file(Image.new("RGB", (1, 1))), "too-small"),
    "a line": (lambda: _file(Image.new("RGB", (3000, 2))), "too-small"),
    "bomb": (_bomb, "too-large"),
    "too many bytes": (lambda: b"\xff\xd8" + b"\0" * passport.MOST_BYTES, "too-large"),
}
ODD: dict[str, Callable[[], bytes]] = {
    "cmyk": lambda: _file(Image.new("CMYK", (400, 300), (10, 20, 30, 40)), "JPEG"),
    "sixteen bits": lambda: _file(Image.new("I;16", (400, 300), 3000)),
    "floats": lambda: _file(Image.new("F", (400, 300), 0.5), "TIFF"),
    "palette": lambda: _file(Image.new("P", (400, 300), 7)),
    "one bit": lambda: _file(Image.new("1", (400, 300), 1)),
    "see-through": lambda: _file(Image.new("RGBA", (400, 300), (9, 9, 9, 0))),
    "grey": lambda: _file(Image.effect_noise((400, 300), 90), "JPEG"),
    "moving": lambda: _file(Image.new("P", (200, 200), 3), "GIF", save_all=True),
    "long": lambda: _file(Image.new("RGB", (4000, 70), "white")),
    "webp": lambda: _file(Image.new("RGB", (300, 200), "white"), "WEBP"),
}


@needs_reader
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_and_never_raises(name: str) -> None:
    made, advice = BAD[name]
    found = passport.read(made(), on=ON)
    assert (found.zone, found.advice) == (None, (advice,))


@needs_reader
@pytest.mark.parametrize("name", ODD)
def test_an_odd_picture_without_a_zone_is_told_so(name: str) -> None:
    found = passport.read(ODD[name](), on=ON)
    assert found.zone is None
    assert found.advice
    assert set(found.advice) <= set(passport.ADVICE)


@needs_reader
@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"\x89PNG\r\n\x1a\n" + tail)))
def test_no_bytes_whatever_raise(content: bytes) -> None:
    found = passport.read(content, on=ON)
    assert found.zone is None
    assert set(found.advice) <= set(passport.ADVICE)


@pytest.mark.parametrize("name", models.NEEDED)
def test_without_the_extra_it_refuses_and_names_what_is_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda asked: None if asked == name else find_spec("json"))
    assert passport.available() is False
    with pytest.raises(Refused) as refusal:
        passport.read(b"", on=ON)
    assert refusal.value.code == "passport.reader-absent"
    assert name in refusal.value.facts["missing"]


@pytest.mark.parametrize("form", mrz.LAYOUTS)
def test_position_classes_have_the_lengths_of_the_format(form: mrz.Format) -> None:
    assert tuple(len(shape.allowed) for shape in alphabet.shapes(form)) == mrz.LAYOUTS[form].lengths


def test_dates_take_digits_and_names_take_none() -> None:
    first, second = alphabet.shapes("TD3")
    assert "0" not in first.allowed[5]
    assert all("O" not in second.allowed[at] for at in (9, 13, 19, 21, 27, 43))
    assert {"O", "0"} <= set(second.allowed[0])


def _heard(text: str, *, doubt: dict[int, tuple[str, float]] | None = None) -> Any:
    """What a recogniser would say that hears `text`: a step a character and three blanks behind each."""
    import numpy as np

    heard = np.full((4 * len(text), len(alphabet.ALPHABET) + 1), 1e-5)
    for at, char in enumerate(text):
        other, share = (doubt or {}).get(at, (char, 0.0))
        heard[4 * at, alphabet.ALPHABET.index(char)] = 1 - share
        if share:
            heard[4 * at, alphabet.ALPHABET.index(other)] = share
        heard[4 * at + 1 : 4 * at + 4, -1] = 1
    return heard


def _chosen(lines: tuple[str, str], doubt: dict[int, tuple[str, float]] | None = None) -> mrz.Zone:
    from portlight.toolkit.passport import choosing, decoding

    first, second = alphabet.shapes("TD3")
    heard = (decoding.decoded(_heard(lines[0]), first), decoding.decoded(_heard(lines[1], doubt=doubt), second))
    return choosing.chosen(heard, on=ON)[0]


@needs_reader
def test_what_is_heard_clearly_is_told_as_heard() -> None:
    assert _chosen(ANNA) == mrz.read(ANNA, on=ON)


@needs_reader
def test_a_dropped_filler_is_found_again_from_the_length() -> None:
    from portlight.toolkit.passport import decoding

    heard = _heard(ANNA[0])
    heard[4 * 30] = heard[4 * 36] = heard[1]  # two fillers of the last run are not heard at all
    shape = alphabet.shapes("TD3")[0]
    line = decoding.spaced(heard, decoding.decoded(heard, shape))
    assert line.text == ANNA[0]


@needs_reader
def test_a_letter_where_a_digit_belongs_speaks_for_its_look_alike() -> None:
    from portlight.toolkit.passport import decoding

    heard = _heard(ANNA[1][:13] + "74O8I2" + ANNA[1][19:])
    assert decoding.decoded(heard, alphabet.shapes("TD3")[1]).text[13:19] == "740812"


@needs_reader
@pytest.mark.parametrize("at", [9, 19, 27])
def test_a_wrong_printed_digit_is_told_and_never_repaired(at: int) -> None:
    digit = str((int(ANNA[1][at]) + 3) % 10)
    zone = _chosen((ANNA[0], ANNA[1][:at] + digit + ANNA[1][at + 1 :]))
    assert zone.valid is False
    assert list(zone.checks.values()).count(False) == 2  # its own, and the composite over it


@needs_reader
def test_between_readings_almost_alike_all_digits_together_decide() -> None:
    wrong = ANNA[1][:8] + "8" + ANNA[1][9:]  # where a 3 is printed
    assert _chosen((ANNA[0], wrong), {8: ("3", 0.4)}) == mrz.read(ANNA, on=ON)
    assert _chosen((ANNA[0], wrong), {8: ("3", 0.01)}).valid is False


@needs_reader
def test_names_are_told_as_unsure_and_never_repaired() -> None:
    from portlight.toolkit.passport import choosing, decoding

    first, second = alphabet.shapes("TD3")
    heard = _heard(ANNA[0], doubt={7: ("X", 0.48)})
    lines = (decoding.decoded(heard, first), decoding.decoded(_heard(ANNA[1]), second))
    zone, told = choosing.chosen(lines, on=ON)
    assert told[0] == ANNA[0]
    assert [str(problem) for problem in zone.problems] == ["unsure@1:8"]


@needs_reader
def test_lines_whose_fillers_point_the_wrong_way_either_way_up_are_no_zone() -> None:
    page = Image.new("RGB", (900, 300), "white")
    draw = ImageDraw.Draw(page)
    for at in range(2):
        draw.text((40, 100 + 60 * at), ">" * 20 + "<" * 20, "black", font_size=34)
    found = passport.read(_file(page), on=ON)
    assert found.zone is None or not found.zone.valid
    assert found.advice


@needs_reader
def test_a_page_of_other_text_is_no_zone() -> None:
    page = Image.new("RGB", (900, 700), "white")
    draw = ImageDraw.Draw(page)
    for at in range(8):
        draw.text((60, 60 + 70 * at), "The quick brown fox jumps over the lazy dog", "black", font_size=28)
    found = passport.read(_file(page), on=ON)
    assert found.zone is None
    assert found.advice
