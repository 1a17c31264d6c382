"""What was declared, line by line, in the reader's language: on the last page of the portal and at the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from portlight.capabilities.lodging.rules.values import Declared, Holder, Lodging, Stay
from portlight.capabilities.lodging.words.codes import FOR, PAPERS, SEXES, STAYS
from portlight.faces import telling
from portlight.faces.languages import active
from portlight.kernel.places import queries as places
from portlight.toolkit import countries


def lines(told: Declared) -> list[tuple[str, str, str]]:
    """Name of the field, label, value; without what was left empty."""
    every = (
        ("declared_for", gettext("For whom?"), gettext(FOR[told.declared_for])),
        *_holder(told.holder), *_lodging(told.lodging), *_stay(told.stay),
    )  # fmt: skip
    return [line for line in every if line[2]]


def _holder(holder: Holder) -> Iterator[tuple[str, str, str]]:
    yield "name", gettext("Name"), ", ".join(part for part in (holder.surname, holder.given_names) if part)
    yield "nationality", gettext("Nationality"), countries.name(holder.nationality, active().code)
    yield "sex", gettext("Sex"), gettext(SEXES[holder.sex])
    yield "birth_date", gettext("Date of birth"), telling.day(holder.birth_date)
    yield "paper", gettext("Travel document"), gettext(PAPERS[holder.paper])
    yield "paper_number", gettext("Passport number"), holder.paper_number
    yield "paper_until", gettext("Date of expiry"), telling.day(holder.paper_until) if holder.paper_until else ""


def _lodging(lodging: Lodging) -> Iterator[tuple[str, str, str]]:
    chosen = places.address(lodging.address) if lodging.address else None
    district = places.district(lodging.district)
    yield "address", gettext("Address"), chosen.line_in(active().code) if chosen else lodging.line
    yield "room", gettext("Building and room"), lodging.room
    yield "district", gettext("District"), district.name_in(active().code) if district else ""
    yield "host_name", gettext("Host"), lodging.host_name
    yield "moved_in", gettext("Moved in"), telling.moment(lodging.moved_in_at)
    yield "leaving_on", gettext("Leaving"), telling.day(lodging.leaving_on) if lodging.leaving_on else ""


def _stay(stay: Stay) -> Iterator[tuple[str, str, str]]:
    yield "stay_kind", gettext("Stays on"), f"{gettext(STAYS[stay.kind])} {stay.visa}".strip()
    yield "stay_until", gettext("May stay until"), telling.day(stay.until) if stay.until else ""
    yield "entered_on", gettext("Entered China"), telling.day(stay.entered_on) if stay.entered_on else ""
