"""Everything kept about a person, as values: what the copy of it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext

from portlight.delivery import queries as sending
from portlight.faces import telling
from portlight.faces.portal.appointments import booked
from portlight.faces.portal.reaching import name_of
from portlight.faces.words import paper_said
from portlight.journeys.my_page import words
from portlight.journeys.my_page.queries import cases_of, papers_of, readings_of
from portlight.kernel.documents import queries as documents
from portlight.kernel.people import queries as people
from portlight.kernel.slots import queries as times
from portlight.toolkit.actor import Actor
from portlight.toolkit.nameplate import own_pages

WHY = "own-copy"
_READINGS = 200
_DAY, _MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a section: name, label in her language, value for programs, value for her."""

    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    name: str
    title: str
    entries: tuple[Entry, ...]


def sections(person: UUID, *, by: Actor, at: datetime) -> Iterator[Section]:
    """In the active language, one after the other; what is sealed is opened by `by` and noted."""
    opened = people.opened(person, by=by, why=WHY, at=at)
    card = people.person(person)
    values = {number: value for number, _, value in opened.addresses}
    yield _section("person", _entry(
        name=opened.name, birth_date=opened.birth_date, nationality=card.nationality if card else "",
        languages=", ".join(card.languages) if card else "", district=card.district if card else "",
        topics=", ".join(card.topics) if card else "", since=card.enrolled_at if card else None,
    ), *(_entry(paper=f"{country} {number}") for country, number in opened.papers))  # fmt: skip
    yield _section("addresses", *(
        _entry(channel=one.channel, value=values.get(one.number, ""), confirmed=one.verified_at,
               agreed=one.consented_at, stopped=one.withdrawn_at)
        for one in people.addresses(person)
    ))  # fmt: skip
    yield _section("cases", *(
        _entry(number=one.card.number, kind=one.title, step=one.step, opened=one.card.opened_at,
               closed=one.card.closed_at)
        for one in cases_of(person)
    ))  # fmt: skip
    yield from _of_rooms(person, by, at)
    yield _appointments(person, at)
    yield _section("papers", *(
        _entry(number=one.card.number, kind=one.title, since=one.card.valid_from, until=one.card.valid_until,
               withdrawn=one.card.revoked_at, file=paper_file(one.card.number))
        for one in papers_of(person, at=at)
    ))  # fmt: skip
    yield _section("documents", *(
        _entry({"kind": paper_said(one.slot)}, kind=one.slot, time=one.made_at, file=document_file(one))
        for one in documents.owned(person)
    ))  # fmt: skip
    number = people.number(person)
    yield _section("notices", *(
        _entry(title=one.title, channel=one.channel, time=one.at)
        for one in (sending.received(number, most=_READINGS) if number else ())
    ))  # fmt: skip
    yield _section("readings", *(
        _entry(time=one.at, who=one.who, what=one.what, why=one.why, number=one.case)
        for one in readings_of(person, size=_READINGS).rows
    ))  # fmt: skip


def paper_file(number: str) -> str:
    return f"papers/{number}.pdf"


def document_file(card: documents.DocumentCard) -> str:
    return f"documents/{card.slot}-{str(card.key)[:8]}.{'pdf' if card.kind.endswith('pdf') else 'jpg'}"


def _of_rooms(person: UUID, by: Actor, at: datetime) -> Iterator[Section]:
    """What each room tells by itself; entries of one title stand together."""
    found: dict[str, list[Entry]] = {}
    titles: dict[str, str] = {}
    for own in own_pages():
        for told in own.told_of(person, by, at) if own.told_of else ():
            titles[told.name] = told.title
            rows = tuple(
                (name, gettext(label), value, gettext(word) if word else _shown(value))
                for name, label, value, word in told.rows
            )
            found.setdefault(told.name, []).append(Entry(rows=rows))
    for name, entries in found.items():
        yield Section(name=name, title=gettext(titles[name]), entries=tuple(entries))


def _appointments(person: UUID, at: datetime) -> Section:
    return _section("appointments", *(
        _entry({"kind": one.service, "place": one.place.name}, number=one.card.number, kind=one.card.service,
               time=one.card.starts_at, place=one.place.code)
        for one in booked(times.of_person(f"person:{person}", at=at), at=at)
    ))  # fmt: skip


def _section(name: str, *entries: Entry) -> Section:
    return Section(name=name, title=gettext(words.SECTIONS[name]), entries=entries)


def _entry(said: Mapping[str, str] | None = None, /, **values: object) -> Entry:
    """`said`: her words for the codes among the values."""
    told = {name: _text(value) for name, value in values.items() if value}
    return Entry(
        rows=tuple(
            (name, gettext(words.LABELS[name]), text, (said or {}).get(name) or _word(name, text))
            for name, text in told.items()
        )
    )


def _word(name: str, text: str) -> str:
    return name_of(text) if name == "channel" else _shown(text)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _shown(value: str) -> str:
    """A moment or a day in her own form; everything else as it stands."""
    try:
        if _MOMENT.match(value):
            return telling.moment(datetime.fromisoformat(value))
        return telling.day(date.fromisoformat(value)) if _DAY.fullmatch(value) else value
    except ValueError:
        return value
