"""Every control is drawn as Django's own templates draw it, but for the line breaks those leave after a tag."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as some

from portlight.faces.widgets import Drawn

OWN, DJANGO = Drawn(), DjangoTemplates()
CHOICES = [("", "—"), ("a<b", "Ändern & “x”"), (3, mark_safe("<b>3</b>")), ("Group 'g'", [("x", "X"), ("y", "Y")])]
ODD = {"class": "code", "required": True, "disabled": False, "data-x": "a\"<&>'b", "maxlength": 40, "id": "id_n"}
WIDGETS = [
    forms.TextInput(ODD), forms.NumberInput(), forms.EmailInput(), forms.URLInput(), forms.PasswordInput(),
    forms.HiddenInput(ODD), forms.DateInput(format="%Y-%m-%d"), forms.TimeInput(), forms.DateTimeInput(),
    forms.FileInput({"accept": "image/*"}), forms.CheckboxInput(ODD), forms.Textarea(ODD),
    forms.Select(ODD, CHOICES), forms.SelectMultiple(ODD, CHOICES),
    forms.RadioSelect(ODD, CHOICES), forms.CheckboxSelectMultiple({"class": "many"}, CHOICES),
    forms.ClearableFileInput(),
]  # fmt: skip
VALUES = [None, "", "a<b", "x", 3, ["x", "a<b"], True, date(2026, 2, 10), time(9, 30), mark_safe("&nbsp;")]


def drawn(widget: forms.Widget, value: Any, renderer: Any) -> str:
    return packed(widget.render("n'm", value, {"id": "id_n", "aria-invalid": "true"}, renderer=renderer))


def packed(text: str) -> str:
    return re.sub(r">\n+(?=\s*</?(?:option|optgroup|select|div))", ">\n", text).rstrip("\n")


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_control_is_as_django_draws_it(widget: forms.Widget, value: Any) -> None:
    assert drawn(widget, value, OWN) == drawn(widget, value, DJANGO)


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_one_choice_alone_is_as_django_draws_it(kind: type[forms.RadioSelect]) -> None:
    class Asked(forms.Form):
        one = forms.ChoiceField(choices=CHOICES, widget=kind(ODD))

    theirs, ours = Asked({"one": "x"}, renderer=DJANGO), Asked({"one": "x"}, renderer=OWN)
    assert [option.tag() for option in ours["one"]] == [packed(option.tag()) for option in theirs["one"]]


@given(some.text(), some.text(), some.text())
def test_nothing_typed_escapes_its_quotes(value: str, name: str, label: str) -> None:
    for widget in (forms.TextInput(), forms.Textarea(), forms.Select(choices=[(value, label), ("o", "other")])):
        theirs = widget.render(name, value, {"data-x": label}, renderer=DJANGO)
        assert packed(widget.render(name, value, {"data-x": label}, renderer=OWN)) == packed(theirs)
