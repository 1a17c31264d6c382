"""Everything that is written about accommodation, by verb."""

from portlight.capabilities.lodging.commands.asking import ask_code, forget_unproved
from portlight.capabilities.lodging.commands.changing import extend, leave, pass_on
from portlight.capabilities.lodging.commands.deciding import accept, ask, complete, reject, withdraw
from portlight.capabilities.lodging.commands.declaring import Done, Filed, check, declare
from portlight.capabilities.lodging.commands.roster import (
    JOB,
    TakenRoster,
    forget_rosters,
    go_on,
    register_roster,
    take_roster,
)
from portlight.capabilities.lodging.commands.tidying import erase, note_incomplete, remind_leaving

__all__ = [
    "JOB",
    "Done",
    "Filed",
    "TakenRoster",
    "accept",
    "ask",
    "ask_code",
    "check",
    "complete",
    "declare",
    "erase",
    "extend",
    "forget_rosters",
    "forget_unproved",
    "go_on",
    "leave",
    "note_incomplete",
    "pass_on",
    "register_roster",
    "reject",
    "remind_leaving",
    "take_roster",
    "withdraw",
]
