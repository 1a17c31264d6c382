"""What a room hands in for a person's own page: clocks, what is asked of her, what is kept about her, who read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from portlight.toolkit.actor import Actor


@dataclass(frozen=True, kw_only=True)
class OwnClock:
    """One period of the law, or of a promise, as the person sees it. Texts are msgids; `until` is exclusive.

    `state`: runs, met (in time), late. `article` is where it stands in the law; `reminder` says when the office writes
    to her about it, empty where it does not. `route` and `argument` lead to the page where she acts.
    """

    name: str
    title: str
    text: str
    article: str
    since: datetime
    until: datetime
    state: Literal["runs", "met", "late"] = "runs"
    reminder: str = ""
    route: str = ""
    argument: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One entry of what a room keeps about a person: `rows` are name, label (msgid), value as text and, where the value
    is a code, its word (msgid). Moments and days as ISO 8601."""

    name: str
    title: str  # msgid
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """Each may be left out. `clocks_of` gives hers, the soonest first; `asked_of` what a case asks of her now, as
    msgids, by kind of case and for its row; `told_of` everything the room keeps about her, each opening noted;
    `case_pages` the URL name of a case's page and `bookable` the service one books a time of for it, both by kind;
    `readings` what somebody opened, by kind of event, and `reasons` why, by code.
    """

    clocks_of: Callable[[UUID, datetime], Sequence[OwnClock]] | None = None
    asked_of: Mapping[str, Callable[[int], Sequence[str]]] = field(default_factory=dict)
    told_of: Callable[[UUID, Actor, datetime], Sequence[Told]] | None = None
    case_pages: Mapping[str, str] = field(default_factory=dict)
    bookable: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
