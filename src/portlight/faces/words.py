"""From a refusal's code and facts to a sentence in the reader's language; and the sentences of the faces themselves."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from portlight.delivery.texts import Frozen
from portlight.faces import telling
from portlight.faces.languages import active, django_code
from portlight.kernel.documents.queries import DocumentCard
from portlight.toolkit import nameplate
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused

log = logging.getLogger(__name__)

UNKNOWN = gettext_noop("The office's system did not accept this. Call the hotline and say this code: {code}")
SENTENCES: Mapping[str, str] = {
    "api.bad-request": gettext_noop(
        "This call could not be read. Compare it with the description at /api/openapi.json."
    ),
    "api.broken": gettext_noop("Something broke on our side and was noted. Make the same call again in a while."),
    "api.content-type": gettext_noop("Send JSON, or the sheet itself as multipart/form-data."),
    "api.not-allowed": gettext_noop("This call is not allowed."),
    "api.not-as-described": gettext_noop(
        "What was sent is not what /api/openapi.json describes. Each wrong place is named under “errors”."
    ),
    "api.not-found": gettext_noop("There is nothing at this address, or it belongs to somebody else."),
    "api.not-json": gettext_noop("What was sent is no JSON. Check that it is complete and in UTF-8."),
    "api.too-fast": gettext_noop("Too many calls in a short time. Wait {seconds} seconds, then go on."),
    "appointments.link-over": gettext_noop(
        "This link is for somebody else, or it is too old. Open the page of your case again and follow it from there."
    ),
    "faces.code-throttled": gettext_noop("Too many codes were asked for. Wait an hour, then try again."),
    "faces.passkey-unknown": gettext_noop(
        "This passkey does not open the desk. Sign in with your password, or ask the person who keeps the office’s "
        "accounts."
    ),
    "faces.sso-cancelled": gettext_noop("The sign-in was broken off. Try again, or sign in with your password."),
    "faces.sso-not-proved": gettext_noop(
        "What the sign-in service of your organisation answered was not right, so nobody was signed in. Try again; if it "
        "stays like this, tell the IT head."
    ),
    "faces.sso-unknown": gettext_noop(
        "This office has no account for you. Ask the person who keeps the office’s accounts."
    ),
    "faces.sso-unreachable": gettext_noop(
        "The sign-in service of your organisation does not answer. Sign in with your password, or try again in a minute."
    ),
    "faces.sso-unverified": gettext_noop(
        "The sign-in service of your organisation has not verified your e-mail address, so we cannot tell who you are."
    ),
    "faces.ticket-over": gettext_noop("This took too long. Ask for a new code and begin again."),
    "roster.columns-missing": gettext_noop("These columns are missing: {columns}. Add them, or use our template."),
    "roster.heading-missing": gettext_noop(
        "No row of headings was found in the first {rows} rows. Put the names of the columns above the people, or use our template."
    ),
    "roster.no-rows": gettext_noop("There is nobody below the headings. Fill in a row for each person."),
    "sheet.empty": gettext_noop("There is nothing in this file. Choose the sheet again."),
    "sheet.encrypted": gettext_noop("This sheet is protected by a password. Save it without one, then send it again."),
    "sheet.not-a-sheet": gettext_noop(
        "This file is not a sheet we can read. Save it as XLSX or CSV, then send it again."
    ),
    "sheet.too-large": gettext_noop("This file is larger than {most} MB. Split it, or take pictures out of it."),
    "sheet.too-many-columns": gettext_noop("This sheet has more than {most} columns. Use our template."),
    "sheet.too-many-rows": gettext_noop("This sheet has more than {most} rows. Send it in parts."),
    "sheet.unzips-too-large": gettext_noop(
        "This file unpacks to far more than a sheet of people needs. Copy the rows into a new sheet and send that one."
    ),
    "faces.last-factor": gettext_noop("This is the only way to sign in that is left. Add another one first."),
}


def sentence(refusal: Refused, language: str | None = None) -> str:
    """What the reader is told. A code without a sentence gives the general one with the code, and a line in the log."""
    with translation.override(django_code(language or active().code)):
        msgid = _known().get(refusal.code)
        if msgid is None:
            log.error("no sentence for refusal %s", refusal.code)
            return gettext(UNKNOWN).format(code=refusal.code)
        try:
            return gettext(msgid).format(**{name: told(name, value) for name, value in refusal.facts.items()})
        except (KeyError, IndexError):
            log.exception("the sentence of %s asks for a fact it does not get", refusal.code)
            return gettext(UNKNOWN).format(code=refusal.code)


def _known() -> dict[str, str]:
    known = dict(SENTENCES)
    for plate in nameplate.plates():
        known.update(getattr(plate, "sentences", {}))
    return known


def in_words(text: str) -> str:
    """What came with a table of the product, in the reader's language; what the office wrote stands as it wrote it."""
    return gettext(text) if text else ""


def paper_said(slot: str) -> str:
    """What people call the paper that was put there; the code of a slot that no room has any more."""
    known = nameplate.slots().get(slot)
    return gettext(known.title) if known and known.title else slot


def why_not_kept(card: DocumentCard) -> str:
    """Why a paper that was handed in could not be kept, as a sentence; empty of one that was."""
    return sentence(Refused(card.reason, **card.reason_facts)) if card.refused else ""


def in_all(title: str, text: str) -> dict[str, Frozen]:
    """A message in nine languages, from two marked strings; their `{…}` stay for whoever fills them."""
    return dict(_in_all(title, text))


@lru_cache(maxsize=64)
def _in_all(title: str, text: str) -> Mapping[str, Frozen]:
    """The catalogues of a process do not change, and a message of the product is the same for everybody."""
    made = {}
    for language in LANGUAGES:
        with translation.override(django_code(language)):
            made[language] = Frozen(gettext(title), gettext(text))
    return made


def told(name: str, value: object) -> str:
    """One fact, said in the active language; isolated where the page runs from the right."""
    said = _said(name, value)
    return f"\u2068{said}\u2069" if active().rtl else said


def _said(name: str, value: object) -> str:
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float | Decimal):
        return telling.number(value)
    if isinstance(value, datetime):
        return telling.moment(value)
    if isinstance(value, date):
        return telling.day(value)
    if isinstance(value, list | tuple | set | frozenset):
        return telling.several([_said(name, one) for one in value])
    if value in LANGUAGES and name.startswith("language"):
        return telling.language_name(str(value))
    return str(value)
