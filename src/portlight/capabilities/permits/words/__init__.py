"""Everything permits says, by code."""

from portlight.capabilities.permits.words.codes import HOLDS, PARENTS, PASSPORTS, VISA_KINDS, WANTS, WAYS
from portlight.capabilities.permits.words.refusals import SENTENCES
from portlight.capabilities.permits.words.told import ends_told, matters_told, way_told

__all__ = [
    "HOLDS", "PARENTS", "PASSPORTS", "SENTENCES", "VISA_KINDS", "WANTS", "WAYS", "ends_told", "matters_told", "way_told",
]  # fmt: skip
