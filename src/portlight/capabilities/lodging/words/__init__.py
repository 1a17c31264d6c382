"""Everything lodging says, by code. Codes are stored, these are shown."""

from portlight.capabilities.lodging.words.batch import batch_marked, batch_told
from portlight.capabilities.lodging.words.codes import (
    CLOCKS,
    FLAGS,
    FOR,
    LETTER,
    MISSING,
    PAPERS,
    POSTER,
    REASONS,
    SEXES,
    STATES,
    STAYS,
    STEPS,
)
from portlight.capabilities.lodging.words.counter import CODE_STATES, sheet
from portlight.capabilities.lodging.words.declared import lines
from portlight.capabilities.lodging.words.entrants import entrant_message, entrant_remedy
from portlight.capabilities.lodging.words.messages import code_message, message
from portlight.capabilities.lodging.words.own import OWN
from portlight.capabilities.lodging.words.refusals import SENTENCES
from portlight.capabilities.lodging.words.roster import marked, remedy, roster_labels, row_told
from portlight.capabilities.lodging.words.tables import EVENTS, STAYS_NOW, again_told, why_told

__all__ = [
    "CLOCKS", "CODE_STATES", "EVENTS", "FLAGS", "FOR", "LETTER", "MISSING", "OWN", "PAPERS", "POSTER",
    "REASONS", "SENTENCES", "SEXES", "STATES",
    "STAYS", "STAYS_NOW", "STEPS", "again_told", "batch_marked", "batch_told", "code_message", "entrant_message",
    "entrant_remedy", "lines", "marked", "message", "remedy", "roster_labels", "row_told", "sheet", "why_told",
]  # fmt: skip
