"""What permits sends, in nine languages: that there is news and where, never what is in it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.delivery.texts import Frozen
from portlight.faces.words import in_all

MESSAGES = {
    "filed": (
        gettext_noop("We have your application"),
        gettext_noop(
            "Your filing slip is on the pages of this office, under “Visas and permits”. It is not yet proof of your stay: "
            "an officer looks at your application next."
        ),
    ),
    "asked": (
        gettext_noop("We need something from you"),
        gettext_noop(
            "Please look at the pages of this office, under “Visas and permits”. Everything we need stands there, once."
        ),
    ),
    "paper-unread": (
        gettext_noop("One of your papers could not be opened"),
        gettext_noop(
            "Please look at the pages of this office, under “Visas and permits”: why stands there, and you can hand it in "
            "again. Your application is filed all the same."
        ),
    ),
    "accepted": (
        gettext_noop("Your application was accepted"),
        gettext_noop("Your receipt is on the pages of this office, under “Visas and permits”."),
    ),
    "intended": (
        gettext_noop("Please read this and answer"),
        gettext_noop(
            "There is something about your application that you should answer within five working days. It stands on the "
            "pages of this office, under “Visas and permits”."
        ),
    ),
    "decided": (
        gettext_noop("News about your application"),
        gettext_noop("Please look at the pages of this office, under “Visas and permits”, or call the hotline."),
    ),
    "issued": (
        gettext_noop("What you applied for is ready"),
        gettext_noop("How you get it stands on the pages of this office, under “Visas and permits”."),
    ),
    "prolonged": (
        gettext_noop("Something about your stay has changed"),
        gettext_noop(
            "In the emergency that was declared, until when you may stay has changed. The day and the reason stand on the "
            "pages of this office, under “My page”. You need do nothing for it."
        ),
    ),
    "stay": (
        gettext_noop("Please look at the dates of your stay"),
        gettext_noop(
            "There is something about your stay that you should know in time. It stands on the pages of this office, "
            "under “My page”. If you have left China, you need do nothing."
        ),
    ),
}


def message(step: str) -> dict[str, Frozen]:
    """The message of a step in nine languages; empty where there is nothing to tell."""
    return in_all(*MESSAGES[step]) if step in MESSAGES else {}
