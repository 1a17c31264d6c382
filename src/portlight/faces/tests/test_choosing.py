"""Choices are asked for when they are drawn or compared with, in the language of that moment."""

from __future__ import annotations

import copy

from django import forms
from django.utils import translation

from portlight.faces.choosing import NOTHING, Choice, Offered, said

ASKED: list[str] = []


def _made() -> list[tuple[str, str]]:
    ASKED.append("once")
    return [NOTHING, ("a", '<A> & "B"'), ("c", "C")]


class Form(forms.Form):
    one = Choice(choices=Offered(_made), required=False)


def test_a_form_that_is_only_made_asks_for_nothing() -> None:
    ASKED.clear()
    copy.deepcopy(Form().fields["one"])
    assert not ASKED


def test_what_is_offered_is_good_and_nothing_else() -> None:
    assert Form({"one": "c"}).is_valid()
    assert not Form({"one": "d"}).is_valid()


def test_a_list_is_drawn_as_djangos_own_is() -> None:
    class Own(forms.Form):
        one = forms.ChoiceField(choices=_made, required=False)

    drawn, own = (str(form({"one": "a"})["one"]) for form in (Form, Own))
    assert drawn.replace("\n  ", "\n") == own.replace("\n  ", "\n")


def test_words_are_said_in_the_language_of_the_moment() -> None:
    offered = said({"x": "Save", "y": "Search"}, without=("y",), empty=True)
    assert list(offered) == [NOTHING, ("x", "Save")]
    with translation.override("de"):
        assert dict(offered)["x"] != "Save"
