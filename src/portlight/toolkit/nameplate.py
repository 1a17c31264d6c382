"""What a room hands in at its door, from its `apps.py`. Lower floors read plates and never name a room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from portlight.toolkit.actor import Actor
from portlight.toolkit.ownpage import OwnPage
from portlight.toolkit.paper import PaperKind
from portlight.toolkit.uploads.slots import Slot


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A line of the desk's menu or of the portal's: shown to those who hold `may` (empty: everyone)."""

    label: str  # a gettext msgid, marked with gettext_noop where it is written
    route: str  # a URL name
    may: str = ""
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class TaskCard:
    """A card on the portal's home: what one can do, in one sentence, and a fact (how long, by when)."""

    title: str
    text: str
    fact: str
    route: str
    icon: str
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Something the worker does every so often. `run(at)` returns how many things it did; it must be safe to repeat."""

    name: str
    every_seconds: float
    run: Callable[[datetime], int]
    first_after_seconds: float = 0.0  # a worker that was just started has people to write to before this


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check of `portlight doctor` found: `fail` stops the office, `warn` wants somebody's eye this week."""

    state: Literal["ok", "warn", "fail"]
    said: str
    remedy: str = ""  # what to do, as one sentence or one command


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question of `portlight doctor`. `run(at)` writes nothing and answers within two seconds."""

    name: str
    run: Callable[[datetime], Finding]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Sealed files that a room keeps in the folder `name` of the data folder: a backup carries them, a rotation of
    keys seals them anew. `numbers` gives the key of each file, `reseal` how many it sealed anew, as it goes on.
    """

    name: str
    numbers: Callable[[], Iterator[int]]
    reseal: Callable[[], Iterator[int]]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whoever reads travel papers in photos. `read(image, on=)` gives a value of plain fields, among them `advice`."""

    available: Callable[[], bool]
    read: Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Headline:
    """A line of news on the portal's home: a text in `language`, which may not be the reader's."""

    title: str
    language: str
    href: str
    at: datetime
    word: str = ""  # a gettext msgid: its state, in a word


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What waits for one account at the desk: a line on its today page, with the way there."""

    label: str  # a gettext msgid
    count: int
    href: str
    late: int = 0


@dataclass(frozen=True, kw_only=True)
class CaseDesk:
    """How the desk works one kind of case: who opens it, whose worklists she sees, where its page is.

    `queues(key of an account, permissions it holds)` gives the worklists it sees of this kind: `()` is all of them,
    None is none. It is asked after `may`, and answers as the kind's own page does: what it lists, that page opens.
    """

    kind: str
    may: str
    queues: Callable[[str, Collection[str]], tuple[str, ...] | None]
    route: str  # URL name of the case's page; its one argument is the number
    steps: Mapping[str, str] = field(default_factory=dict)  # step → msgid, in an officer's words
    flags: Mapping[str, str] = field(default_factory=dict)  # flag → msgid
    clocks: Mapping[str, str] = field(default_factory=dict)  # clock's name → msgid: what must be done by its end
    red: tuple[str, ...] = ()  # of the flags, what a supervisor must not leave


