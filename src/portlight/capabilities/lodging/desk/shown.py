"""Whose declarations an officer sees, and what she is told about each in a list."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from portlight.capabilities.lodging import queries, words
from portlight.capabilities.lodging.queries import FiledCard
from portlight.faces.desk.accounts import allowed
from portlight.faces.languages import active
from portlight.kernel.places import queries as places
from portlight.kernel.staff import queries as staff

EVERYWHERE = "lodging.everywhere"


def queues_of(request: HttpRequest) -> tuple[str, ...] | None:
    """The worklists of the officer's own stations; empty: all of the city; None: she was given no area yet."""
    return worklists(str(request.user.pk), {EVERYWHERE} if allowed(request, EVERYWHERE) else ())


def worklists(key: str, held: Collection[str]) -> tuple[str, ...] | None:
    """As `queues_of`, for the account with this key and these permissions: what the desk's own worklists ask."""
    if EVERYWHERE in held:
        return ()
    return tuple(code for code in staff.teams_of(key, role="station") if code.startswith("station:")) or None


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
