"""What lodging sends, in nine languages."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from portlight.delivery.texts import Frozen
from portlight.faces.words import in_all

# Step → title and text of the message. It says that there is news and where, never what is in it.
MESSAGES = {
    "registered": (
        gettext_noop("Your accommodation registration is done"),
        gettext_noop("Your slip is ready. You find it on the pages of this office, under “Where I live”."),
    ),
    "completing": (
        gettext_noop("Your accommodation is registered; something is missing"),
        gettext_noop(
            "Your slip is ready. Please add what is missing within three working days, on the pages of this office, under "
            "“Where I live”."
        ),
    ),
    "checking": (
        gettext_noop("We have received your declaration"),
        gettext_noop(
            "The police station looks at it by the next working day. Your receipt is on the pages of this office, under "
            "“Where I live”."
        ),
    ),
    "asked": (
        gettext_noop("We need something from you"),
        gettext_noop(
            "Please look at the pages of this office, under “Where I live”, within three working days. Everything we "
            "need stands there."
        ),
    ),
    "rejected": (
        gettext_noop("News about your declaration"),
        gettext_noop("Please look at the pages of this office, under “Where I live”, or call the hotline."),
    ),
    "ending": (
        gettext_noop("Your registered stay ends soon"),
        gettext_noop(
            "If you stay longer, say so on the pages of this office, under “Where I live”. If you move, register at the "
            "new address within 24 hours."
        ),
    ),
}
CODE = (
    gettext_noop("Your code: {code}"),
    gettext_noop(
        "{code} is your code for the declaration of your accommodation. It is good for ten minutes. Nobody from this "
        "office will ever ask you for it. If you did not ask for a code, you need do nothing."
    ),
)


def message(step: str) -> dict[str, Frozen]:
    """The message of a step in nine languages; empty where there is nothing to tell."""
    return in_all(*MESSAGES[step]) if step in MESSAGES else {}


def code_message() -> dict[str, Frozen]:
    """The message with `{code}` in it, in nine languages."""
    return in_all(*CODE)