@dataclass(frozen=True, kw_only=True)
class WayToSubscribe:
    """A way to be written to that is not an address one types in: offered on a person's own page."""

    kind: str  # of the channel
    label: str  # gettext msgid
    text: str  # gettext msgid: what happens when it is chosen
    route: str = ""  # URL name of a page of the room's own; or
    picture: Callable[[str, datetime], str] | None = None  # (her token, at) → SVG that she scans; may raise Refused


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the office says of something that is said to be from it, to whoever holds it: nothing it does not show."""

    state: str
    good: bool  # whether one may rely on it now
    said: str  # gettext msgid
    title: str = ""  # gettext msgids, as the labels of lines
    proves: str = ""
    not_proves: str = ""
    lines: tuple[tuple[str, str | date], ...] = ()
    specimen: bool = False


@dataclass(frozen=True, kw_only=True)
class Rebooked:
    """A time somebody had booked is moved, or cancelled (`to` None), by whomever: told in the transaction that does it,
    before any place changes hands. `about` is what it was booked about."""

    number: str
    about: str
    starts_at: datetime
    to: datetime | None
    by: Actor
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Nameplate:
    room: str  # dotted module of the room, e.g. portlight.capabilities.notices
    menu: tuple[MenuEntry, ...] = ()
    portal_menu: tuple[MenuEntry, ...] = ()
    cards: tuple[TaskCard, ...] = ()
    ticks: tuple[Tick, ...] = ()
    jobs: dict[str, Callable[..., None]] | None = None  # kind of a work item → who does it
    permissions: tuple[tuple[str, tuple[str, ...]], ...] = ()  # permission → roles that hold it
    scopes: Mapping[str, str] = field(default_factory=dict)  # what programs of institutions may be allowed here → msgid
    services: Mapping[str, str] = field(default_factory=dict)  # what one can book a time for here → msgid
    topics: Mapping[str, str] = field(default_factory=dict)  # subscription topic this room speaks about → msgid
    ways: tuple[tuple[str, str], ...] = ()  # name → path with {language} and {token}, for links in messages
    sentences: Mapping[str, str] = field(default_factory=dict)  # refusal's code → msgid with {facts}
    doctor: tuple[Check, ...] = ()
    ready: tuple[Callable[[datetime], str], ...] = ()  # asked by /api/ready: the code of what is missing, or ""
    assets: tuple[str, ...] = ()  # files of the room's static folder that its pages ask for
    loaders: tuple[
        Callable[..., int], ...
    ] = ()  # load(by=, at=): reference data that came with the product; repeatable
    news: Callable[[str, int], Sequence[Headline]] | None = None  # (language, most) → the latest first
    ways_to_subscribe: tuple[WayToSubscribe, ...] = ()
    waiting: Callable[[str], Sequence[Waiting]] | None = None  # key of an account → what waits for it
    case_kinds: tuple[Any, ...] = ()  # `kernel.cases.rules.CaseKind`, which this floor does not know
    desks: tuple[CaseDesk, ...] = ()  # one for each kind that officers work on
    erasers: Mapping[str, Callable[..., None]] | None = None  # kind of case → erase(case=, at=): its particulars
    parameters: tuple[Any, ...] = ()  # `kernel.emergencies.rules`: what an emergency may set here (`Parameter`),
    effects: tuple[Any, ...] = ()  # what it changes here (`Effect`),
    collected: tuple[Any, ...] = ()  # and what is collected here only for it (`Collected`)
    moved_clocks: Callable[[Sequence[str]], None] | None = None  # subjects whose periods the calendar has moved
    rebooked: Callable[[Rebooked], None] | None = None  # a time was moved or cancelled: what counts it follows
    slots: tuple[Slot, ...] = ()  # places for papers that people hand in
    paper_refused: Callable[..., None] | None = None  # (document=, about=, slot=, reason=, at=): it cannot be kept
    shelves: tuple[Shelf, ...] = ()
    reader: Reader | None = None
    tables: tuple[Path, ...] = ()  # dated JSON files of decision tables that ship with the room
    papers: tuple[PaperKind, ...] = ()  # kinds of papers this room hands out
    verifier: Callable[[str, datetime], Checked | None] | None = None  # (text, at) → None: it is nothing of this room's
    own: OwnPage | None = None  # what a person's own page shows of this room


_plates: dict[str, Nameplate] = {}


def hang(plate: Nameplate) -> None:
    """Called once, from the room's AppConfig.ready(); the same room again replaces its plate."""
    _plates[plate.room] = plate


def way(name: str) -> str:
    """The path pattern some room handed in under `name` (e.g. `out`). LookupError when none did."""
    for plate in _plates.values():
        for known, pattern in plate.ways:
            if known == name:
                return pattern
    raise LookupError(name)


def topics() -> dict[str, str]:
    """Every topic one can subscribe to: code → msgid."""
    return {code: told for plate in _plates.values() for code, told in plate.topics.items()}


def scopes() -> dict[str, str]:
    """Everything a program of an institution may be allowed to do: code → msgid."""
    return {code: told for plate in _plates.values() for code, told in plate.scopes.items()}


def services() -> dict[str, str]:
    """Everything one can book a time for: code → msgid."""
    return {code: told for plate in _plates.values() for code, told in plate.services.items()}


def slot(name: str) -> Slot:
    """The slot some room handed in under `name`. LookupError when none did."""
    return slots()[name]


def slots() -> dict[str, Slot]:
    """Every place for papers: name → slot."""
    return {one.name: one for plate in _plates.values() for one in plate.slots}


def shelves() -> Iterator[Shelf]:
    for plate in _plates.values():
        yield from plate.shelves


def reader() -> Reader | None:
    """Who reads photos here: the first one handed in that is available."""
    readers = (plate.reader for plate in _plates.values())
    return next((one for one in readers if one is not None and one.available()), None)


def papers() -> dict[str, PaperKind]:
    """Every kind of paper that some room hands out, by its name."""
    return {kind.name: kind for plate in _plates.values() for kind in plate.papers}


def desks() -> dict[str, CaseDesk]:
    """Kind of case → how the desk works it."""
    return {desk.kind: desk for plate in _plates.values() for desk in plate.desks}


def own_pages() -> Iterator[OwnPage]:
    """What the rooms hand in for a person's own page."""
    return (plate.own for plate in _plates.values() if plate.own is not None)


def plates() -> Iterator[Nameplate]:
    yield from _plates.values()
