"""Reading permits: the guide without a case, drafts, applications."""

from portlight.capabilities.permits.queries.drafts import DraftCard, DraftWhole, became, draft, of_owner, papers_of
from portlight.capabilities.permits.queries.fees import fee_for, fees_of
from portlight.capabilities.permits.queries.filings import (
    ApplicationCard,
    Opened,
    by_case,
    card,
    filed_by,
    mine,
    number_of,
    of_person,
    opened,
    place_in_line,
    urgent_line,
    worklist,
)
from portlight.capabilities.permits.queries.guide import EndsCard, Onward, Question, WayCard, ends, which
from portlight.capabilities.permits.queries.reminding import reminded

__all__ = [
    "ApplicationCard", "DraftCard", "DraftWhole", "EndsCard", "Onward", "Opened", "Question", "WayCard", "became",
    "by_case", "card", "draft", "ends", "fee_for", "fees_of", "filed_by", "mine", "number_of", "of_owner", "of_person",
    "opened", "papers_of", "place_in_line", "reminded", "urgent_line", "which", "worklist",
]  # fmt: skip
