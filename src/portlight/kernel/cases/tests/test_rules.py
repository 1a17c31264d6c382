from __future__ import annotations

from dataclasses import replace

import pytest

from portlight.kernel.cases.rules import CaseKind, Effect, Filing, Step
from portlight.kernel.cases.tests.kind import TRIAL
from portlight.toolkit.actor import ActorKind
from portlight.toolkit.numbers import Numbered, check_character, numbered

TIRED = Effect(act="pause", clock="trial.decide", ground="tired")
ACCEPT, HALT, GO_ON, REJECT = TRIAL.moves


def test_a_table_survives_being_data() -> None:
    assert CaseKind.from_json(TRIAL.to_json()) == TRIAL


def test_only_a_named_officer_says_no() -> None:
    with pytest.raises(ValueError, match="named officer"):
        replace(TRIAL, moves=(ACCEPT, HALT, GO_ON, replace(REJECT, who=("staff", "machine"))))


@pytest.mark.parametrize(
    "broken",
    [
        {"steps": (*TRIAL.steps, Step(name="declared", label="Again"))},
        {"steps": (*TRIAL.steps, Step(name="lost", label="Lost"))},  # never reached
        {"moves": TRIAL.moves[:2] + TRIAL.moves[3:]},  # once halted, for ever
        {"moves": (replace(ACCEPT, to="nowhere"), *TRIAL.moves[1:])},
        {"moves": (*TRIAL.moves, replace(ACCEPT, name="open-again", sources=("accepted",), to="declared"))},
        {"moves": (replace(ACCEPT, may=""), *TRIAL.moves[1:])},
        {"moves": (ACCEPT, *TRIAL.moves)},
        {"opening": (Effect(act="start", clock="no.clock"),)},
        {"moves": (ACCEPT, replace(HALT, effects=(TIRED,)), GO_ON, REJECT)},
    ],
)  # fmt: skip
def test_a_table_that_cannot_work_is_not_built(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(TRIAL, **broken)  # type: ignore[arg-type]


def test_the_moves_open_to_somebody_are_the_buttons() -> None:
    assert [move.name for move in TRIAL.open_to(ActorKind.STAFF, "declared")] == ["accept", "halt", "reject"]
    assert [move.name for move in TRIAL.open_to(ActorKind.PERSON, "halted")] == ["go-on"]
    assert TRIAL.open_to(ActorKind.PERSON, "declared") == ()
    assert TRIAL.open_to(ActorKind.STAFF, "accepted") == ()


def test_nobody_files_as_something_else() -> None:
    with pytest.raises(ValueError, match="nobody files"):
        Filing(filed_as="friend-of-a-friend", language="en")


def test_a_number_is_read_as_it_is_written_and_every_wrong_sign_is_seen() -> None:
    number = str(Numbered("L", 2026, 123))
    assert numbered(number) == Numbered("L", 2026, 123) == numbered(number.lower().replace("-", " "))
    for place, sign in enumerate(number):
        for other in "0123456789ABCXYZ":
            if sign != "-" and other != sign:
                assert numbered(number[:place] + other + number[place + 1 :]) is None
    assert numbered("") is None
    assert numbered("L-2026-123-4") is None
    assert check_character("A12425GABC1234002") == "M"  # the standard's well-known example (GRid)
