"""The portal's own pages: what do you need, and is this message official."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from portlight.delivery import queries
from portlight.faces.languages import active
from portlight.faces.portal.doors import door
from portlight.faces.routes import HOME
from portlight.kernel.papers import verifier
from portlight.toolkit import nameplate
from portlight.toolkit.nameplate import Headline

NEWS_SHOWN = 5
CODE_AT_MOST = 40  # of what is typed as a code
STAMP_AT_MOST = 1500  # of what is pasted from a paper's square


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


@door(HOME, methods=("GET", "POST"), csrf=False)
def verify(request: HttpRequest) -> dict[str, Any]:
    """Whether a code stands under a message of ours, or what a paper is worth.

    A code is a GET form: no cookie, and the answer can be sent on as a link. A paper's text is posted, because it holds
    a name and addresses are written into logs; a check changes nothing, so it needs no token and thus no cookie.
    """
    pasted = request.POST.get("t", "").strip()[:STAMP_AT_MOST] if request.method == "POST" else ""
    asked = "" if pasted else request.GET.get("code", "").strip()[:CODE_AT_MOST]
    card = queries.is_official(asked, language=active().code) if asked else None
    paper = _checked(pasted) if pasted else None
    wanting = (asked and card is None) or (pasted and (paper is None or not paper.lines))
    return {"asked": asked, "card": card, "pasted": pasted, "paper": paper, "status": 404 if wanting else 200}


@door(HOME, path="verify/offline/")
def verify_offline(request: HttpRequest) -> dict[str, Any]:
    """The same check in the reader's own browser: once it is loaded, it needs no network."""
    code = active().code
    return {
        "known": verifier.known((code,), at=timezone.now()), "words": verifier.spoken(code), "file": verifier.PUBLISHED,
        "withdrawn": verifier.WITHDRAWN,
    }  # fmt: skip


def _checked(text: str) -> nameplate.Checked | None:
    """What the first room says that knows what this is."""
    at = timezone.now()
    found = (plate.verifier(text, at) for plate in nameplate.plates() if plate.verifier)
    return next((one for one in found if one is not None), None)


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
