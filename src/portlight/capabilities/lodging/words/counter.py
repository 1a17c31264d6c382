"""What stands on a counter's sheet: in the person's language, and in Chinese for whoever helps her."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.capabilities.lodging.commands import PrintedCode
from portlight.faces.languages import django_code
from portlight.faces.words import told

CODE_STATES = {
    "open": gettext_noop("Not used yet"),
    "used": gettext_noop("Used"),
    "revoked": gettext_noop("Taken back"),
    "ended": gettext_noop("Over, never used"),
}
TITLE = gettext_noop("Register where you live: your code")
LEAD = gettext_noop("With this code you need no telephone number and no e-mail address.")
STEPS = (
    gettext_noop("Scan the square with any phone, or open {address} and type the code."),
    gettext_noop("Have your passport and the address where you live at hand. It takes about three minutes."),
    gettext_noop("Your slip is shown at once. Print it, or take a picture of it."),
)
NOTES = (
    gettext_noop("The code is good once, until {moment}."),
    gettext_noop(
        "Afterwards this sheet and the number of your passport show you the slip again, for {days} days, on the same page."
    ),
    gettext_noop("Keep this sheet: whoever holds it can use the code before you do."),
)


def sheet(made: PrintedCode, language: str) -> dict[str, Any]:
    """The sheet of one code, each line in both languages. Chinese readers get English beside it."""
    beside = "en" if language == "zh-Hans" else "zh-Hans"
    address = f"{settings.SITE}/{language}/lodging/counter/"
    return {
        "code": made.code, "target": f"{address}?code={made.code}", "first": language, "beside": beside,
        "said": [_said(one, made, address) for one in (language, beside)],
    }  # fmt: skip


def _said(language: str, made: PrintedCode, address: str) -> dict[str, Any]:
    with translation.override(django_code(language)):
        facts = {
            "moment": told("moment", made.until), "days": told("days", settings.LODGING_CODE_DAYS),
            "address": told("address", address),
        }  # fmt: skip
        return {
            "language": language, "title": gettext(TITLE), "lead": gettext(LEAD),
            "steps": [gettext(one).format(**facts) for one in STEPS],
            "notes": [gettext(one).format(**facts) for one in NOTES],
        }  # fmt: skip
