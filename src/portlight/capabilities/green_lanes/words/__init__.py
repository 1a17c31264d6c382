"""Everything green lanes say, by code. Codes are stored, these are shown."""

from portlight.capabilities.green_lanes.words.codes import (
    ABOUT,
    AGREED,
    CHANGES,
    KINDS,
    MATTERS,
    MEMBERS,
    RIGHTS,
    ROLES,
    STATES,
    WEEKDAYS,
)
from portlight.capabilities.green_lanes.words.messages import invitation, message
from portlight.capabilities.green_lanes.words.refusals import SENTENCES
from portlight.capabilities.green_lanes.words.roster import labels, marked, remedy, row_told
from portlight.capabilities.green_lanes.words.tables import QUESTIONS, SOURCES, WHOLE
from portlight.capabilities.green_lanes.words.told import agreement_lines, batch_told, file_told, hours_told

__all__ = [
    "ABOUT", "AGREED", "CHANGES", "KINDS", "MATTERS", "MEMBERS", "QUESTIONS", "RIGHTS", "ROLES", "SENTENCES",
    "SOURCES", "STATES", "WEEKDAYS", "WHOLE", "agreement_lines", "batch_told", "file_told", "hours_told", "invitation",
    "labels", "marked", "message", "remedy", "row_told",
]  # fmt: skip
