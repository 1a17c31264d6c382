"""What the calls of this room have in common: their place, their key, and whose a roster is."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from portlight.capabilities.lodging import queries
from portlight.capabilities.lodging.queries import BatchCard
from portlight.faces.api.keys import caller_of
from portlight.faces.api.rooms import room

SCOPE = "lodging.roster"
router = room("lodging", scope=SCOPE)


def own(request: HttpRequest, number: UUID) -> BatchCard:
    """The caller's own roster, or nothing: another program's and one that does not exist get the same answer."""
    found = queries.batch(str(number), caller_of(request))
    if found is None:
        raise Http404(number)
    return found
