"""A refusal becomes a sentence beside the field, or a page of its own; what was typed stays."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.test import RequestFactory

from portlight.faces import answers
from portlight.faces.languages import speak
from portlight.faces.routes import Route
from portlight.toolkit.refusals import Refused


class Move(forms.Form):
    day = forms.CharField()
    note = forms.CharField(required=False)


def posted(data: dict[str, str]) -> Any:
    request = RequestFactory().post("/en/verify/", data)
    speak(request, "en")
    return request


def route(view: Any, *methods: str) -> Route:
    return Route("portal", "home", "verify", view, view, "", methods or ("GET", "POST"), None)


def test_a_refusal_stands_beside_the_field_it_names_and_the_form_is_kept() -> None:
    form = answers.form_for(posted({"day": "31 02", "note": "typed"}), Move)
    assert form.is_valid()
    with answers.refusals_to(form):
        raise Refused("faces.code-throttled", field="day")
    assert "Too many codes" in form.errors["day"][0]
    assert form["note"].value() == "typed"


@pytest.mark.parametrize("field", [None, "nowhere"])
def test_a_refusal_without_a_field_of_this_form_stands_at_the_top(field: str | None) -> None:
    form = Move({"day": "1"})
    with answers.refusals_to(form):
        raise Refused("faces.code-throttled", field=field)
    assert "Too many codes" in form.non_field_errors()[0]


@pytest.mark.django_db
def test_an_uncaught_refusal_is_a_page_that_keeps_what_was_typed() -> None:
    def view(request: Any) -> dict[str, Any]:
        raise Refused("faces.code-throttled")

    answer = answers.answer(posted({"note": "<b>long</b> text", "csrfmiddlewaretoken": "t0ken"}), route(view), {})
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 409
    assert "Too many codes" in page
    assert "&lt;b&gt;long&lt;/b&gt; text" in page
    assert "t0ken" not in page


def test_a_button_is_not_pressed_by_a_link() -> None:
    request = RequestFactory().get("/en/verify/")
    assert answers.answer(request, route(lambda request: {}, "POST"), {}).status_code == 405


def test_no_other_fault_is_swallowed() -> None:
    with pytest.raises(ZeroDivisionError), answers.refusals_to(Move({})):
        _ = 1 / 0
