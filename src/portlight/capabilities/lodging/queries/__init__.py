"""Everything that is asked about accommodation."""

from portlight.capabilities.lodging.queries.again import must_register_again
from portlight.capabilities.lodging.queries.cards import (
    FiledCard,
    OpenedDeclaration,
    card,
    counts,
    filed_by,
    mine,
    of_case,
    opened,
    worklist,
)

__all__ = [
    "FiledCard",
    "OpenedDeclaration",
    "card",
    "counts",
    "filed_by",
    "mine",
    "must_register_again",
    "of_case",
    "opened",
    "worklist",
]
