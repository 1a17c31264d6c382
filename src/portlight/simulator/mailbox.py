"""The visitor's mailbox of the demo: what the sink took for addresses that are not the city's, newest first."""

from __future__ import annotations

import email
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portlight.simulator import world
from portlight.toolkit.languages import LANGUAGES, Language

_SHOWN = 20


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str
    language: Language


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """The last letters, as plain text. Codes for signing up and signing in are here."""
    demo = Path(settings.DATA) / "demo"
    shown = {"letters": list(_newest(demo / "mail")), "texts": world.texts(demo / "outside")}
    return render(request, "simulator/mail.html", shown)


def _newest(folder: Path) -> Iterator[Letter]:
    for file in sorted(folder.glob("*.eml"), reverse=True)[:_SHOWN]:
        message = email.message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - what this policy makes
        body = message.get_body(("plain",))
        language = LANGUAGES.get(str(message["Content-Language"]), LANGUAGES["en"])
        yield Letter(str(message["To"]), str(message["Subject"]), str(body.get_content()) if body else "", language)
