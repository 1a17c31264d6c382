"""The portal's own pages: what do you need, and is this message official."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from portlight.delivery import queries
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.routes import HOME
from portlight.toolkit import nameplate
from portlight.toolkit.nameplate import Headline

NEWS_SHOWN = 5
CODE_AT_MOST = 40  # of what is typed as a code


@dataclass(frozen=True)
class Task:
    title: str
    text: str
    fact: str
    href: str
    icon: str


@door(HOME)
def index(request: HttpRequest) -> dict[str, Any]:
    return {"tasks": list(_tasks()), "news": _news(active().code)}


@door(HOME)
def verify(request: HttpRequest) -> dict[str, Any]:
    """Whether a code stands under a message of ours. A GET form: no cookie, and the answer can be sent on as a link."""
    asked = request.GET.get("code", "").strip()[:CODE_AT_MOST]
    card = queries.is_official(asked, language=active().code) if asked else None
    return {"asked": asked, "card": card, "status": 404 if asked and card is None else 200}


def _tasks() -> Iterator[Task]:
    cards = (card for plate in nameplate.plates() for card in plate.cards)
    for card in sorted(cards, key=lambda card: (card.order, card.title)):
        try:
            href = reverse(card.route)
        except NoReverseMatch:  # its page is not written yet
            continue
        yield Task(gettext(card.title), gettext(card.text), gettext(card.fact) if card.fact else "", href, card.icon)


def _news(language: str) -> list[Headline]:
    found = chain.from_iterable(plate.news(language, NEWS_SHOWN) for plate in nameplate.plates() if plate.news)
    return sorted(found, key=lambda line: line.at, reverse=True)[:NEWS_SHOWN]
