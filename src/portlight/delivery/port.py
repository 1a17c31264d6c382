"""The port between engine and channels: a channel names no notice, the engine names no channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol, runtime_checkable


class Answer(NamedTuple):
    """What the outside system said about one attempt. Made by the four functions below."""

    outcome: str  # accepted | refused | later | uncertain
    code: str = ""  # as the system gave it, at most 24 characters are kept
    reference: str = ""  # the system's own name for the message, at most 80 characters are kept
    dead: bool = False  # refused because the address itself is no good: nothing is sent to it again
    wait: float = 0.0  # later: seconds until the next attempt; 0 leaves it to the engine


def accepted(reference: str = "", code: str = "") -> Answer:
    """It is theirs now."""
    return Answer("accepted", code, reference)


def refused(code: str, *, dead: bool = False) -> Answer:
    """They will never take it."""
    return Answer("refused", code, "", dead)


def later(code: str, *, wait: float = 0.0) -> Answer:
    """Not taken now; asking again is right."""
    return Answer("later", code, "", False, wait)


def uncertain(code: str) -> Answer:
    """It may or may not have been taken. Never sent again by itself."""
    return Answer("uncertain", code)


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What a channel lays out once per message, language and wish; everything personal is filled in per parcel."""

    code: str  # K7F3-9QXM
    kind: str  # notice | tell
    about: str
    language: str
    wanted: str  # differs from `language` when the reader's own first language is not (yet) there
    title: str
    text: str  # the marks of toolkit.markup
    severity: str
    drill: bool
    not_after: datetime
    at: datetime  # when it was laid out
    last: bool = False  # no more is coming in the wanted language: nothing may be promised


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the channel takes, for the editor's counter. None: no limit."""

    graphemes: int | None = None
    bytes: int | None = None


class Parcel:
    """One delivery on its way. `template` is what the channel's own `prepare` made."""

    __slots__ = ("address", "address_id", "attempt", "delivery", "held", "language", "person", "template")

    def __init__(
        self, held: Any, delivery: int, person: int, address_id: int, attempt: int, language: str, address: str,
        template: Any,
    ) -> None:  # fmt: skip
        self.held = held
        self.delivery = delivery
        self.person = person
        self.address_id = address_id
        self.attempt = attempt
        self.language = language
        self.address = address
        self.template = template


class Desk(Protocol):
    """The engine's side of a carrying: hands out parcels, takes answers."""

    def next(self) -> Parcel | None:
        """The next parcel; None when there is nothing to send just now."""

    def intend(self, parcel: Parcel) -> None:
        """Must be called before anything of the parcel leaves that could make the other side take it."""

    def settle(self, parcel: Parcel, answer: Answer) -> None:
        """What came of it."""

    def give_back(self, parcel: Parcel) -> None:
        """It was never intended: hand it out again."""

    def trouble(self, code: str) -> None:
        """The way out itself failed. Five in a row open the circuit, an acceptance closes it."""


@runtime_checkable
class PersonalChannel(Protocol):
    kind: str
    label: str  # gettext msgid
    cost: int  # cheaper first
    limits: Limits
    inside: bool  # reaches nobody outside: demo, drills and tests; never told to the public as a way we write
    idempotent: bool  # the other side recognises a repeat: a doubt is sent again without asking

    def prepare(self, copy: Copy) -> Any:
        """The template of a copy, filled in by `carry`. Called once per message, language and wish."""

    async def carry(self, desk: Desk) -> None:
        """Send until the desk has nothing more, then return with nothing unanswered. May keep connections."""

    async def close(self) -> None:
        """Let go of what was kept."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A notice as the public outlets show it: its newest text in every language it exists in."""

    about: str
    slug: str
    language: str  # the one this posting is about
    facts: Mapping[str, Any]
    texts: Mapping[str, Edition]
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One language of a posted notice."""

    code: str
    language: str
    title: str
    text: str
    released_at: datetime
    not_after: datetime
    drill: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


@runtime_checkable
class PublicChannel(Protocol):
    kind: str
    label: str
    limits: Limits

    def publish(self, posted: Posted) -> Answer:
        """Make the outlet show it. Must be safe to repeat."""


Channel = PersonalChannel | PublicChannel
_channels: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Called once, from the channel's AppConfig.ready(); the same kind again replaces it."""
    _channels[channel.kind] = channel


def personal() -> dict[str, PersonalChannel]:
    """The personal channels that are switched on, cheapest first."""
    found = [channel for channel in _channels.values() if isinstance(channel, PersonalChannel)]
    return {channel.kind: channel for channel in sorted(found, key=lambda channel: channel.cost)}


def public() -> dict[str, PublicChannel]:
    return {kind: channel for kind, channel in _channels.items() if isinstance(channel, PublicChannel)}
