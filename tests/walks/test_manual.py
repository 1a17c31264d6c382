"""The manual's pictures, taken anew by `make docs`: each view in four languages, on a desk and on a telephone."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City, until
from tests.walks.test_switching import switch
from tests.walks.test_two_texts import MEASURES, REPORT

pytestmark = pytest.mark.walk
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "manual" / "pictures"
LANGUAGES = ("en", "zh-Hans", "ar", "de")
SAMPLE = "N-2026-001"
AT_MOST = 60_000  # bytes of one picture


@pytest.fixture
def take(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """`take(page, "reach-ar")`: `reach-ar-1280.webp` and `reach-ar-360.webp`, the top of the page."""
    if not request.config.getoption("pictures"):
        pytest.skip("pictures are taken with --pictures only: make docs")
    from PIL import Image

    FOLDER.mkdir(parents=True, exist_ok=True)

    def taken(page: Any, name: str) -> None:
        for width, height in ((1280, 900), (360, 780)):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
            seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            file = FOLDER / f"{name}-{width}.webp"
            for colours in (64, 32, 16):  # without loss: letters stay sharp, and a page has few colours
                few = seen.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
                few.save(file, "WEBP", lossless=True, method=6)
                if file.stat().st_size <= AT_MOST:
                    break
            assert file.stat().st_size <= AT_MOST, f"{file.name} has {file.stat().st_size} bytes"
        page.set_viewport_size({"width": 1280, "height": 900})

    return taken


def test_the_manuals_pictures(take: Callable[[Any, str], None], city: City, desk: Any, new_page: Any) -> None:
    writer, supervisor = desk("bao"), desk("chen")
    number = steps.take_in(writer, city, {"zh-Hans": REPORT, "en": MEASURES})
    until((city.folder / "public" / "en" / "status" / "index.html").exists, why="the status page was not baked")
    views = {
        "editor": (writer, f"/desk/notices/{number}/text/?language=en"),
        "correct": (writer, f"/desk/notices/{SAMPLE}/correct/"),
        "release": (supervisor, f"/desk/notices/{SAMPLE}/release/"),
        "reach": (supervisor, f"/desk/notices/{SAMPLE}/reach/"),
        "channels": (supervisor, "/desk/office/channels/"),
        "channel": (supervisor, "/desk/office/channels/email/"),
    }
    for code in LANGUAGES:
        for page in (writer, supervisor):
            page.goto(f"{city.url}/desk/")
            switch(page, code)
        for name, (page, path) in views.items():
            page.goto(city.url + path)
            take(page, f"{name}-{code}")
        reader = new_page()
        reader.goto(f"{city.url}/{code}/status/")
        take(reader, f"status-{code}")
    for page in (writer, supervisor):
        page.goto(f"{city.url}/desk/")
        switch(page, "zh-Hans")
