"""The tables of the engine, by what they are about."""

from portlight.delivery.models.figures import Daily, ExclusionTally, FirstAddressed, Tally
from portlight.delivery.models.ledger import Confirmation, Delivery, Doubt, Exclusion, Lease, Reached, Result, Retry
from portlight.delivery.models.messages import Message, Posting, Push, Rendition, Severity
from portlight.delivery.models.receipts import Inbound, LooseReceipt, Receipted, Reference
from portlight.delivery.models.ways import Provider, Quiet, Suppression

__all__ = [
    "Confirmation",
    "Daily",
    "Delivery",
    "Doubt",
    "Exclusion",
    "ExclusionTally",
    "FirstAddressed",
    "Inbound",
    "Lease",
    "LooseReceipt",
    "Message",
    "Posting",
    "Provider",
    "Push",
    "Quiet",
    "Reached",
    "Receipted",
    "Reference",
    "Rendition",
    "Result",
    "Retry",
    "Severity",
    "Suppression",
    "Tally",
]
