"""The template of a roster of people who lodge."""

from __future__ import annotations

from portlight.capabilities.lodging.rules.roster.columns import COLUMNS
from portlight.capabilities.lodging.rules.values import PAPERS, STAYS
from portlight.toolkit.rosters.writing import Template
from portlight.toolkit.visas import VISAS

TEMPLATE = Template(
    keys=(
        "surname", "given_name", "nationality", "sex", "birth_date", "doc_type", "doc_number", "doc_expiry",
        "visa_type", "visa_expiry", "entry_date", "arrival_date", "departure_date", "address", "room",
    ),
    days=frozenset({"birth_date", "doc_expiry", "visa_expiry", "entry_date", "arrival_date", "departure_date"}),
    lists={
        "sex": ("F", "M", "X"), "doc_type": PAPERS,
        "visa_type": (*VISAS, *(kind for kind in STAYS if kind not in ("visa", "diplomatic"))),
    },
    columns=COLUMNS,
)  # fmt: skip
