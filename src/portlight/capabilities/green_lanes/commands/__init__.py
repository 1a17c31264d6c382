"""Everything that is written of green lanes, by verb."""

from portlight.capabilities.green_lanes.commands.agreements import (
    SCOPE,
    admit_program,
    decline,
    end,
    propose,
    sign,
)
from portlight.capabilities.green_lanes.commands.asking import (
    ABOUT,
    QUEUE,
    REPORT,
    Wanted,
    answer,
    ask,
    erase_request,
    report_left,
)
from portlight.capabilities.green_lanes.commands.booking import Booked, book
from portlight.capabilities.green_lanes.commands.drafting import TELL, Drafted, draft
from portlight.capabilities.green_lanes.commands.filing import drop, filed
from portlight.capabilities.green_lanes.commands.inviting import invite
from portlight.capabilities.green_lanes.commands.papers import (
    JOB,
    MOST_BYTES,
    go_on_with_papers,
    paper_refused,
    take_papers,
)
from portlight.capabilities.green_lanes.commands.rebooking import Which, cancel_time, follow, move_time
from portlight.capabilities.green_lanes.commands.revoking import revoke
from portlight.capabilities.green_lanes.commands.roster import TakenRoster, forget_rosters, take_roster
from portlight.capabilities.green_lanes.commands.telling import remind_duties, remind_times, tell_people

__all__ = [
    "ABOUT", "JOB", "MOST_BYTES", "QUEUE", "REPORT", "SCOPE", "TELL", "Booked", "Drafted", "TakenRoster", "Wanted",
    "Which", "admit_program", "answer", "ask", "book", "cancel_time", "decline", "draft", "drop", "end",
    "erase_request", "filed", "follow", "forget_rosters", "go_on_with_papers", "invite", "move_time", "paper_refused",
    "propose", "remind_duties", "remind_times", "report_left", "revoke", "sign", "take_papers", "take_roster",
    "tell_people",
]  # fmt: skip
