"""The pictures of the README and the manual, taken anew with `--pictures`: `python tools/tests.py walks --pictures`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City
from tests.walks.test_switching import switch
from tests.walks.test_two_texts import MEASURES, REPORT

pytestmark = pytest.mark.walk
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SAMPLE = "N-2026-001"
AT_MOST = 150_000  # bytes of one picture


@pytest.fixture
def take(request: pytest.FixtureRequest) -> Any:
    """`take(page, "home-en", height=900)`: the top of the page as a small PNG in docs/pictures."""
    if not request.config.getoption("pictures"):
        pytest.skip("pictures are taken with --pictures only")
    from PIL import Image

    FOLDER.mkdir(parents=True, exist_ok=True)

    def taken(page: Any, name: str, *, height: int = 900) -> None:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
        seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        file = FOLDER / f"{name}.png"
        seen.save(file, optimize=True)
        if file.stat().st_size > AT_MOST:
            seen.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
        assert file.stat().st_size <= AT_MOST, f"{file.name} has {file.stat().st_size} bytes"

    return taken


def test_the_pictures_of_the_manual(take: Any, city: City, desk: Any, new_page: Any) -> None:
    for code, width, height in (("en", 1280, 900), ("ar", 360, 780)):
        page = new_page(width=width)
        page.goto(f"{city.url}/{code}/")
        take(page, f"home-{code}", height=height)
    writer, releaser = desk("bao"), desk("zhou")
    number = steps.take_in(writer, city, {"zh-Hans": REPORT, "en": MEASURES})
    for page, path, name, height in (
        (writer, f"/desk/notices/{number}/text/?language=en", "notice-editor", 930),
        (writer, "/desk/notices/prepared/", "prepared", 860),
        (releaser, f"/desk/notices/{SAMPLE}/reach/", "reach", 1080),
    ):
        page.goto(city.url + path)
        switch(page, "en")
        page.goto(city.url + path)
        take(page, name, height=height)
        switch(page, "zh-Hans")
