"""Everything lodging says, by code. Codes are stored, these are shown."""

from portlight.capabilities.lodging.words.batch import batch_marked, batch_told
from portlight.capabilities.lodging.words.codes import (
    DOUBTS,
    FLAGS,
    FOR,
    MISSING,
    PAPERS,
    POSTER,
    REASONS,
    SEXES,
    STATES,
    STAYS,
    STEPS,
)
from portlight.capabilities.lodging.words.declared import lines
from portlight.capabilities.lodging.words.messages import code_message, message
from portlight.capabilities.lodging.words.refusals import SENTENCES
from portlight.capabilities.lodging.words.roster import marked, remedy, roster_labels, row_told

__all__ = [
    "DOUBTS", "FLAGS", "FOR", "MISSING", "PAPERS", "POSTER", "REASONS", "SENTENCES", "SEXES", "STATES", "STAYS",
    "STEPS", "batch_marked", "batch_told", "code_message", "lines", "marked", "message", "remedy", "roster_labels",
    "row_told",
]  # fmt: skip
