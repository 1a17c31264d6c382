"""A person's own page on a phone: her clocks and cases, a link for a friend, a copy of everything, and closing it."""

from __future__ import annotations

import re
import zipfile
from typing import Any

import pytest

from tests.walks import steps
from tests.walks.city import City, until, words_of
from tests.walks.conftest import Grumbles
from tests.walks.test_lodging_screens import registered, seen_everywhere

pytestmark = pytest.mark.walk
ADDRESS = "page@reader.example"


def code_of_copy(city: City, *, after: int) -> str:
    """The code of the letter that came after `after` others."""
    found = re.search(r"\b\d{6}\b", words_of(city.letter(ADDRESS, number=after + 1)))
    assert found
    return found[0]


def test_everything_that_is_hers_on_one_page(
    city: City, desk: Any, new_page: Any, violations: Any, picture: Any, grumbles: Grumbles, tmp_path: Any
) -> None:
    grumbles.expected = ("status of 409",)
    page, window = new_page(width=360, script=False), desk("lin")
    case = registered(page, city, address=ADDRESS, number="XD0417800")
    window.goto(f"{city.url}/desk/lodging/{case}/")
    looks_ = new_page(width=360, state=page.context.storage_state())
    told = {"city": city, "picture": picture, "violations": violations}
    found = seen_everywhere(looks_, path="/{language}/me/", name="me", **told)
    page.goto(f"{city.url}/en/me/")
    text = page.inner_text("main")
    assert "done in time" in text
    assert "An officer of this office" in text
    found += seen_everywhere(looks_, path="/{language}/me/readings/", name="me-readings", **told)

    page.click(f'a[href$="/me/share/{case}/"]')
    steps.send(page)
    link = page.input_value("#link").strip()
    picture(page, "screens-me-link-en-360")
    found += seen_everywhere(looks_, path=f"/{{language}}/me/share/{case}/", name="me-share", **told)
    friend = new_page(width=360, script=False)
    token = link.split("/en", 1)[1]
    found += seen_everywhere(new_page(), path="/{language}" + token, name="me-shared", **told)
    friend.goto(link)
    steps.send(friend, "main button.is-main")
    assert "Accommodation registration" in friend.inner_text("main")
    picture(friend, "screens-me-shown-en-360")
    friend.goto(link)
    steps.send(friend, "main button.is-main")
    assert "This link shows nothing more" in friend.inner_text("main")

    page.goto(f"{city.url}/en/me/copy/")
    letters = len(city.letters(ADDRESS))
    steps.send(page)
    page.fill("#id_code", code_of_copy(city, after=letters))
    steps.send(page)

    def ready() -> bool:
        page.reload()
        return "Your copy is ready" in page.inner_text("main")

    until(ready, why="the copy was not made", every=0.5)
    found += seen_everywhere(looks_, path="/{language}/me/copy/", name="me-copy", **told)
    with page.expect_download() as download:
        page.click('a[href$="/me/copy/file/"]')
    download.value.save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as zipped:
        assert {"index.html", "data.json"} < set(zipped.namelist())
        (tmp_path / "index.html").write_bytes(zipped.read("index.html"))
    own = new_page(width=360)
    own.goto(f"file://{tmp_path}/index.html")
    assert "XD0417800" in own.inner_text("body")
    picture(own, "screens-me-index-en-360")

    found += seen_everywhere(looks_, path="/{language}/me/close/", name="me-close", **told)
    page.goto(f"{city.url}/en/me/close/")
    page.check("#id_agreed")
    steps.send(page, "#form button.is-alarm")
    assert "Your page is closed" in page.inner_text("main")
    found += seen_everywhere(looks_, path="/{language}/me/closed/", name="me-closed", **told)
    looks_.goto(f"{city.url}/en/me/")
    assert "/me/sign-in/" in looks_.url, "every session has ended"
    assert found == []
