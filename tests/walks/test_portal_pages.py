"""Every public page in nine languages on a phone: nothing axe objects to, nothing sticks out, a silent console."""

from __future__ import annotations

from typing import Any

import pytest

from portlight.toolkit.languages import CODES
from tests.walks import steps
from tests.walks.city import City, until
from tests.walks.conftest import Grumbles
from tests.walks.looks import looks
from tests.walks.test_subscribing import sign_up

pytestmark = pytest.mark.walk
SAMPLE = "n-2026-001"  # the demo's own notice, in nine languages


@pytest.fixture(scope="module")
def reader(city: City) -> dict[str, Any]:
    """What one reader brings along for all the languages: her session, and the page that waits for a code."""
    return {}


@pytest.fixture
def pages(city: City, new_page: Any, reader: dict[str, Any]) -> dict[str, str]:
    """Name → address below the language. The sample notice, somebody signed in, and somebody who waits for a code."""
    if not reader:
        signed_in, waiting = new_page(), new_page()
        sign_up(signed_in, city, language="en", address="ines@reader.example")
        waiting.goto(f"{city.url}/en/subscribing/")
        waiting.fill("#id_address", "jonas@reader.example")
        waiting.check("#id_consent")
        steps.send(waiting)
        reader["state"] = signed_in.context.storage_state()
        reader["confirm"] = waiting.url.split("/en", 1)[1]
        until((city.folder / "public" / "en" / "status" / "index.html").exists, why="the status page was not baked")
        reader["code"] = steps.code_of(city, SAMPLE)
    return {
        "home": "/",
        "notices": "/notices/",
        "notice": f"/notices/{SAMPLE}/",
        "status": "/status/",
        "subscribing": "/subscribing/",
        "confirm": reader["confirm"],
        "choices": "/subscribing/choices/",
        "out": f"/subscribing/out/{'x' * 24}/",
        "verify": "/verify/",
        "verified": f"/verify/?code={reader['code']}",
        "verify-wrong": "/verify/?code=XXXX-XXXX",
        "sign-in": "/me/sign-in/",
        "me": "/me/",
        "missing": "/nowhere/",
    }


@pytest.mark.parametrize(("code", "scheme"), [*((code, "light") for code in CODES), ("ar", "dark")])
def test_every_public_page_is_clean_on_a_phone(
    city: City, new_page: Any, violations: Any, picture: Any, grumbles: Grumbles, reader: dict[str, Any],
    pages: dict[str, str], code: str, scheme: str,
) -> None:  # fmt: skip
    grumbles.expected = ("status of 404",)
    page = new_page(width=360, scheme=scheme, state=reader["state"])
    found = []
    for name, path in pages.items():
        page.goto(f"{city.url}/{code}{path}")
        assert page.get_attribute("html", "lang") == code
        found += [*violations(page), *looks(page)]
        picture(page, f"city-{name}-{code}-360-{scheme}")
    assert not found, "\n".join(dict.fromkeys(found))
