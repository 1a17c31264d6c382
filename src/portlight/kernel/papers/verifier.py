"""The page that checks papers without a network: one file with keys, withdrawn papers, words and a small script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from portlight.kernel.papers import checking, keyring, queries, words
from portlight.toolkit import nameplate, whole
from portlight.toolkit.languages import CODES, LANGUAGES

SCRIPTS = ("reading.js", "verifier.js")
PUBLISHED, WITHDRAWN = "verify/portlight-verifier.html", "verify/revoked.json"  # below PUBLIC
_FRESH = timedelta(hours=1)  # a signature is another one each time: an unchanged list is signed anew this seldom


def known(languages: Iterable[str] = CODES, *, at: datetime) -> dict[str, Any]:
    """All that the page knows: keys, the signed list of withdrawn papers, the words of these languages."""
    listed = queries.withdrawn_list(at=at)  # first: the office's very first key is made by signing it
    return {
        "keys": keyring.as_list(keyring.public()), "list": listed, "zone": settings.TIME_ZONE,
        "watermark": words.WATERMARK, "words": {code: spoken(code) for code in languages},
    }  # fmt: skip


def spoken(language: str) -> dict[str, Any]:
    """The page's words in one language."""
    with translation.override(language.lower()):
        return {
            **{name: gettext(msgid) for name, msgid in words.PAGE.items()},
            "said": {state: gettext(msgid) for state, msgid in words.SAID.items()},
            "claims": {name: gettext(msgid) for name, msgid in words.CLAIMS.items()},
            "kinds": {
                kind.name: {
                    "title": gettext(kind.title), "proves": gettext(kind.proves),
                    "not_proves": gettext(kind.not_proves),
                }
                for kind in nameplate.papers().values()
            },
        }  # fmt: skip


def publish(at: datetime) -> int:
    """Put the page and the list of withdrawn papers where the public reads; returns how many of the two changed.

    They are read while the database is away. Written when something is new, else once an hour.
    """
    if _stands(at):
        return 0
    _put(settings.PUBLIC / WITHDRAWN, queries.withdrawn_list(at=at))
    _put(settings.PUBLIC / PUBLISHED, single_file(at=at))
    return 2


def _stands(at: datetime) -> bool:
    """Whether both are there, fresh, and know every withdrawn paper and every key as it is now."""
    keys = keyring.public()
    try:
        marks, made = checking.withdrawn((settings.PUBLIC / WITHDRAWN).read_text(encoding="utf-8"), keys)
        page = (settings.PUBLIC / PUBLISHED).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
    known_keys = json.dumps(keyring.as_list(keys)) in page
    return known_keys and at - made < _FRESH and marks == queries.withdrawn_marks(at=at)


def _put(place: Path, text: str) -> None:
    """Whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    whole.write(place, text.encode("utf-8"), mode=0o644)


def single_file(*, at: datetime) -> str:
    """The page as one file of HTML. It asks no network for anything, and may not: its policy names one script."""
    script = "\n".join(_own(name) for name in SCRIPTS)
    style = _own("verifier.css")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src blob:; "
        "form-action 'none'; base-uri 'none'"
    )
    return render_to_string(
        "papers/verifier.html",
        {
            "policy": policy, "script": script, "style": style, "known": known(at=at), "words": spoken("en"),
            "languages": LANGUAGES.values(), "choose": "Language 语言",
            "made": f"{timezone.localtime(at):%Y-%m-%d %H:%M}",
        },
    )  # fmt: skip


def _own(name: str) -> str:
    return files("portlight.kernel.papers").joinpath("static", "papers", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
