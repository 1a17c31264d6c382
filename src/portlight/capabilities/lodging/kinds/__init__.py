"""What lodging declares of itself: its kind of case, its papers."""

from portlight.capabilities.lodging.kinds.case import CHECK, COMPLETE, LODGING
from portlight.capabilities.lodging.kinds.papers import PAPERS, RECEIPT, SLIP

__all__ = ["CHECK", "COMPLETE", "LODGING", "PAPERS", "RECEIPT", "SLIP"]
