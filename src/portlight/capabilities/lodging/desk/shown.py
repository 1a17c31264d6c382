"""Whose declarations an officer sees, and how a declaration is said at the desk."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from portlight.capabilities.lodging import queries, words
from portlight.capabilities.lodging.queries import FiledCard
from portlight.capabilities.lodging.rules.values import Declared
from portlight.faces import telling
from portlight.faces.desk.accounts import allowed
from portlight.faces.languages import active
from portlight.kernel.places import queries as places
from portlight.kernel.staff import queries as staff
from portlight.toolkit import countries

EVERYWHERE = "lodging.everywhere"


def queues_of(request: HttpRequest) -> tuple[str, ...] | None:
    """The worklists of the officer's own stations; empty: all of the city; None: she was given no area yet."""
    if allowed(request, EVERYWHERE):
        return ()
    teams = staff.teams_of(str(request.user.pk), role="station")
    return tuple(code for code in teams if code.startswith("station:")) or None


def seen(request: HttpRequest, number: str) -> FiledCard:
    """A declaration of her area. Another station's number and one that does not exist get the same page."""
    found, own = queries.card(number), queues_of(request)
    if found is None or own is None or (own and found.case.queue not in own):
        raise Http404(number)
    return found


def flags_of(found: FiledCard) -> list[str]:
    return [gettext(words.FLAGS[flag]) for flag in found.case.flags if flag in words.FLAGS]


def station_of(found: FiledCard) -> str:
    station = places.station(found.station) if found.station else None
    if station is not None:
        return station.name_in(active().code)
    district = places.district(found.district)
    return district.name_in(active().code) if district else found.district


def rows_of(told: Declared) -> list[tuple[str, str, str]]:
    """What was declared: label, value, and the name of the field where it may have been read from a photo."""
    holder, stay, lodging = told.holder, told.stay, told.lodging
    rows = (
        (gettext("Surname"), holder.surname, "surname"),
        (gettext("Given names"), holder.given_names, "given_names"),
        (gettext("Nationality"), countries.name(holder.nationality, active().code), "nationality"),
        (gettext("Sex"), gettext(words.SEXES[holder.sex]), ""),
        (gettext("Date of birth"), telling.day(holder.birth_date), "birth_date"),
        (gettext("Travel document"), gettext(words.PAPERS[holder.paper]), ""),
        (gettext("Passport number"), holder.paper_number, "paper_number"),
        (gettext("Date of expiry"), telling.day(holder.paper_until) if holder.paper_until else "", "paper_until"),
        (gettext("Address"), lodging.line, ""),
        (gettext("Building and room"), lodging.room, ""),
        (gettext("Host"), lodging.host_name, ""),
        (gettext("Moved in"), telling.moment(lodging.moved_in_at), ""),
        (gettext("Leaving"), telling.day(lodging.leaving_on) if lodging.leaving_on else "", ""),
        (gettext("Stays on"), f"{gettext(words.STAYS[stay.kind])} {stay.visa}".strip(), ""),
        (gettext("Until"), telling.day(stay.until) if stay.until else "", ""),
        (gettext("Entered China"), telling.day(stay.entered_on) if stay.entered_on else "", ""),
    )
    return [row for row in rows if row[1]]
