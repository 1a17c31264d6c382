"""Which declarations are registered at once, and which an officer sees first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

Verdict = Literal["register", "register-first", "refer"]

# Lateness is noted and registered: it is accepted and counts for the person. A machine refers; it never says no.
DISPUTE = "differs-from-earlier"  # the same paper at the same place, with another name or birth date
SEEN_FIRST = frozenset({"paper-expired", "stay-over", "leaving-past", "photo-doubtful", "rare-paper", DISPUTE})
# A name typed over one that a machine read wrong is a correction; another number or birth date is another person.
TELLING = frozenset({"paper_number", "birth_date", "nationality"})


def verdict(
    flags: Collection[str], missing: Sequence[str], *, differs: Sequence[str], typed_beside_table: bool
) -> Verdict:
    """`typed_beside_table`: an address was typed though the office has a table, so its station is not known."""
    if SEEN_FIRST.intersection(flags) or TELLING.intersection(differs) or typed_beside_table:
        return "refer"
    return "register-first" if missing else "register"


# Why something is asked for, or a declaration rejected: codes, with a sentence each in `words`.
ASKABLE = ("passport-page", "visa-page", "address", "dates", "host", "other-particulars")
REJECTABLE = ("not-at-this-address", "not-this-persons-paper", "no-answer", "declared-in-error")
