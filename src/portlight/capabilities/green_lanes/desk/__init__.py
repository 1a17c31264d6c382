"""Green lanes at the desk: institutions and what was agreed with them, their lists, their requests."""

from portlight.capabilities.green_lanes.desk.agreeing import decline, end, propose, sign
from portlight.capabilities.green_lanes.desk.institutions import at, close, dismiss, enrol, index, invite, program
from portlight.capabilities.green_lanes.desk.looking import request, requests, roster, rosters

__all__ = [
    "at", "close", "decline", "dismiss", "end", "enrol", "index", "invite", "program", "propose", "request",
    "requests", "roster", "rosters", "sign",
]  # fmt: skip
