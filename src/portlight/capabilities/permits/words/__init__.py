"""Everything permits says, by code."""

from portlight.capabilities.permits.words.codes import (
    ASKABLE,
    FILED_AS,
    FLAGS,
    GROUNDS,
    HANDOVERS,
    HOLDS,
    NOT_ACCEPTED_FOR,
    PARENTS,
    PASSPORTS,
    RANKS,
    REASONS,
    REFUSED_FOR,
    URGENT,
    VISA_KINDS,
    WANTS,
    WAYS,
)
from portlight.capabilities.permits.words.desk import CLOCKS, STEPS, act_told, card_lines, limits_told
from portlight.capabilities.permits.words.filed import (
    PaperLine,
    days_told,
    lines,
    named,
    papers_told,
    standing,
    who_told,
    wrong,
)
from portlight.capabilities.permits.words.messages import message
from portlight.capabilities.permits.words.own import OWN
from portlight.capabilities.permits.words.refusals import SENTENCES
from portlight.capabilities.permits.words.told import ends_told, matters_told, way_told

__all__ = [
    "ASKABLE", "CLOCKS", "FILED_AS", "FLAGS", "GROUNDS", "HANDOVERS", "HOLDS", "NOT_ACCEPTED_FOR", "OWN", "PARENTS",
    "PASSPORTS", "RANKS", "REASONS", "REFUSED_FOR", "SENTENCES", "STEPS", "URGENT", "VISA_KINDS", "WANTS", "WAYS",
    "PaperLine", "act_told", "card_lines", "days_told", "ends_told", "limits_told", "lines", "matters_told",
    "message", "named", "papers_told", "standing", "way_told", "who_told", "wrong",
]  # fmt: skip
