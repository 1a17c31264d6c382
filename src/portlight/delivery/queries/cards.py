"""What this room tells others: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Size:
    """An audience before the button. `people` are addressed by the question; `reachable` have a usable address."""

    people: int
    reachable: int
    by_channel: Mapping[str, int]
    by_language: Mapping[str, int]  # people, by the language of their text
    excluded: Mapping[str, int]  # reason → people
    by_way: Mapping[tuple[str, str], int] = field(default_factory=dict)  # channel and language → messages


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a message is. `total` grows while the audience is still being expanded."""

    code: str
    settled: int
    total: int
    waiting: int  # of those not settled: to be tried again later
    doubtful: int
    rate: float  # deliveries a second
    seconds_left: float | None  # None: cannot be said
    expanded: bool
    recalled: bool
    finished: bool

    @property
    def share(self) -> float:
        return self.settled / self.total if self.total else float(self.finished)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a reach table: `key` is a language, channel, nationality, district. The rest adds up to `planned`."""

    key: str
    planned: int
    accepted: int
    refused: int  # for good: refused, expired, recalled, excluded since
    uncertain: int
    waiting: int  # still to be sent, or to be tried again


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The four figures, never mixed, and what they are made of."""

    pushes: int  # acts of release: one version, one language, one outlet or channel
    messages: int  # one person on one channel
    addressed: int  # distinct people to whom at least one message was handed over
    confirmed: int  # distinct people who showed that they have it
    audience: int  # distinct people it was planned for; with those left out, everyone the question means
    by_language: tuple[Row, ...]
    by_channel: tuple[Row, ...]
    outlets: Mapping[str, int]  # public outlets and their pages: beside the figures, never added to people
    excluded: Mapping[str, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()

    @property
    def uncertain(self) -> int:
        return sum(row.uncertain for row in self.by_channel)


@dataclass(frozen=True, kw_only=True)
class Unreached:
    """Somebody of the audience who has not been handed anything. By key, never by name."""

    person: int  # number of the row, for paging
    key: str = ""
    language: str
    channel: str
    reason: str  # a reason of exclusion, an outcome, or "open"
    code: str


@dataclass(frozen=True, kw_only=True)
class DoubtCard:
    delivery: int
    person: int
    channel: str
    language: str
    reason: str
    since: datetime
    resolved_at: datetime | None
    how: str


@dataclass(frozen=True, kw_only=True)
class OfficialCard:
    """What anyone may know of a message whose code he holds."""

    code: str
    about: str
    language: str  # of the text shown: the reader's own when there is one
    title: str  # empty for a message to one person: its words are shown to nobody but its reader
    text: str
    text_html: str
    announced_at: datetime
    not_after: datetime
    drill: bool
    recalled_at: datetime | None
    kind: str


@dataclass(frozen=True, kw_only=True)
class ChannelCard:
    """A channel as the operator sees it, and as the public page tells whether it works."""

    kind: str
    label: str
    personal: bool
    inside: bool  # reaches nobody outside
    works: bool
    paused_at: datetime | None
    open_until: datetime | None
    failures: int
    last_error: str
    rate: int
    last_at: datetime | None  # last time something was handed over or published
