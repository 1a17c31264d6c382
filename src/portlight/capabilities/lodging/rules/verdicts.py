"""What the table is asked that says which declarations are registered at once, and which an officer sees first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

TABLE = "lodging_check"
# The same paper at the same place, with another name or birth date. It decides nothing: both are registered and an
# officer compares them, for who got another answer would learn that somebody else is registered there.
CONTRADICTED = "differs-from-another"
_ASKED = ("paper-expired", "stay-over", "leaving-past", "photo-doubtful", "rare-paper")
# A name typed over one that a machine read wrong is a correction; another number or birth date is another person.
_TELLING = frozenset({"paper_number", "birth_date", "nationality"})


def asked(
    flags: Collection[str], missing: Sequence[str], *, differs: Sequence[str], typed_beside_table: bool
) -> dict[str, bool | int]:
    """The facts of the table. Lateness is none of them: it is accepted and counts for the person.

    `typed_beside_table`: an address was typed though the office has a table, so its station is not known.
    """
    told: dict[str, bool | int] = {flag.replace("-", "_"): flag in flags for flag in _ASKED}
    return {
        **told, "another_in_photo": bool(_TELLING.intersection(differs)), "typed_beside_table": typed_beside_table,
        "missing": len(missing),
    }  # fmt: skip


# Why something is asked for, or a declaration rejected: codes, with a sentence each in `words`.
ASKABLE = ("passport-page", "visa-page", "address", "dates", "host", "other-particulars")
REJECTABLE = ("not-at-this-address", "not-this-persons-paper", "no-answer", "declared-in-error")
