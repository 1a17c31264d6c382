"""/desk/style/ shows every component, in nine languages and both schemes; whoever adds one must show it there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from portlight.faces import templatetags
from portlight.faces.desk.tests.test_desk_office import hired, signed_in
from portlight.faces.languages import django_code
from portlight.faces.templatetags import look
from portlight.toolkit.languages import CODES, LANGUAGES

pytestmark = pytest.mark.django_db
ROOT = Path(templatetags.__file__).parents[1] / "templates"
SHEETS = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "home" / "desk").glob("style*.html")))
# `asset` is no component but an address; the base page uses it.
NO_COMPONENT = {"asset"}


def test_every_tag_and_filter_of_the_look_is_shown() -> None:
    tags, filters = set(look.register.tags) - NO_COMPONENT, set(look.register.filters)
    assert {name for name in tags if not re.search(rf"{{% {name}\b", SHEETS)} == set()
    assert {name for name in filters if not re.search(rf"\|{name}\b", SHEETS)} == set()


def test_every_component_template_is_shown() -> None:
    browser = signed_in(hired("chen@office.example", "supervisor"))
    shown = {template.name for template in browser.get("/desk/style/").templates}
    there = {f"components/{file.name}" for file in (ROOT / "components").glob("*.html")}
    assert there - shown == set()


@pytest.mark.parametrize("code", CODES)
def test_the_components_speak_the_language_chosen_and_the_shell_the_accounts(code: str) -> None:
    browser = signed_in(hired("chen@office.example", "supervisor"))
    for scheme, schemes in (("both", ["light", "dark"]), ("dark", ["dark"]), ("odd", ["light", "dark"])):
        page = browser.get(f"/desk/style/?language={code}&scheme={scheme}").content.decode()
        assert '<html lang="en"' in page
        sheet = page.split('<div id="sheet"')[1]
        assert sheet.startswith(f' lang="{code}" dir="{LANGUAGES[code].dir}"')
        assert re.findall(r'data-scheme="(\w+)"', sheet) == schemes
        with translation.override(django_code(code)):
            assert translation.gettext("Messages settled") in sheet
            assert code == "en" or "Messages settled" not in sheet


def test_an_odd_language_shows_the_accounts_own() -> None:
    page = signed_in(hired("chen@office.example", "supervisor")).get("/desk/style/?language=tlh").content.decode()
    assert '<div id="sheet" lang="en"' in page
