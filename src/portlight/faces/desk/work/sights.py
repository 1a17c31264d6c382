"""Which cases an account works on: what each capability has handed in, asked for the signed-in account."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from portlight.faces.desk.accounts import allowed
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard, Sight
from portlight.toolkit import nameplate


def sights_of(request: HttpRequest) -> tuple[Sight, ...]:
    """The kinds she may open, each with the worklists she sees of it; asked once a request."""
    if not hasattr(request, "case_sights"):
        request.case_sights = tuple(_asked(request))  # type: ignore[attr-defined]
    return request.case_sights  # type: ignore[attr-defined, no-any-return]


def case_seen(request: HttpRequest, number: str) -> CaseCard:
    """A case of her worklists. Another's number and one that does not exist get the same page."""
    found = cases.case(number)
    if found is None or not sees(request, found):
        raise Http404(number)
    return found


def sees(request: HttpRequest, found: CaseCard) -> bool:
    return any(
        sight.kind == found.kind and (not sight.queues or found.queue in sight.queues) for sight in sights_of(request)
    )


def _asked(request: HttpRequest) -> list[Sight]:
    made = []
    for desk in nameplate.desks().values():
        if not allowed(request, desk.may):
            continue
        queues = desk.queues(str(request.user.pk), request.held_permissions)  # type: ignore[attr-defined]
        if queues is not None:
            made.append(Sight(kind=desk.kind, queues=queues))
    return made
