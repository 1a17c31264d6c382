from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from portlight.faces.choosing import Choice, Offered
from portlight.faces.inputs import Day
from portlight.kernel.slots.rules import MOST_PEOPLE


class Once(forms.Form):
    """Sent twice, it is done once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class Cancel(Once):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class Wait(Once):
    not_after = Day(label=_("The last day that helps you"))
    people = Choice(
        label=_("How many people come?"), initial="1",
        choices=Offered(lambda: ((str(n), str(n)) for n in range(1, MOST_PEOPLE + 1))),
    )  # fmt: skip
