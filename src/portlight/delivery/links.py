"""Addresses of pages in messages: the patterns come from the nameplates of the rooms that answer them."""

from __future__ import annotations

from django.conf import settings

from portlight.toolkit import nameplate


def _pattern(name: str) -> str:
    try:
        return nameplate.way(name)
    except LookupError:  # the room that answers it is switched off; the address stays well formed
        return f"/{{language}}/{name}/" + ("" if name == "verify" else "{token}/")


def path(name: str, language: str, token: str = "") -> str:
    """The path some room answers under `name`."""
    return _pattern(name).replace("{language}", language).replace("{token}", token)


def _address(name: str, language: str, token: str = "") -> str:
    return f"{settings.SITE}{path(name, language, token)}"


def out(language: str, token: str) -> str:
    """Stops messages to one address; a POST without cookie does it at once (RFC 8058)."""
    return _address("out", language, token)


def seen(language: str, token: str) -> str:
    """Opens the notice on the portal and confirms that the person has it."""
    return _address("seen", language, token)


def verify(language: str) -> str:
    """Is this message official?"""
    return _address("verify", language)


def short_seen(token: str) -> str:
    """`seen` for a short message, where every character is paid for: the reader's language is found on the way."""
    return f"{settings.SITE}/s/{token}"


def short_verify() -> str:
    """`verify` likewise."""
    return f"{settings.SITE}/v"
