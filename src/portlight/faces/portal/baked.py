"""Pages for disk: the same shell as the portal's, rendered without a request, a session or a clock of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from portlight.faces.context import links, plain, portal_menu
from portlight.faces.languages import django_code
from portlight.toolkit.languages import CODES, LANGUAGES


def bake(
    template: str, context: Mapping[str, Any], *, language: str, path: str, available: tuple[str, ...] = CODES
) -> str:
    """The whole page at `path` (`/fr/notices/n-1/`) in `language`, ready to be written below PUBLIC.

    The template extends `portal/base.html`. `available`: the languages the page exists in; its language menu and its
    `hreflang` links name only those. A link to any other language would lead to nothing.
    """
    with translation.override(django_code(language)):
        shell = {
            **plain(LANGUAGES[language]),
            "language_links": links(path, available=available),
            "menu": portal_menu(path),
        }
        return render_to_string(template, {**shell, **context})
