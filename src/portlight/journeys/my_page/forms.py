from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from portlight.faces import telling
from portlight.faces.choosing import Offered
from portlight.kernel.people.rules import SHARE_LASTS


class Once(forms.Form):
    """Sent twice, it is done once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def _spans() -> Iterator[tuple[str, str]]:
    return ((str(int(one.total_seconds())), telling.span(one.total_seconds())) for one in SHARE_LASTS)


class Share(Once):
    lasts = forms.TypedChoiceField(
        label=_("How long is the link good?"), choices=Offered(_spans), widget=forms.RadioSelect,
        coerce=lambda text: timedelta(seconds=int(text)), initial=str(int(SHARE_LASTS[0].total_seconds())),
    )  # fmt: skip


class Nothing(forms.Form):
    """A button."""


class Close(Once):
    agreed = forms.BooleanField(label=_("I have read this, and want my page to be closed."), required=False)
