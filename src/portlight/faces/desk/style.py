"""A form with every kind of field, filled wrongly on purpose, for the style page."""

from __future__ import annotations

from typing import Any

from django import forms


class Specimen(forms.Form):
    """Bound to what somebody might type. Nothing of it is ever saved."""

    street = forms.CharField(label="Street and number", help_text="In Chinese characters or pinyin, as you have it")
    day = forms.DateField(label="Move-in day")
    who = forms.ChoiceField(
        label="Who lives there?", choices=[("me", "I do"), ("guest", "My guest")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("visa", "Visas"), ("hall", "The hall")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Write to me about this")
    text = forms.CharField(label="What happened", widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *, prefix: str) -> None:
        typed: dict[str, Any] = {
            f"{prefix}-street": "Lane 88 Meihua Road", f"{prefix}-day": "31 02 2020", f"{prefix}-who": "me",
            f"{prefix}-topics": ["visa"], f"{prefix}-agreed": "on",
        }  # fmt: skip
        super().__init__(typed, prefix=prefix, auto_id="%s")
