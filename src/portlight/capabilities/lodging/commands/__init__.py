"""Everything that is written about accommodation, by verb."""

from portlight.capabilities.lodging.commands.asking import ask_code
from portlight.capabilities.lodging.commands.changing import extend, leave, pass_on
from portlight.capabilities.lodging.commands.counter import (
    ByCode,
    PrintedCode,
    declare_by_code,
    forget_codes,
    open_by_code,
    print_code,
    revoke_code,
)
from portlight.capabilities.lodging.commands.deciding import accept, annul, ask, complete, reject, withdraw
from portlight.capabilities.lodging.commands.declaring import Done, Filed, check, declare
from portlight.capabilities.lodging.commands.entrants import TakenEntrants, forget_entrants, take_entrants
from portlight.capabilities.lodging.commands.reminding import Pace, note_declared, remind_entrants
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
    "ByCode",
    "Done",
    "Filed",
    "Pace",
    "PrintedCode",
    "TakenEntrants",
    "TakenRoster",
    "accept",
    "annul",
    "ask",
    "ask_code",
    "check",
    "complete",
    "declare",
    "declare_by_code",
    "erase",
    "extend",
    "forget_codes",
    "forget_entrants",
    "forget_rosters",
    "go_on",
    "leave",
    "note_declared",
    "note_incomplete",
    "open_by_code",
    "pass_on",
    "print_code",
    "register_roster",
    "reject",
    "remind_entrants",
    "remind_leaving",
    "revoke_code",
    "take_entrants",
    "take_roster",
    "withdraw",
]
