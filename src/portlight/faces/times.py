"""The day first, then one of its free times: the same two forms wherever a time is moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from portlight.faces import telling
from portlight.faces.inputs import Day
from portlight.kernel.slots.queries import TimeCard


class OnDay(forms.Form):
    day = Day(label=gettext_lazy("Day"))


class OneTime(forms.Form):
    """One of the free times of a day. Whether it is free still is asked when it is taken, not when it was shown."""

    starts_at = forms.CharField(label=gettext_lazy("Free times"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, times: Sequence[TimeCard], **options: Any) -> None:
        super().__init__(*args, **options)
        self.times = [(one.starts_at.isoformat(), telling.clock(one.starts_at)) for one in times]
        self.fields["starts_at"].widget.choices = self.times

    def clean_starts_at(self) -> datetime:
        try:
            found = parse_datetime(self.cleaned_data["starts_at"])
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            raise forms.ValidationError(gettext_lazy("Choose one of the times."))
        return found
