"""One name in five places."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import Resolver404, get_resolver, reverse
from django.utils import translation

from portlight.faces import routes


def test_a_url_leads_to_its_view_template_and_test() -> None:
    places = {place.what: place.where for place in routes.whereis("http://localhost:8000/fr/verify/?code=x")}
    assert places["route"] == "home:portal:verify"
    assert places["view"].startswith("portlight/faces/portal/home.py:")
    assert places["template"].endswith("templates/home/portal/verify.html")
    assert places["test"] == "portlight/faces/portal/tests/test_portal_verify.py"


def test_a_sign_in_page_is_found_too() -> None:
    places = {place.what: place.where for place in routes.whereis("/desk/sign-in/")}
    assert places["route"] == "account_login"
    assert "desk/sign_in.py" in places["view"]


def test_a_url_that_leads_nowhere_says_so() -> None:
    with pytest.raises(Resolver404):
        routes.whereis("/desk/nowhere/")


def test_portal_addresses_carry_the_readers_language() -> None:
    for language, path in (("ar", "/ar/verify/"), ("zh-hans", "/zh-Hans/verify/")):
        with translation.override(language):
            assert reverse("home:portal:verify") == path
    assert reverse("office:desk:timeline") == "/desk/office/timeline/"


# Answer with something else than a page: the link under a message leads on, figures come as a file.
LEAD_ON = {
    "notices:portal:seen", "reach:portal:figures", "lodging:portal:slip", "lodging:portal:roster_marked",
    "lodging:portal:roster_slips", "lodging:portal:roster_template", "lodging:desk:photo", "lodging:desk:slip",
    "lodging:desk:roster_marked", "permits:portal:paper", "lanes:portal:marked", "lanes:portal:template",
    "permits:desk:photo", "permits:desk:paper", "appointments:portal:calendar", "me:portal:file_of_copy",
    "me:portal:paper",
}  # fmt: skip


def every(face: str = "") -> list[routes.Route]:
    """Screens register when the URLs are read, which a collection of tests does not do."""
    get_resolver().url_patterns  # noqa: B018
    found = routes.routes(face) if face else routes.routes()
    assert found
    return list(found)


def test_every_page_has_its_template() -> None:
    pages = [route for route in every() if "GET" in route.methods and route.name not in LEAD_ON]
    assert len(pages) > 20
    for route in pages:
        get_template(route.template)


def test_a_desk_page_that_changes_something_asks_for_a_permission() -> None:
    changing = [route for route in every("desk") if route.methods != ("GET",)]
    assert len(changing) > 10
    assert [route.name for route in changing if not route.may] == []


def test_the_list_of_routes_is_written_and_compared(tmp_path: Path) -> None:
    file = tmp_path / "reference" / "routes.md"
    assert not routes.compare(file)
    assert routes.compare(file, write=True)
    assert "| `/<language>/verify/` | `home:portal:verify` | GET, POST | anybody |" in file.read_text()
    file.write_text("old")
    assert not routes.compare(file)


def test_the_same_name_twice_is_refused() -> None:
    def verify(request: object) -> dict[str, object]:
        return {}

    known = next(r for r in routes.routes("portal") if r.name == "home:portal:verify")
    with pytest.raises(ValueError, match="home:portal:verify"):
        routes.register(routes.Route("portal", "home", "verify", verify, known.served, "", ("GET",), None))
