"""Which paper somebody needs, and what ends when: asked without a case, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from portlight.capabilities.permits.queries.fees import fees_of
from portlight.capabilities.permits.rules.applying import Due, State, apply_by, next_matters, state
from portlight.capabilities.permits.rules.deadlines import Decided, decided_by, open_until
from portlight.capabilities.permits.rules.fees import Fee, Unknown
from portlight.capabilities.permits.rules.limits import Longest, longest
from portlight.capabilities.permits.rules.matters import MATTERS, Matter
from portlight.capabilities.permits.rules.stays import Stay, days_left, last_lawful_day, may_still_enter
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.policies import queries as policies
from portlight.toolkit.refusals import Refused
from portlight.toolkit.workdays import Calendar

TABLE = "permits_which"


@dataclass(frozen=True, kw_only=True)
class Question:
    """`nationality` decides nothing but the fee: the table does not ask for it."""

    stay: Stay
    wants: str
    passport: str = "at-hand"
    chinese_parent: str = "unknown"
    happened_on: date | None = None
    nationality: str = ""


@dataclass(frozen=True, kw_only=True)
class Onward:
    """One matter with its last day. `go_by`: the office's last working day until then, where that is an earlier one."""

    matter: Matter
    due: Due | None
    go_by: date | None
    state: State


@dataclass(frozen=True, kw_only=True)
class WayCard:
    """`way`: what the table says; `onward` and what follows from it only where that is a matter of this office."""

    way: str
    version: int
    source: str
    last_day: date | None
    days_left: int | None
    onward: Onward | None = None
    decided: Decided | None = None
    longest: Longest | None = None
    fees: tuple[Fee | Unknown, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EndsCard:
    """The three dates of one stay. `may_enter` is None where no entry validity was told."""

    stay: Stay
    today: date
    last_day: date | None
    days_left: int | None
    may_enter: bool | None
    onward: tuple[Onward, ...]


def which(question: Question, *, at: datetime) -> WayCard:
    """The row of the table in force that fits first, and all that follows from it. Two questions of the database.

    Refused: policies.nothing-in-force, policies.wrong-facts.
    """
    found, stay, today = policies.ready(TABLE, at), question.stay, timezone.localdate(at)
    if found is None:
        raise Refused("policies.nothing-in-force", name=TABLE)
    left = days_left(stay, on=today)
    facts = {
        "holds": stay.holds, "wants": question.wants, "printed_days": stay.printed_days, "days_left": left,
        "passport": question.passport, "chinese_parent": question.chinese_parent,
    }  # fmt: skip
    decision = policies.asked(found.table, facts)
    way = str(decision.output["way"])
    card = WayCard(
        way=way, version=found.number, source=found.table.table.rows[decision.row - 1].source,
        last_day=last_lawful_day(stay), days_left=left,
    )  # fmt: skip
    matter = MATTERS.get(way)
    return card if matter is None else _followed(card, matter, question, today)


def ends(stay: Stay, *, at: datetime) -> EndsCard:
    """What ends when, and by when one applies for what comes next. One question of the database."""
    today, days = timezone.localdate(at), clocks.calendar()
    return EndsCard(
        stay=stay, today=today, last_day=last_lawful_day(stay), days_left=days_left(stay, on=today),
        may_enter=may_still_enter(stay, on=today),
        onward=tuple(_onward(MATTERS[code], stay, days, today) for code in next_matters(stay)),
    )  # fmt: skip


def _followed(card: WayCard, matter: Matter, question: Question, today: date) -> WayCard:
    days = clocks.calendar()
    return replace(
        card, onward=_onward(matter, question.stay, days, today, happened_on=question.happened_on),
        decided=decided_by(matter.decided, today, days) if matter.decided else None,
        longest=longest(matter.code, question.stay),
        fees=fees_of(matter, nationality=question.nationality, on=today),
    )  # fmt: skip


def _onward(matter: Matter, stay: Stay, days: Calendar, today: date, *, happened_on: date | None = None) -> Onward:
    due = apply_by(matter, stay, happened_on=happened_on)
    open_day = open_until(due.by, days) if due else None
    go_by = open_day if due and open_day != due.by and open_day and open_day >= today else None
    return Onward(matter=matter, due=due, go_by=go_by, state=state(due, stay, on=today))
