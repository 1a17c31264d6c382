"""A field on a page: what is said with it is tied to its control, and nothing typed becomes markup."""

from __future__ import annotations

from django import forms
from django.utils.safestring import mark_safe

from portlight.faces import fields


class Asked(forms.Form):
    name = forms.CharField(label="Name <b>", help_text="As in the <i>passport</i>")
    kind = forms.ChoiceField(choices=[("a", "A & B"), ("c", "C")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Yes")


def test_the_hint_and_the_error_are_read_with_the_control() -> None:
    form = Asked({"name": ""})
    drawn = fields.drawn(form["name"])
    assert 'aria-describedby="id_name_hint id_name_wrong"' in drawn
    assert 'id="id_name_hint"' in drawn
    assert 'id="id_name_wrong"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert drawn.startswith('<div class="field is-wrong">')


def test_nothing_typed_or_said_becomes_markup() -> None:
    form = Asked({"name": '"><script>', "kind": "a"})
    drawn = fields.drawn(form["name"], hint="<u>")
    assert "<script>" not in drawn
    assert "Name &lt;b&gt;" in drawn
    assert "&lt;u&gt;" in drawn
    assert "A &amp; B" in fields.drawn(form["kind"])
    assert "<em>" in fields.drawn(form["name"], hint=mark_safe("<em>ours</em>"))


def test_what_is_typed_in_another_language_says_so() -> None:
    assert 'lang="ar" dir="rtl"' in fields.drawn(Asked()["name"], language="ar").replace('dir="rtl" lang="ar"', "")


def test_a_single_box_stands_before_its_label_and_several_in_a_group() -> None:
    assert '<label class="choice"><input type="checkbox"' in fields.drawn(Asked()["agreed"])
    assert '<fieldset class="stack-2" id="id_kind"><legend>' in fields.drawn(Asked()["kind"])
