"""What is in force and what it sets, what a plan counts, and what was destroyed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Count

from portlight.kernel.emergencies.models import BY_HAND, EFFECTIVE, PROPOSED, Destruction, Emergency, PlanRow
from portlight.kernel.emergencies.rules import prolonging
from portlight.kernel.emergencies.rules.declaring import NEEDED, Basis, Declaration, Parameter
from portlight.kernel.emergencies.rules.effects import Change, Collected, Effect
from portlight.kernel.emergencies.rules.lasting import Span
from portlight.kernel.emergencies.rules.prolonging import Prolonged, Relief, Why
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.nameplate import plates
from portlight.toolkit.one import one
from portlight.toolkit.statements import read

T = TypeVar("T")
SAMPLES = 5
_IN_FORCE = f"""
SELECT * FROM emergencies_emergency
WHERE state = '{EFFECTIVE}' AND since <= %s AND (until IS NULL OR until > %s) ORDER BY since DESC, id DESC
"""  # noqa: S608 - our own words
_BETWEEN = f"""
SELECT * FROM emergencies_emergency
WHERE state = '{EFFECTIVE}' AND since < %s AND (until IS NULL OR until > %s) ORDER BY since DESC, id DESC
"""  # noqa: S608 - our own words


@dataclass(frozen=True, kw_only=True)
class Card:
    """`declared` as it was typed in, its parameters as JSON. `until` is exclusive. Who are keys of accounts."""

    number: int
    declared: Declaration
    state: str
    doing: str
    cursor: str
    turn: int
    digest: str
    worded_by: str
    proposed_by: str
    signed_by: str
    signed_at: datetime | None
    closed_by: str
    closed_at: datetime | None
    closed_why: str

    def name_in(self, language: str) -> tuple[str, str]:
        """(language, text): in the reader's where it is written, else in English, else in Chinese."""
        return _said(self.declared.names, language)

    def banner_in(self, language: str) -> tuple[str, str]:
        return _said(self.declared.banners, language)

    def to_sign(self, by: str) -> bool:
        """Counted, and of two other hands than the account's of the key `by`."""
        return self.state == PROPOSED and not self.doing and by not in (self.worded_by, self.proposed_by)

    def to_end(self, at: datetime) -> bool:
        """Its last day is past, and what was collected only for it still stands (ERL 2024, art. 85)."""
        return self.state == EFFECTIVE and self.declared.until is not None and self.declared.until <= at

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """Whose readers get the English text."""
        told = self.declared
        return tuple(code for code in LANGUAGES if not (told.names.get(code) and told.banners.get(code)))

    @property
    def relief(self) -> Relief | None:
        return next(iter(self.declared.reliefs), None)


