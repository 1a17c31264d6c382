"""Everything that is asked about accommodation."""

from portlight.capabilities.lodging.queries.again import AgainCard, AgainRow, again_card
from portlight.capabilities.lodging.queries.batches import (
    BatchCard,
    OpenedBatch,
    RowCard,
    batch,
    batches,
    opened_batch,
    rows_of,
)
from portlight.capabilities.lodging.queries.cards import (
    FiledCard,
    OpenedDeclaration,
    card,
    contradicting,
    counts,
    filed_by,
    mine,
    of_case,
    opened,
    worklist,
)
from portlight.capabilities.lodging.queries.counter import CodeCard, code_good, counter_codes
from portlight.capabilities.lodging.queries.entrants import EntryDay, entry_days
from portlight.capabilities.lodging.queries.places import city_of
from portlight.capabilities.lodging.queries.registrations import RegistrationCard, has_slip, registrations
from portlight.capabilities.lodging.queries.why import why

__all__ = [
    "AgainCard", "AgainRow", "BatchCard", "CodeCard", "EntryDay", "FiledCard", "OpenedBatch",
    "OpenedDeclaration", "RegistrationCard", "RowCard", "again_card", "batch", "batches", "card", "city_of",
    "code_good", "contradicting", "counter_codes", "counts", "entry_days", "filed_by", "has_slip", "mine",
    "of_case", "opened", "opened_batch", "registrations", "rows_of", "why", "worklist",
]  # fmt: skip
