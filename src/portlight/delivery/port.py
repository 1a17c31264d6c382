"""The port between engine and channels: a channel names no notice, the engine names no channel.

A channel is at least a `PersonalChannel` or a `PublicChannel`. What more it can do it shows by having the methods:
`Asking` resolves doubts by asking the other side, `Listening` takes receipts and events from outside, `Priced` says
what a message costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, runtime_checkable


class Answer(NamedTuple):
    """What the outside system said about one attempt. Made by the four functions below."""

    outcome: str  # accepted | refused | later | uncertain
    code: str = ""  # as the system gave it, at most 24 characters are kept
    reference: str = ""  # the system's own name for the message, at most 40 ASCII characters are kept
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
    purpose: str = (
        "notice"  # notice | correction | withdrawal | code | news | duty: which prepared template a channel must use
    )
    params: Mapping[str, str] = field(default_factory=dict)  # for templates that take no free text, e.g. {"code": …}
    replaces: str = ""  # code of the thread's root when this corrects or withdraws it: a push of it is overwritten
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

    def untaken(self, parcel: Parcel) -> None:
        """It was intended, and the other side said that it did not take it (too fast, quota spent): hand it out again.

        No attempt was made. A refusal that is about this message or this address is `settle`d instead.
        """

    def trouble(self, code: str, *, route: str = "") -> None:
        """The way out itself failed, or one of its routes. Five in a row open the circuit, an acceptance closes it."""

    def throttled(self, code: str, seconds: float, *, route: str = "") -> None:
        """It answered that we are too fast, or that today's quota is spent: nothing more for so long.

        What was not taken goes back by `untaken`. The shared pace is halved when `seconds` is at most a minute, and
        rises again while it goes well.
        """

    def usable(self, route: str) -> bool:
        """Whether that route (`sms.aliyun`) is neither paused by an operator nor resting."""

    def allow(self, route: str, wanted: int) -> int:
        """How many of `wanted` messages the route's shared pace lets go now; 0: come back within the second."""


@runtime_checkable
class PersonalChannel(Protocol):
    kind: str
    label: str  # gettext msgid
    cost: int  # cheaper first
    limits: Limits
    inside: bool  # reaches nobody outside: demo, drills and tests; never told to the public as a way we write
    idempotent: bool  # the other side recognises a repeat: a doubt is sent again without asking
    intrusive: bool  # wakes people: quiet hours hold for it
    receipts: bool  # its answers carry a reference by which a receipt finds the delivery
    routes: tuple[str, ...]  # several providers behind one channel, as the operator pauses them: "sms.aliyun"; or none

    def prepare(self, copy: Copy) -> Any:
        """The template of a copy, filled in by `carry`. Called once per message, language and wish."""

    async def carry(self, desk: Desk) -> None:
        """Send until the desk has nothing more, then return with nothing unanswered. May keep connections."""

    async def close(self) -> None:
        """Let go of what was kept."""


class Receipt(NamedTuple):
    """What the other side says later about one message. Found by `delivery`, by `reference`, or by `echo` and
    `address`, whichever of them it has."""

    outcome: str  # delivered | failed | opened
    reference: str = ""  # as in the answer
    address: str = ""  # as in the parcel; hashed at once, never stored
    echo: str = ""  # what we gave along and got back: the message's code (K7F3-9QXM)
    code: str = ""  # theirs, raw
    dead: bool = False  # the address itself is no good: nothing is sent to it again
    at: datetime | None = None  # their time; None: when it came
    delivery: int = 0  # where the way it came names the delivery itself, as a return path does


class Event(NamedTuple):
    """What a person did on the other side."""

    what: str  # agreed | stopped | gone | bound
    address: str
    token: str = ""  # bound: the token of `tokens.BIND` our page had shown her
    detail: str = ""  # e.g. the template she agreed to