@dataclass(frozen=True, kw_only=True)
class Sample:
    key: str
    what: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    state: str


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One effect: how many of its rows are in which state and of which kind, those that came late apart, and a few."""

    effect: str
    label: str
    said: Mapping[str, str]
    states: Mapping[str, int]
    whats: Mapping[str, int]  # what happens, as `said` words it → how many
    late: int
    samples: tuple[Sample, ...]

    @property
    def rows(self) -> int:
        """What was counted: everything but what came late."""
        return sum(self.states.values())

    @property
    def by_hand(self) -> int:
        return self.states.get(BY_HAND, 0)


@dataclass(frozen=True, kw_only=True)
class Line:
    """Of the protocol."""

    what: str
    label: str
    count: int
    digest: str
    at: datetime


def current(at: datetime) -> Card | None:
    """The emergency in force at `at`, of several the one that began last. One statement, asked at each use."""
    rows = read(Emergency, _IN_FORCE, at, at)
    return _card(rows[0]) if rows else None


def parameter(name: str, default: T, at: datetime) -> T:
    """What the emergencies in force set for `name`, of several the one that began last; `default` in ordinary times.

    One statement, asked at each use: nothing is remembered by a process. LookupError for a name no room has handed in.
    """
    known = parameters()[name]
    for row in read(Emergency, _IN_FORCE, at, at):
        if name in row.parameters:
            found: T = known.typed(row.parameters[name])
            return found
    return default


def spans(*names: str, since: datetime, until: datetime) -> tuple[Span, ...]:
    """What the emergencies in force set for these names at any moment from `since` until before `until`, the one that
    began last first: for what lies ahead and may outlast them. One statement, asked at each use; nothing in ordinary
    times. LookupError as `parameter`.
    """
    every = parameters()
    known = {name: every[name] for name in names}
    return tuple(
        Span(
            emergency=row.pk, since=row.since, until=row.until,
            values={name: known[name].typed(row.parameters[name]) for name in names if name in row.parameters},
        )
        for row in read(Emergency, _BETWEEN, until, since)
        if not known.keys().isdisjoint(row.parameters)
    )  # fmt: skip


def prolongation(ends_on: date, *, at: datetime, kind: str = "", before: bool = False) -> Prolonged | Why | None:
    """What the relief in force does to a stay that ends on that day; None: there is none."""
    card = current(at)
    if card is None or card.relief is None:
        return None
    return prolonging.prolonged(ends_on, card.relief, kind=kind, before=before)


def everything() -> tuple[Card, ...]:
    """The latest first."""
    return tuple(_card(row) for row in Emergency.objects.order_by("-id")[:200])


def open_ones() -> tuple[Card, ...]:
    """Those that wait for an act: proposed, or in force and to be ended one day. One query."""
    return tuple(_card(row) for row in Emergency.objects.filter(state__in=(PROPOSED, EFFECTIVE)).order_by("id"))


def card(number: int) -> Card | None:
    row = one(Emergency.objects.filter(pk=number))
    return None if row is None else _card(row)


def change_of(card: Card) -> Change:
    """What its effects are asked with."""
    told, known = card.declared, parameters()
    typed = {name: known[name].typed(value) for name, value in told.parameters.items() if name in known}
    return Change(emergency=card.number, since=told.since, until=told.until, parameters=typed, reliefs=told.reliefs)


def preview(number: int) -> tuple[Counted, ...]:
    """Every effect with the rows of its plan, counted; also how far they are applied."""
    rows = PlanRow.objects.filter(emergency_id=number)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    whats: dict[str, Counter[str]] = defaultdict(Counter)
    late: Counter[str] = Counter()
    found = rows.values_list("effect", "what", "state", "late").annotate(n=Count("id")).order_by()
    for name, what, state, came_late, count in found:
        if came_late:
            late[name] += count
        else:
            states[name][state] += count
            whats[name][what] += count
    return tuple(
        Counted(
            effect=one.name, label=one.label, said=one.said, states=dict(states[one.name]),
            whats=dict(whats[one.name]), late=late[one.name],
            samples=tuple(_samples(rows.filter(effect=one.name)) if states[one.name] or late[one.name] else ()),
        )
        for one in effects()
    )  # fmt: skip


def protocol(number: int) -> tuple[Line, ...]:
    """What was destroyed when it ended (Emergency Response Law 2024, art. 85)."""
    labels = {one.name: one.label for one in collected()}
    return tuple(
        Line(what=row.what, label=labels.get(row.what, ""), count=row.count, digest=row.digest, at=row.at)
        for row in Destruction.objects.filter(emergency_id=number).order_by("id")
    )


def parameters() -> dict[str, Parameter]:
    """Every value some room lets an emergency set, by its name."""
    return {one.name: one for plate in plates() for one in plate.parameters}


def effects() -> Sequence[Effect]:
    """In the order of their names: a plan that is resumed finds them where they were."""
    return sorted((one for plate in plates() for one in plate.effects), key=lambda effect: str(effect.name))


def collected() -> Sequence[Collected]:
    return sorted((one for plate in plates() for one in plate.collected), key=lambda told: str(told.name))


def _samples(rows: Any) -> Iterator[Sample]:
    for row in rows.order_by("id")[:SAMPLES]:
        yield Sample(key=row.key, what=row.what, before=row.before, after=row.after, state=row.state)


def _said(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    code = next((one for one in (language, *reversed(NEEDED)) if texts.get(one)), language)
    return code, texts.get(code, "")


def _card(row: Emergency) -> Card:
    declared = Declaration(
        names=row.names, banners=row.banners, basis=Basis(**row.basis), since=row.since, until=row.until,
        parameters=row.parameters, reliefs=tuple(prolonging.read(told) for told in row.reliefs),
    )  # fmt: skip
    return Card(
        number=row.pk, declared=declared, state=row.state, doing=row.doing, cursor=row.cursor, turn=row.turn,
        digest=row.digest, worded_by=row.worded_by, proposed_by=row.proposed_by, signed_by=row.signed_by,
        signed_at=row.signed_at, closed_by=row.closed_by, closed_at=row.closed_at, closed_why=row.closed_why,
    )  # fmt: skip
