"""Everything that is asked about cases."""

from portlight.kernel.cases.queries.board import (
    AGE_PARTS,
    DayLine,
    EffortLine,
    Figures,
    LoadLine,
    MedianLine,
    PromiseLine,
    figures,
    in_hand,
    loads,
    overdue,
    spent,
)
from portlight.kernel.cases.queries.cards import (
    CaseCard,
    LinkCard,
    about,
    alike,
    by_id,
    card,
    card_about,
    cards,
    case,
    case_number,
    current,
    declared,
    filed_by,
    links,
    of_person,
    table,
)
from portlight.kernel.cases.queries.worklists import ALL, Sight, Wanted, across, around, token, worklist

__all__ = [
    "AGE_PARTS", "ALL", "CaseCard", "DayLine", "EffortLine", "Figures", "LinkCard", "LoadLine", "MedianLine",
    "PromiseLine", "Sight", "Wanted", "about", "across", "alike", "around", "by_id", "card", "card_about", "cards",
    "case", "case_number", "current", "declared", "figures", "filed_by", "in_hand", "links", "loads", "of_person",
    "overdue", "spent", "table", "token", "worklist",
]  # fmt: skip
