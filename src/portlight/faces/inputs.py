"""Fields of forms that more than one room asks for."""

from __future__ import annotations

from typing import Any

from django import forms

_WRITTEN = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d")


# By name: asked for these, an iPhone hands over a JPEG of a photo it keeps as HEIC, which is not opened here.
_PHOTO = {"accept": "image/jpeg,image/png,image/webp,application/pdf", "capture": "environment"}


def passport_photo() -> forms.FileInput:
    """For a photo of a passport's page: a telephone opens its camera."""
    return forms.FileInput(attrs=_PHOTO)


class Day(forms.DateField):
    """A day, picked or typed. A browser's own picker takes nothing but 2026-02-10, whatever the page's language is."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=list(_WRITTEN), **options)
