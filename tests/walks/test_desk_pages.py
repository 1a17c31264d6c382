"""The desk's pages in its two complete languages, on a desk and on a phone: clean, nothing sticks out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City
from tests.walks.looks import looks
from tests.walks.test_switching import switch
from tests.walks.test_two_texts import MEASURES, REPORT

pytestmark = pytest.mark.walk
SAMPLE = "N-2026-001"


@pytest.fixture(scope="module")
def half_done(city: City) -> dict[str, str]:
    """The number of one notice that is being written, kept for all the languages."""
    return {}


@pytest.mark.parametrize("code", ["zh-Hans", "en"])
def test_every_page_of_the_desk_is_clean(
    city: City, desk: Any, violations: Any, picture: Any, half_done: dict[str, str], code: str
) -> None:
    writer, releaser, officer = desk("bao"), desk("zhou"), desk("ding")
    if not half_done:
        half_done["number"] = steps.take_in(writer, city, {"zh-Hans": REPORT, "en": MEASURES})
        steps.move(writer, city, half_done["number"], "zh-Hans", "hand-over")
        steps.address(writer, city, half_done["number"])
    open_one = f"/desk/notices/{half_done['number']}"
    of_writer = {
        "today": "/desk/",
        "notices": "/desk/notices/",
        "write": "/desk/notices/write/",
        "take-in": "/desk/notices/take-in/",
        "editor": f"{open_one}/text/?language=en",
        "editor-source": f"{open_one}/text/",
        "editor-missing": f"{open_one}/text/?language=ar",
        "audience": f"{open_one}/audience/",
        "prepared": "/desk/notices/prepared/",
        "fill": "/desk/notices/prepared/hall-closed/fill/",
        "style": "/desk/style/",
    }
    of_releaser = {
        "release": f"{open_one}/release/",
        "released": f"/desk/notices/{SAMPLE}/release/",
        "editor-released": f"/desk/notices/{SAMPLE}/text/?language=ar",
        "reach": f"/desk/notices/{SAMPLE}/reach/?by=district",
        "unreached": f"/desk/notices/{SAMPLE}/unreached/",
        "withdraw": f"/desk/notices/{SAMPLE}/withdraw/",
    }
    found: list[str] = []
    for page, pages in ((writer, of_writer), (releaser, of_releaser), (officer, {"today-duty": "/desk/"})):
        page.goto(f"{city.url}/desk/")
        switch(page, code)
        try:
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 900})
                for name, path in pages.items():
                    page.goto(city.url + path)
                    assert page.get_attribute("html", "lang") == code
                    found += [*violations(page), *looks(page)]
                    picture(page, f"city-desk-{name}-{code}-{width}-light")
        finally:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{city.url}/desk/")
            switch(page, "zh-Hans")
    assert not found, "\n".join(dict.fromkeys(found))
