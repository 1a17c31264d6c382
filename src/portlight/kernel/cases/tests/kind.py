"""A small kind of case, handed in by no capability: the room is tested by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from portlight.kernel.cases.rules import CaseKind, Effect, Move, Step
from portlight.kernel.clocks.rules import ClockRule
from portlight.toolkit import nameplate
from portlight.toolkit.workdays import Term

DECIDE = ClockRule(name="trial.decide", kind="legal", term=Term(7, "working-days"), source="REG 2013, art. 13",
                   pauses={"emergency": "ERL 2024, art. 13"})  # fmt: skip
TRIAL = CaseKind(
    name="trial", version=1, letter="T", title="Trial", kept_days=30, kept_because="a test",
    steps=(Step(name="declared", label="Declared"), Step(name="halted", label="Halted"),
           Step(name="accepted", label="Accepted", ends=True), Step(name="rejected", label="Rejected", ends=True)),
    moves=(
        Move(name="accept", sources=("declared",), to="accepted", label="Accept", who=("staff", "machine"), may="t.do"),
        Move(name="halt", sources=("declared",), to="halted", label="Halt", who=("staff",), may="t.do",
             effects=(Effect(act="pause", clock="trial.decide", ground="emergency"),)),
        Move(name="go-on", sources=("halted",), to="declared", label="Go on", who=("staff", "person"), may="t.do",
             effects=(Effect(act="resume", clock="trial.decide"),)),
        Move(name="reject", sources=("declared",), to="rejected", label="Reject", who=("staff",), may="t.do",
             reason=True, refuses=True),
    ),
    clocks=(DECIDE,), opening=(Effect(act="start", clock="trial.decide"),),
)  # fmt: skip
PLAIN = replace(TRIAL, moves=(TRIAL.moves[0], TRIAL.moves[3]), steps=(TRIAL.steps[0], *TRIAL.steps[2:]))  # no pause
CHANGED = replace(TRIAL, version=2, moves=(replace(TRIAL.moves[0], name="agree"), *TRIAL.moves[1:]))


@contextmanager
def handed_in(*kinds: CaseKind, **more: Any) -> Iterator[None]:
    room = "tests.trial"
    nameplate.hang(nameplate.Nameplate(room=room, case_kinds=kinds, **more))
    try:
        yield
    finally:
        nameplate.hang(nameplate.Nameplate(room=room))
