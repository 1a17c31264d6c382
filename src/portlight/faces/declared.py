"""What an emergency sets, as the desk and the portal tell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from portlight.kernel.emergencies import queries
from portlight.kernel.emergencies.rules.declaring import Parameter
from portlight.kernel.emergencies.rules.effects import Change


def set_by(change: Change, *, without_said: bool = False) -> Iterator[tuple[str, str, Any]]:
    """Label, kind, value; a code is said in words. `without_said`: what `said_by` tells in a sentence is left out."""
    known = queries.parameters()
    for name, value in change.parameters.items():
        one = known[name]
        if value != () and not (without_said and _said(one, value)):
            yield gettext(one.label), one.kind, gettext(one.choices[value]) if one.kind == "choice" else value


def said_by(change: Change) -> list[str]:
    """A sentence for each switch that is on and has one."""
    known = queries.parameters()
    return [gettext(known[name].said) for name, value in change.parameters.items() if _said(known[name], value)]


def _said(one: Parameter, value: Any) -> bool:
    return one.kind == "switch" and bool(value and one.said)
