"""What green lanes send, in nine languages: to people whom a list names, and to the officers of institutions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_noop

from portlight.delivery.texts import Frozen
from portlight.faces import telling
from portlight.faces.words import in_all

INVITED = (
    gettext_noop("You are invited to act for an institution"),
    gettext_noop(
        "Open {link} within seven days and sign in with this address. If you know nothing of it, you need do nothing."
    ),
)
_TIME = gettext_noop(
    "{institution} has booked a time for you at this office: {moment} (Shanghai time), {place}. Bring your passport. "
    "If you cannot come then, tell {institution}."
)
# Title and text by what has happened. Officers learn that there is news and where, never about whom.
MESSAGES: Mapping[str, tuple[str, str]] = {
    "listed": (
        gettext_noop("An institution prepares an application for you"),
        gettext_noop(
            "{institution} has put you on its list at this office and prepares an application for you. You see what it is, "
            "and can revoke it, on the pages of this office: {link}"
        ),
    ),
    "revoked": (
        gettext_noop("A person has revoked what you prepared"),
        gettext_noop("Please look at your lists on the pages of this office, under “Green lane for institutions”."),
    ),
    "answered": (
        gettext_noop("The office has answered your request"),
        gettext_noop("The answer stands on the pages of this office, under “Green lane for institutions”."),
    ),
    "time-booked": (gettext_noop("A time is booked for you at this office"), _TIME),
    "time-soon": (gettext_noop("Reminder: your time at this office"), _TIME),
    "time-moved": (
        gettext_noop("Your time at this office has been moved"),
        gettext_noop(
            "{institution} has moved the time it booked for you at this office: it is now on {moment} (Shanghai time). If "
            "you cannot come then, tell {institution}."
        ),
    ),
    "time-cancelled": (
        gettext_noop("Your time at this office has been cancelled"),
        gettext_noop(
            "{institution} has cancelled the time it booked for you at this office on {moment} (Shanghai time). If you need "
            "another, ask {institution}."
        ),
    ),
    "office-moved": (
        gettext_noop("This office has moved your time"),
        gettext_noop(
            "The time that {institution} booked for you is now on {moment} (Shanghai time). If you cannot come then, tell "
            "{institution}: it can move the time."
        ),
    ),
    "office-cancelled": (
        gettext_noop("This office has cancelled your time"),
        gettext_noop(
            "We are sorry: the time that {institution} booked for you on {moment} (Shanghai time) is cancelled. "
            "{institution} books another."
        ),
    ),
    "times": (
        gettext_noop("This office has changed times of your people"),
        gettext_noop("Please look at your lists on the pages of this office, under “Green lane for institutions”."),
    ),
    "duties": (
        gettext_noop("Something is due for your people"),
        gettext_noop(
            "It concerns this many people: {count}. Who has left is reported without delay; a residence permit is extended "
            "30 days before it ends, a visa 7 days; a new passport is told within 10 days. Please look at your people on "
            "the pages of this office, under “Green lane for institutions”."
        ),
    ),
}


def message(
    what: str, *, zh: str = "", en: str = "", count: str = "", moment: datetime | None = None,
    place: Mapping[str, str] | None = None, street: Mapping[str, str] | None = None,
) -> dict[str, Frozen]:  # fmt: skip
    """A message in nine languages; the institution by the name its readers know, a moment in their own form, a place
    by name and street, in Chinese as well: whoever asks the way shows it."""
    return {
        language: Frozen(
            one.title,
            one.text.replace("{institution}", zh if language == "zh-Hans" else en or zh)
            .replace("{count}", count)
            .replace("{moment}", telling.moment(moment, language=language) if moment else "")
            .replace("{place}", _where(language, place or {}, street or {}))
            .replace("{link}", f"{settings.SITE}/{language}/lanes/mine/"),
        )
        for language, one in in_all(*MESSAGES[what]).items()
    }  # fmt: skip


def _where(language: str, place: Mapping[str, str], street: Mapping[str, str]) -> str:
    def told(code: str) -> str:
        return ", ".join(filter(None, (one.get(code) or one.get("en", "") for one in (place, street))))

    return told(language) if language == "zh-Hans" else " · ".join(dict.fromkeys((told(language), told("zh-Hans"))))


def invitation(token: str) -> dict[str, Frozen]:
    """The message with the link of an invitation, in nine languages."""
    return {
        language: Frozen(one.title, one.text.replace("{link}", f"{settings.SITE}/{language}/lanes/join/{token}/"))
        for language, one in in_all(*INVITED).items()
    }
