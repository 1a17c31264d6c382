"""What an application is as a case, and the papers handed out for it."""

from portlight.capabilities.permits.kinds.case import (
    AGREED,
    ANSWER,
    DECIDE,
    KINDS,
    LOOK,
    ORDINARY,
    RECEIPT_ENDS,
    REPLY,
    SAME_DAY,
    URGENT,
)
from portlight.capabilities.permits.kinds.papers import LETTER, PAPERS, RECEIPT, SLIP

__all__ = [
    "AGREED", "ANSWER", "DECIDE", "KINDS", "LETTER", "LOOK", "ORDINARY", "PAPERS", "RECEIPT", "RECEIPT_ENDS", "REPLY",
    "SAME_DAY", "SLIP", "URGENT",
]  # fmt: skip
