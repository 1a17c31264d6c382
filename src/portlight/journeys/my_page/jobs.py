"""The copy of everything, made by the worker: told part by part, sealed when it is whole, safe to begin again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation

from portlight.faces import telling
from portlight.faces.context import plain
from portlight.faces.languages import django_code
from portlight.journeys.my_page.gathering import WHY, Section, document_file, paper_file, sections
from portlight.kernel.documents import queries as documents
from portlight.kernel.papers import queries as papers
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.toolkit.actor import Actor
from portlight.toolkit.actor import person as person_actor
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused

_SECTIONS = 9  # for the bar: of the rooms' own, one is as good as all


def make_copy(*, key: str, facts: Mapping[str, Any], at: datetime) -> None:
    """A ZIP: `index.html` in her language, the same as `data.json`, her papers and what she handed in.

    A copy nobody waits for any more is left; one whose maker died is made anew from its beginning.
    """
    wanted = known.copy_wanted(UUID(key))
    if wanted is None:
        return
    person, card = wanted
    by, files = person_actor(person), _files(person)
    parts = _SECTIONS + len(files)
    found, out = [], BytesIO()
    with translation.override(django_code(card.language)), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for section in sections(person, by=by, at=at):
            found.append(section)
            if not people.copy_moved(UUID(key), done=min(len(found), _SECTIONS), parts=parts):
                return
        for number, (name, content) in enumerate(_contents(files, card.language, by, at)):
            if content is not None:
                zipped.writestr(name, content)
            people.copy_moved(UUID(key), done=_SECTIONS + number + 1, parts=parts)
        zipped.writestr("data.json", told_as_json(found, at))
        zipped.writestr("index.html", _page(found, card.language, at))
    reached("my_page.copy-made")
    people.keep_copy(UUID(key), out.getvalue(), at=at)


def told_as_json(found: Sequence[Section], at: datetime) -> str:
    """Section → its entries, each name → value; names are codes, the same in every language."""
    told: dict[str, Any] = {
        section.name: [{name: value for name, _, value, _ in entry.rows} for entry in section.entries]
        for section in found
    }
    return json.dumps({"made_at": at.isoformat(), **told}, ensure_ascii=False, indent=1)


def _files(person: UUID) -> list[tuple[str, str, str]]:
    """Name in the ZIP, what it is, its key."""
    handed_in = [(document_file(one), "document", str(one.key)) for one in documents.owned(person)]
    return [(paper_file(one.number), "paper", one.number) for one in papers.held_by(person)] + handed_in


def _contents(
    files: Sequence[tuple[str, str, str]], language: str, by: Actor, at: datetime
) -> Iterator[tuple[str, bytes | None]]:
    """A file that cannot be shown (it waits for the scanner, or cannot be printed) is left out; the list names it."""
    for name, what, key in files:
        try:
            if what == "paper":
                yield name, papers.pdf(key, language=language, by=by, why=WHY, at=at).pdf
            else:
                yield name, documents.opened(UUID(key), by=by, why=WHY, at=at).content
        except (Refused, FileNotFoundError):
            yield name, None


def _page(found: Sequence[Section], language: str, at: datetime) -> str:
    told = {**plain(LANGUAGES[language]), "sections": found, "made_at": telling.moment(at, language=language)}
    return render_to_string("me/copy.html", told)
