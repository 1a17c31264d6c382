"""What is a person's entry, an address, a question about people. Values only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused

CODE_LASTS = timedelta(minutes=10)
CODE_ATTEMPTS = 5
CODES_PER_HOUR = 5
SESSION_LASTS = timedelta(hours=12)
SHARE_LASTS = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
SHARES_PER_DAY = 10
COPY_LASTS = timedelta(days=3)  # a copy of everything is taken or made anew; it is not kept

_COUNTRY = re.compile(r"[A-Z]{3}")  # ISO 3166-1 alpha-3, and the codes ICAO 9303-3 adds for papers (XXA, UNO …)
_DISTRICT = re.compile(r"\d{6}")
_TOPIC = re.compile(r"[a-z][a-z0-9-]{0,31}")
_CHANNEL = re.compile(r"[a-z][a-z0-9-]{0,15}")
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>]{1,64}@(?:[^@\s.\x00-\x1f<>]{1,63}\.)+[^@\s.\x00-\x1f<>]{2,63}")
_PHONE = re.compile(r"\+[1-9]\d{7,14}")  # E.164
_LONGEST = {"webpush": 2000}  # a push subscription is an address, two keys and their names
_LONG = 254


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """`verified`, `consented`: what the office can show for it, a proof by code, a consent on paper or on line."""

    channel: str
    value: str
    verified: bool = False
    consented: bool = False


@dataclass(frozen=True, kw_only=True)
class NewPaper:
    country: str
    number: str
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    languages: tuple[str, ...]  # in her order; may be empty
    nationality: str = ""
    name: str = ""
    birth_date: date | None = None
    district: str | None = None
    addresses: tuple[NewAddress, ...] = ()
    papers: tuple[NewPaper, ...] = ()
    topics: tuple[str, ...] = ()
    key: UUID | None = None  # where an import knows the person by a key of its own


def check_person(person: NewPerson) -> None:
    """Refused: people.language-unknown, people.nationality-odd, people.district-odd, people.topic-odd,
    people.address-odd, people.channel-odd, people.paper-odd."""
    check_languages(person.languages)
    check_nationality(person.nationality)
    if person.district is not None:
        check_district(person.district)
    for address in person.addresses:
        check_address(address.channel, address.value)
    for paper in person.papers:
        if not _COUNTRY.fullmatch(paper.country) or not any(c.isalnum() for c in paper.number):
            raise Refused("people.paper-odd", field="paper")
    for topic in person.topics:
        check_topic(topic)


def check_languages(languages: Sequence[str]) -> None:
    for code in languages:
        if code not in LANGUAGES:
            raise Refused("people.language-unknown", field="languages", language=code)
    if len(set(languages)) != len(languages):
        raise Refused("people.language-doubled", field="languages")


def check_nationality(code: str) -> None:
    if code and not _COUNTRY.fullmatch(code):
        raise Refused("people.nationality-odd", field="nationality", nationality=code)


def check_district(code: str) -> None:
    if not _DISTRICT.fullmatch(code):
        raise Refused("people.district-odd", field="district", district=code)


def check_topic(code: str) -> None:
    if not _TOPIC.fullmatch(code):
        raise Refused("people.topic-odd", field="topics", topic=code)


def check_address(channel: str, value: str) -> None:
    """Refuses what cannot be an address of `channel`: e-mail by shape, telephone unless E.164, all by length."""
    if not _CHANNEL.fullmatch(channel):
        raise Refused("people.channel-odd", channel=channel)
    fits = 0 < len(value) <= _LONGEST.get(channel, _LONG) and value == value.strip() and value.isprintable()
    if channel == "email":
        fits = fits and bool(_EMAIL.fullmatch(value))
    elif channel == "sms":
        fits = fits and bool(_PHONE.fullmatch(value))
    if not fits:
        raise Refused("people.address-odd", field="address")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question about people, kept as it was asked: each part that is not empty narrows the answer.

    `language_is`: `first` asks for the person's first own language, `any` for any of them. It can be counted, never
    listed (product.md, "Questions about groups get numbers").
    """

    nationalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    language_is: Literal["first", "any"] = "first"
    districts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refused: people.language-unknown, people.nationality-odd, people.district-odd, people.topic-odd."""
        for code in self.nationalities:
            if not _COUNTRY.fullmatch(code):
                raise Refused("people.nationality-odd", field="nationalities", nationality=code)
        check_languages(self.languages)
        for code in self.districts:
            check_district(code)
        for code in self.topics:
            check_topic(code)

    @property
    def everyone(self) -> bool:
        return not (self.nationalities or self.languages or self.districts or self.topics)

    def to_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            name: sorted(value)
            for name in ("nationalities", "languages", "districts", "topics")
            if (value := getattr(self, name))
        }
        if self.languages:
            told["language_is"] = self.language_is
        return told

    @classmethod
    def from_json(cls, told: object) -> Question:
        """Reads what `to_json` wrote. Refused("people.question-odd") for anything else, and as `__post_init__` says."""
        if not isinstance(told, Mapping):
            raise Refused("people.question-odd", part=type(told).__name__)
        parts = {name: _codes(name, told[name]) for name in told if name != "language_is"}
        kind = told.get("language_is", "first")
        if kind not in ("first", "any"):
            raise Refused("people.question-odd", part="language_is")
        return cls(language_is=kind, **parts)


_PARTS = frozenset({"nationalities", "languages", "districts", "topics"})


def _codes(name: object, value: object) -> tuple[str, ...]:
    if name not in _PARTS or not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
        raise Refused("people.question-odd", part=str(name))
    return tuple(dict.fromkeys(value))


@dataclass(frozen=True)
class CodeState:
    """What is known of the code last sent to an address."""

    open: bool  # neither used nor out of time
    attempts: int
    right: bool = field(repr=False)


def proof_fault(state: CodeState | None) -> str | None:
    """The refusal's code, or None when the address is proved. Attempts count also when the code was right."""
    if state is None or not state.open:
        return "people.proof-over"
    if state.attempts > CODE_ATTEMPTS:
        return "people.proof-spent"
    return None if state.right else "people.proof-wrong"