@dataclass(frozen=True, kw_only=True)
class Question:
    """A doubt, as the other side is asked about it."""

    delivery: int
    attempt: int
    code: str  # of the message
    address: str
    language: str
    since: datetime


@runtime_checkable
class Asking(Protocol):
    """A channel whose other side can be asked what became of a message."""

    kind: str

    async def ask(self, questions: Sequence[Question]) -> Mapping[int, Answer]:
        """Delivery → accepted or refused, for those it could find out about; the others are asked again later.

        `later` means: it was certainly not taken, sending again is safe.
        """


@dataclass(frozen=True, kw_only=True)
class Call:
    """One HTTP request from outside, to /hooks/<kind>/<rest>."""

    rest: str
    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What is answered at once, and what is kept to be read later. `refusal`: a code for the log, nothing is kept."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    keep: bytes = b""
    refusal: str = ""


@runtime_checkable
class Listening(Protocol):
    """A channel that is spoken to. `hear` runs in the web process without a database; `read` in a worker."""

    kind: str
    most_bytes: int  # of a body; more is answered with 413 unread

    def hear(self, call: Call) -> Heard:
        """Check signature, age and shape. What is kept is on the disk before the answer leaves."""

    def read(self, kept: bytes) -> Iterable[Receipt | Event]:
        """What a kept record says. ValueError: it cannot be understood; it stays, and the operator sees it."""


@dataclass(frozen=True, kw_only=True)
class Price:
    """What one copy costs. `parts`: billed pieces; `each` of them in hundredths of `currency`."""

    parts: int
    each: float
    currency: str = "CNY"
    why_not: str = ""  # it cannot be sent as it is: a refusal's code


@runtime_checkable
class Priced(Protocol):
    kind: str

    def price(self, copy: Copy) -> Price:
        """Of one message of this copy to one person, at the dearest route that is switched on."""


@dataclass(frozen=True, kw_only=True)
class Quota:
    """Something the other side allows only so often: `left` of `of` until `until`."""

    label: str  # gettext msgid
    left: int
    of: int
    until: datetime  # when it is counted anew
    language: str = ""  # whose readers it is counted for; empty: everybody


@runtime_checkable
class Counting(Protocol):
    """A channel whose other side counts: its quotas are shown to the operator."""

    kind: str

    def quotas(self, *, at: datetime) -> Sequence[Quota]:
        """What is left now."""


@dataclass(frozen=True, kw_only=True)
class Posted:
    """A notice as the public outlets show it: its newest text in every language it exists in."""

    about: str
    slug: str
    language: str  # the one this posting is about
    facts: Mapping[str, Any]
    texts: Mapping[str, Edition]
    withdrawn_at: datetime | None = None
    severity: str = "ordinary"
    earlier: tuple[Edition, ...] = ()  # what was brought out in this language before, oldest first: CAP's references


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
    superseded: bool = False  # a newer version is out, but not (yet) in this language


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
    _cheapest_first.cache_clear()


def personal() -> dict[str, PersonalChannel]:
    """The personal channels that are switched on, cheapest first."""
    return dict(_cheapest_first(tuple(_channels.values())))


@lru_cache(maxsize=8)
def _cheapest_first(channels: tuple[Channel, ...]) -> tuple[tuple[str, PersonalChannel], ...]:
    # Whether an object keeps a protocol is a long question, and forms ask it at every page.
    found = [channel for channel in channels if isinstance(channel, PersonalChannel)]
    return tuple((channel.kind, channel) for channel in sorted(found, key=lambda channel: channel.cost))


def routes() -> dict[str, str]:
    """Route or kind → kind of its channel: everything that can be paused, paced and re-routed."""
    return {name: kind for kind, channel in personal().items() for name in (kind, *channel.routes)}


def listening() -> dict[str, Listening]:
    return {kind: channel for kind, channel in _channels.items() if isinstance(channel, Listening)}


def public() -> dict[str, PublicChannel]:
    return {kind: channel for kind, channel in _channels.items() if isinstance(channel, PublicChannel)}
