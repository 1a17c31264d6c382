"""A declaration, who signs it, a city of stays that has no tables, and the pages run to their end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from portlight.kernel.emergencies import commands, queries
from portlight.kernel.emergencies.models import Emergency
from portlight.kernel.emergencies.rules.declaring import Basis, Declaration
from portlight.kernel.emergencies.rules.effects import Change, Collected, Destroyed, Effect, PlanRow
from portlight.kernel.emergencies.rules.prolonging import Prolonged, Relief, prolonged
from portlight.toolkit import nameplate
from portlight.toolkit.actor import Actor, staff

AT = datetime(2026, 11, 25, 2, tzinfo=UTC)  # a Wednesday, 10:00 in the office's zone
CHEN, BAO, DORA = staff(UUID(int=1)), staff(UUID(int=2)), staff(UUID(int=3))
ERL = Basis(law="erl-2024", article="73", authority="People's Government", document="[2026] 12")
RELIEF = Relief(control_from=date(2026, 11, 1), announced_on=date(2026, 11, 25))
DAY = timedelta(days=1)


def told(**more: Any) -> Declaration:
    plain = Declaration(
        names={"en": "Typhoon", "zh-Hans": "台风"}, banners={"en": "The hall is closed.", "zh-Hans": "大厅关闭。"},
        basis=ERL, since=AT - DAY, until=AT + 30 * DAY,
    )  # fmt: skip
    return replace(plain, **more)


def counted(declaration: Declaration | None = None, *, at: datetime = AT) -> int:
    """Declared by Chen, proposed and counted to the end."""
    number = commands.draft(declaration or told(), by=CHEN, at=at)
    commands.propose(number, by=CHEN, at=at)
    run(number, at=at)
    return number


def signed(declaration: Declaration | None = None, *, at: datetime = AT) -> int:
    """And signed by Bao; nothing is applied yet."""
    number = counted(declaration, at=at)
    commands.sign(number, shown(number).digest, by=BAO, at=at)
    return number


def effective(declaration: Declaration | None = None, *, at: datetime = AT) -> int:
    number = signed(declaration, at=at)
    run(number, at=at)
    return number


def run(number: int, *, at: datetime = AT) -> int:
    pages = 0
    while commands.advance(number, at=at):
        pages += 1
    return pages


def moved(**period: datetime | None) -> None:
    """Every declaration as if it had been for another time."""
    Emergency.objects.update(**period)


def shown(number: int) -> queries.Card:
    card = queries.card(number)
    assert card is not None
    return card


def states(number: int, effect: str) -> dict[str, int]:
    return dict(next(one.states for one in queries.preview(number) if one.effect == effect))


@dataclass
class City:
    """Stays by number, as a room with tables would keep them: the last day, whether it was prolonged, whether a
    matter about it was decided."""

    stays: dict[int, date] = field(default_factory=dict)
    before: set[int] = field(default_factory=set)
    decided: set[int] = field(default_factory=set)
    answers: int = 0  # what was collected only for the emergency

    def hang(self, monkeypatch: pytest.MonkeyPatch) -> City:
        """A room above hands it in, for as long as the test."""
        monkeypatch.setattr(nameplate, "_plates", dict(nameplate._plates))
        plate = nameplate.Nameplate(room="tests.city", effects=(self.effect(),), collected=(self.collected(),))
        nameplate.hang(plate)
        return self

    def effect(self) -> Effect:
        return Effect(name="test.stays", label="Stays", said={}, plan=self.plan, apply=self.apply, undo=self.undo)

    def collected(self) -> Collected:
        return Collected(name="test.answers", label="Answers", destroy=self.destroy)

    def plan(self, change: Change, at: datetime, after: str) -> Iterator[PlanRow]:
        for relief in change.reliefs[:1]:
            for number, ends_on in sorted(self.stays.items()):
                found = prolonged(ends_on, relief, before=number in self.before)
                if f"{number:06d}" > after and isinstance(found, Prolonged):
                    yield PlanRow(
                        key=f"{number:06d}", what="prolonged", before={"last_day": str(ends_on)},
                        after={"last_day": str(found.last_day)}, by_hand=number in self.decided,
                    )  # fmt: skip

    def apply(self, change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
        done = {row.key for row in rows if str(self.stays[int(row.key)]) == row.before["last_day"]}
        for row in rows:
            if row.key in done:
                self.stays[int(row.key)] = date.fromisoformat(row.after["last_day"])
                self.before.add(int(row.key))
        return done

    def undo(self, change: Change, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> set[str]:
        done = {row.key for row in rows if str(self.stays[int(row.key)]) == row.after["last_day"]}
        for row in rows:
            if row.key in done:
                self.stays[int(row.key)] = date.fromisoformat(row.before["last_day"])
                self.before.discard(int(row.key))
        return done

    def destroy(self, change: Change, at: datetime, most: int) -> Destroyed:
        gone = min(most, self.answers)
        self.answers -= gone
        return Destroyed(count=gone, digest=f"of {gone}")
