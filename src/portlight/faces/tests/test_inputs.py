"""A day is picked in every language: the browser's own picker knows one way of writing only."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation

from portlight.faces.inputs import Day


class Asked(forms.Form):
    on = Day()


@pytest.mark.parametrize("language", ["en", "zh-hans", "de", "ar"])
def test_what_stands_in_the_form_is_what_a_picker_takes(language: str) -> None:
    with translation.override(language):
        assert 'value="2026-02-10"' in str(Asked(initial={"on": date(2026, 2, 10)})["on"])


@pytest.mark.parametrize("typed", ["2026-02-10", "10.02.2026", "10/02/2026", "2026/02/10"])
def test_a_day_is_typed_as_people_write_it(typed: str) -> None:
    form = Asked({"on": typed})
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 2, 10)
