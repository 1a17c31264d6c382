"""What is printed: the right letters in each language, nothing turned round, everything on one page."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
import typst

from portlight.kernel.papers import printing, queries, typesetting, words
from portlight.kernel.papers.models import IssuedPaper
from portlight.kernel.papers.printing import ltr
from portlight.kernel.papers.tests.make import ABOUT, AT, BY, FACTS, issue
from portlight.kernel.timeline.queries import about as told_about
from portlight.toolkit.languages import CODES
from portlight.toolkit.refusals import Refused

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(any(typesetting.missing(code) for code in CODES), reason=typesetting.INSTALL),
]
FONTS = {"zh-Hans": "NotoSansCJKsc", "ja": "NotoSansCJKjp", "ko": "NotoSansCJKkr", "ar": "NotoSansArabic"}


def opened(pdf: bytes) -> Any:
    return pikepdf.open(BytesIO(pdf))


def fonts(pdf: bytes) -> dict[str, str]:
    """Resource name → PostScript name of every embedded font of the first page."""
    with opened(pdf) as file:
        known = file.pages[0].Resources.get("/Font", {})
        return {name: str(font.BaseFont).split("+")[-1] for name, font in known.items()}


def glyphs(pdf: bytes) -> list[int]:
    """Every glyph number that is shown on the page; 0 is the box of a letter that a font lacks."""
    found: list[int] = []
    with opened(pdf) as file:
        for operands, operator in pikepdf.parse_content_stream(file.pages[0]):
            if str(operator) not in {"Tj", "TJ"}:
                continue
            shown = operands[0] if str(operator) == "TJ" else operands
            for one in shown:
                if isinstance(one, pikepdf.String):
                    raw = bytes(one)
                    found += [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    return found


def printed(language: str, **other: Any) -> bytes:
    number = issue(language=language, **other).number
    return queries.pdf(number, by=BY, why="test", at=AT).pdf


@pytest.mark.parametrize("language", CODES)
def test_each_language_has_its_own_letters_and_no_box(language: str) -> None:
    pdf = printed(language)
    names = set(fonts(pdf).values())
    assert any(name.startswith(FONTS.get(language, "NotoSans-")) for name in names), names
    chinese = {name for name in names if "CJKsc" in name}
    assert chinese, names
    strangers = {name for name in names if not name.startswith("NotoSans")}
    assert not strangers
    found = glyphs(pdf)
    assert len(found) > 300
    assert 0 not in found
    with opened(pdf) as file:
        assert len(file.pages) == 1
        assert [round(float(side)) for side in file.pages[0].MediaBox[2:]] == [595, 842]  # A4
        assert str(file.docinfo["/Keywords"]).startswith("PL1:")


def test_a_letter_no_font_has_is_found_in_the_glyphs() -> None:
    """The test above can fail: a box is glyph 0."""
    pdf = typst.compile('#set text(font: "Noto Sans", fallback: false)\n中'.encode())
    assert isinstance(pdf, bytes)
    assert 0 in glyphs(pdf)


def test_a_letter_no_font_has_is_refused_before_it_is_printed() -> None:
    with pytest.raises(Refused) as refusal:
        printed("en", facts={**FACTS, "name": "ᏣᎳᎩ"})
    assert refusal.value.code == "papers.no-letter"
    assert refusal.value.facts["letters"] == "ᎩᎳᏣ"


def test_a_name_in_another_script_is_printed_in_every_language() -> None:
    for language in ("en", "ar", "ja"):
        assert 0 not in glyphs(printed(language, facts={**FACTS, "name": "金正浩 Nguyễn Íñigo محمد 김정호 Ђорђе"}))


@pytest.mark.parametrize("language", ["ko", "ar"])
def test_without_its_font_a_language_is_refused_with_the_command_that_installs_it(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = typesetting.family(language)
    rest = {name: face for name, face in typesetting._faces().items() if name != family}
    monkeypatch.setattr(typesetting, "_faces", lambda: rest)
    with pytest.raises(Refused) as refusal:
        printed(language)
    assert refusal.value.code == "papers.no-font"
    assert (refusal.value.facts["font"], refusal.value.facts["install"]) == (family, typesetting.INSTALL)
    assert printed("en").startswith(b"%PDF-")


BARE = re.compile(r"(?<![\u2066\u2068\d.:/-])\d[\d:./-]{3,}")


@pytest.mark.parametrize("language", CODES)
def test_every_number_and_date_stands_isolated(language: str) -> None:
    paper = queries.open_paper(IssuedPaper.objects.get(number=issue(language=language).number))
    pair = (language, "zh-Hans" if language != "zh-Hans" else "en")
    said = printing.texts(paper, pair=pair, seal=words.SEAL_FOLLOWS, at=AT)
    shown = [text for name, value in said.items() if name not in {"symbol", "stamp", "number"}
             for text in typesetting._texts(value)]  # fmt: skip
    for text in shown:
        plain = re.sub("\u2066[^\u2066-\u2069]*\u2069|\u2068[^\u2069]*\u2069", "", text)
        assert not BARE.search(plain), text
    assert ltr("2026-02-10 – 2026-03-11") in shown


def test_in_arabic_a_period_begins_on_the_right_and_beside_it_in_chinese_on_the_left() -> None:
    paper = queries.open_paper(IssuedPaper.objects.get(number=issue(language="ar").number))
    said = printing.texts(paper, pair=("ar", "zh-Hans"), seal=words.SEAL_FOLLOWS, at=AT)
    begin, end = "2026-02-10", "2026-03-11"
    assert [f"{ltr(begin)} – {ltr(end)}", ltr(f"{begin} – {end}")] in [row["values"] for row in said["rows"]]


def test_equal_papers_are_equal_files() -> None:
    number = issue().number
    first = queries.pdf(number, by=BY, why="test", at=AT)
    assert queries.pdf(number, by=BY, why="test", at=AT) == first
    assert (first.name, first.sealed) == (f"{number}-fr.pdf", False)


def test_the_same_paper_may_be_had_in_another_language_and_every_reading_is_noted() -> None:
    number = issue().number
    for language in ("fr", "ar"):
        queries.pdf(number, language=language, by=BY, why="asked at the counter", at=AT)
    told = [event for event in told_about(ABOUT).rows if event.kind == "papers.opened"]
    assert {event.facts["language"] for event in told} == {"fr", "ar"}
    for code, given in (
        ("papers.why-missing", {"why": " "}),
        ("papers.language-unknown", {"language": "la", "why": "x"}),
    ):
        with pytest.raises(Refused) as refusal:
            queries.pdf(number, by=BY, at=AT, **given)
        assert refusal.value.code == code
    with pytest.raises(Refused):
        queries.pdf("L-2026-0000000-0", by=BY, why="x", at=AT)
