"""Everything that is asked about accommodation."""

from portlight.capabilities.lodging.queries.again import must_register_again
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
    counts,
    filed_by,
    mine,
    of_case,
    opened,
    worklist,
)
from portlight.capabilities.lodging.queries.places import city_of
from portlight.capabilities.lodging.queries.registrations import RegistrationCard, has_slip, registrations

__all__ = [
    "BatchCard", "FiledCard", "OpenedBatch", "OpenedDeclaration", "RegistrationCard", "RowCard",
    "batch", "batches", "card", "city_of", "counts", "filed_by", "has_slip", "mine", "must_register_again",
    "of_case", "opened", "opened_batch", "registrations", "rows_of", "worklist",
]  # fmt: skip
