"""What a kind of case is: its steps, who may move it, which period each move touches. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Literal, cast

from portlight.kernel.clocks.rules import ClockRule, Kind, Longer
from portlight.toolkit.actor import ActorKind
from portlight.toolkit.workdays import Term, Unit

Who = Literal["person", "staff", "machine"]
Act = Literal["start", "pause", "resume", "extend", "stop"]

# Who acted for whom (cases.md, lesson 9): the case says it for ever.
FILED_AS = ("self", "host", "guardian", "relative", "institution", "staff", "counter")  # by a counter's code


@dataclass(frozen=True, kw_only=True)
class Step:
    name: str  # a participle: declared, accepted …
    label: str  # gettext msgid: what the person reads
    ends: bool = False


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What opening or moving does to a period. `ground` is one of the clock's own, where the act needs one."""

    act: Act
    clock: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class Move:
    """`refuses`: takes something from the person or says no to her. Only a named officer may (PIPL art. 24).

    `named`: gives or announces something that the law makes an officer's own act, as a receipt. Likewise hers alone.
    """

    name: str  # the office's verb
    sources: tuple[str, ...]
    to: str
    label: str  # gettext msgid: on the button
    who: tuple[Who, ...]
    may: str = ""  # the desk's permission
    reason: bool = False
    refuses: bool = False
    named: bool = False
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseKind:
    """A declared kind of case. ValueError for a table that cannot work.

    A case runs to its end under the version it was opened under: a changed table is a new version.
    """

    name: str  # the capability's
    version: int
    letter: str  # of its numbers
    title: str  # gettext msgid
    steps: tuple[Step, ...]  # the first is where a case begins
    moves: tuple[Move, ...]
    clocks: tuple[ClockRule, ...] = ()
    opening: tuple[Effect, ...] = ()
    kept_days: int  # after its end; then its particulars are erased
    kept_because: str  # what the period rests on
    urgent: bool = False  # every case of it stands under *urgent* at the desk

    def __post_init__(self) -> None:
        names = [step.name for step in self.steps]
        if len(set(names)) != len(names) or len({move.name for move in self.moves}) != len(self.moves):
            raise ValueError(f"{self.name}: a step or a move has two rows")
        for move in self.moves:
            self._check_move(move, names)
        for effect in (*self.opening, *(effect for move in self.moves for effect in move.effects)):
            self._check_effect(effect)
        self._check_ways()

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)

    def move(self, name: str) -> Move | None:
        return next((move for move in self.moves if move.name == name), None)

    def clock(self, name: str) -> ClockRule:
        return next(clock for clock in self.clocks if clock.name == name)

    def open_to(self, who: ActorKind, step: str) -> tuple[Move, ...]:
        """The moves somebody of this sort could make now: the buttons, and nothing else."""
        return tuple(move for move in self.moves if step in move.sources and who.value in move.who)

    def _check_move(self, move: Move, names: list[str]) -> None:
        unknown = {*move.sources, move.to} - set(names)
        if unknown:
            raise ValueError(f"{self.name}: {move.name} goes by the unknown steps {sorted(unknown)}")
        if any(self.step(source).ends for source in move.sources):
            raise ValueError(f"{self.name}: {move.name} leaves a step that ends the case")
        if (move.refuses or move.named) and move.who != ("staff",):
            raise ValueError(f"{self.name}: {move.name} is the act of a named officer alone")
        if "staff" in move.who and not move.may:
            raise ValueError(f"{self.name}: {move.name} is open at the desk to nobody by name")

    def _check_effect(self, effect: Effect) -> None:
        rule = next((clock for clock in self.clocks if clock.name == effect.clock), None)
        if rule is None:
            raise ValueError(f"{self.name}: no clock is called {effect.clock}")
        grounds = {"pause": rule.pauses, "extend": rule.extensions}.get(effect.act)
        if grounds is not None and effect.ground not in grounds:
            raise ValueError(f"{self.name}: {effect.clock} knows no ground {effect.ground!r}")

    def _check_ways(self) -> None:
        """Every step can be reached, and from every step the case can come to an end."""
        reached, ending = {self.steps[0].name}, {step.name for step in self.steps if step.ends}
        for _ in self.steps:
            reached |= {move.to for move in self.moves if reached.intersection(move.sources)}
            ending |= {source for move in self.moves if move.to in ending for source in move.sources}
        for step in self.steps:
            if step.name not in reached or step.name not in ending:
                raise ValueError(f"{self.name}: {step.name} is never reached, or never ends")

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "version": self.version, "letter": self.letter, "title": self.title,
            "kept_days": self.kept_days, "kept_because": self.kept_because,
            "steps": [vars(step) for step in self.steps],
            "moves": [
                {**vars(move), "sources": list(move.sources), "who": list(move.who),
                 "effects": [vars(effect) for effect in move.effects]}
                for move in self.moves
            ],
            "clocks": [_clock_told(clock) for clock in self.clocks],
            "opening": [vars(effect) for effect in self.opening],
            **({"urgent": True} if self.urgent else {}),  # told only where it is so: older tables stay as they are
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> CaseKind:
        plain = {name: told[name] for name in ("name", "version", "letter", "title", "kept_days", "kept_because")}
        return cls(
            **plain,
            steps=tuple(Step(**step) for step in told["steps"]),
            moves=tuple(_move_read(move) for move in told["moves"]),
            clocks=tuple(_clock_read(clock) for clock in told["clocks"]),
            opening=tuple(Effect(**effect) for effect in told["opening"]),
            urgent=bool(told.get("urgent", False)),
        )


@dataclass(frozen=True, kw_only=True)
class Filing:
    """Who filed it, as what, and who gets the messages. `contact` is the number of an address, or none."""

    filed_as: str
    language: str  # the filer's own
    contact: int | None = None
    flags: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if self.filed_as not in FILED_AS:
            raise ValueError(f"nobody files as {self.filed_as!r}")


def _move_read(told: Mapping[str, Any]) -> Move:
    effects = tuple(Effect(**effect) for effect in told["effects"])
    return Move(**{**told, "sources": tuple(told["sources"]), "who": tuple(told["who"]), "effects": effects})


def _term_told(term: Term) -> list[Any]:
    return [term.amount, term.unit, term.at_liberty]


def _term_read(told: list[Any]) -> Term:
    return Term(int(told[0]), cast("Unit", told[1]), bool(told[2]))


def _clock_told(clock: ClockRule) -> dict[str, Any]:
    return {
        "name": clock.name, "kind": clock.kind, "term": _term_told(clock.term), "source": clock.source,
        "cut_off": clock.cut_off.isoformat() if clock.cut_off else None, "pauses": dict(clock.pauses),
        "extensions": {name: [_term_told(more.term), more.source] for name, more in clock.extensions.items()},
        "then": clock.then,
    }  # fmt: skip


def _clock_read(told: Mapping[str, Any]) -> ClockRule:
    longer = {name: Longer(term=_term_read(term), source=source) for name, (term, source) in told["extensions"].items()}
    return ClockRule(
        name=told["name"], kind=cast("Kind", told["kind"]), term=_term_read(told["term"]), source=told["source"],
        cut_off=time.fromisoformat(told["cut_off"]) if told["cut_off"] else None, pauses=told["pauses"],
        extensions=longer, then=told["then"],
    )  # fmt: skip
