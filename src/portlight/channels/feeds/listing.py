"""What both feeds list: the newest notices of one language; withdrawn ones stay and say so."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext

from portlight.channels.feeds import words
from portlight.delivery import queries
from portlight.delivery.port import Edition, Posted

OUTLET = "feeds"
_MOST = 50


def listed(language: str) -> tuple[Posted, ...]:
    """Newest first."""
    return queries.published(language, outlet=OUTLET, most=_MOST)


def office(language: str) -> str:
    return str(settings.OFFICE_NAME.get(language, settings.OFFICE_NAME["en"]))


def place(language: str, name: str) -> str:
    return f"/{language}/notices/{name}"


def address(posted: Posted, edition: Edition) -> str:
    return f"/{edition.language}/notices/{posted.slug}/"


def title_of(posted: Posted, edition: Edition) -> str:
    """In the language that is active."""
    if posted.withdrawn_at is not None:
        return gettext(words.WITHDRAWN) % {"title": edition.title}
    if edition.superseded:
        return gettext(words.SUPERSEDED) % {"title": edition.title}
    return gettext(words.EXERCISE) % {"title": edition.title} if edition.drill else edition.title


def moved(posted: Posted, language: str) -> str:
    return (posted.withdrawn_at or posted.texts[language].released_at).isoformat()


def entry_id(posted: Posted, edition: Edition) -> str:
    """The same notice in the same language is one entry for ever, whatever becomes of it (RFC 4287 §4.2.6)."""
    return tag(f"notice/{posted.slug}/{edition.language}")


def tag(path: str) -> str:
    """A tag URI (RFC 4151): does not change when the site moves."""
    return f"tag:{settings.MAIL_FROM.rpartition('@')[2]},2020:{path}"
