"""/desk/style/ in all nine languages and both schemes, on a desk and on a phone: clean, and nothing cut off."""

from __future__ import annotations

from typing import Any

import pytest

from portlight.toolkit.languages import CODES, LANGUAGES
from tests.walks.conftest import Office
from tests.walks.looks import looks

pytestmark = pytest.mark.walk


@pytest.fixture(scope="module")
def state() -> dict[str, Any]:
    """The session of one account, kept for all the languages."""
    return {}


@pytest.mark.parametrize("code", CODES)
def test_every_component_is_clean(
    office: Office, new_page: Any, violations: Any, picture: Any, state: dict[str, Any], code: str
) -> None:
    if not state:
        first = new_page()
        office.sign_in(first, "chen@office.example")
        state["kept"] = first.context.storage_state()
    page = new_page(state=state["kept"])
    page.goto(f"{office.url}/desk/style/")
    page.select_option("#id_language", code)
    page.select_option("#id_scheme", "both")
    with page.expect_navigation():
        page.click("main form button.is-main")
    assert page.get_attribute("#sheet", "dir") == LANGUAGES[code].dir
    found: list[str] = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        found += [*violations(page), *looks(page)]
        picture(page, f"style-{code}-{width}")
    assert not found, "\n".join(dict.fromkeys(found))
