"""Pages for disk carry the portal's shell and need neither request nor database."""

from __future__ import annotations

import pytest

from portlight.faces.portal.baked import bake


@pytest.mark.parametrize("language", ["ar", "de"])
def test_a_baked_page_has_the_shell_in_its_language_and_links_only_what_exists(language: str) -> None:
    page = bake("portal/base.html", {}, language=language, path=f"/{language}/notices/n-1/", available=("ar", "de"))
    assert f'<html lang="{language}"' in page
    assert 'href="/de/notices/n-1/"' in page
    assert "/fr/notices/n-1/" not in page
    assert " style=" not in page
    assert "/static/portlight.css?v=" in page
