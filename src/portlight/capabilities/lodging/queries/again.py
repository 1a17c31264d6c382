"""Which events need a new registration: the office's own table, asked without a case."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from portlight.kernel.policies import queries as policies

Event = Literal["new-address", "new-passport", "new-visa", "re-entry", "permit-renewal", "other"]
Again = Literal["again", "exempt", "refer"]


def must_register_again(event: Event, stay_kind: str, *, at: datetime) -> Again:
    """Whether somebody who stays on `stay_kind` registers anew after `event`; `refer`: an officer answers.

    Legal basis: LAW 2012, art. 39(2), and the city's practice, as each row of the table says. Refused:
    policies.nothing-in-force, policies.wrong-facts.
    """
    found = policies.answer("lodging_again", {"event": event, "stay": stay_kind}, at=at)
    return cast("Again", found.output["again"])
