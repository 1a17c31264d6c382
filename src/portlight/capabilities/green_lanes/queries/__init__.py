"""Everything that is asked about green lanes."""

from portlight.capabilities.green_lanes.queries.acting import acting
from portlight.capabilities.green_lanes.queries.agreements import (
    AgreementCard,
    agreement,
    agreements,
    in_force,
    left_of,
    proposals,
    standing,
)
from portlight.capabilities.green_lanes.queries.batches import (
    BatchCard,
    Read,
    batch,
    batches,
    flagged,
    institution_of,
    latest,
    opened_batch,
)
from portlight.capabilities.green_lanes.queries.bundles import BundleCard, FileCard, bundles
from portlight.capabilities.green_lanes.queries.drafts import DraftCard, drafts_of, revoked
from portlight.capabilities.green_lanes.queries.members import (
    MemberCard,
    Mine,
    counts,
    members,
    of_person,
    opened_members,
)
from portlight.capabilities.green_lanes.queries.requests import RequestCard, request, requests_of, requests_waiting
from portlight.capabilities.green_lanes.queries.rows import RowCard, rows_of
from portlight.capabilities.green_lanes.queries.times import Offered, offered, time_of, times_of

__all__ = [
    "AgreementCard", "BatchCard", "BundleCard", "DraftCard", "FileCard", "MemberCard", "Mine", "Offered", "Read",
    "RequestCard", "RowCard", "acting", "agreement", "agreements", "batch", "batches", "bundles", "counts", "drafts_of",
    "flagged", "in_force", "institution_of", "latest", "left_of", "members", "of_person", "offered", "opened_batch",
    "opened_members", "proposals", "request", "requests_of", "requests_waiting", "revoked", "rows_of", "standing",
    "time_of", "times_of",
]  # fmt: skip
