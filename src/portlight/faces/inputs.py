"""Fields of forms that more than one room asks for."""

from __future__ import annotations

from typing import Any

from django import forms

_WRITTEN = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d")


class Day(forms.DateField):
    """A day, picked or typed. A browser's own picker takes nothing but 2026-02-10, whatever the page's language is."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=list(_WRITTEN), **options)
