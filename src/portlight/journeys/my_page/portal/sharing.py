"""A link for a friend: made for a stated time, opened once, taken back at will."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portlight.faces.answers import form_for, refusals_to
from portlight.faces.portal.doors import door
from portlight.faces.portal.persons import PORTAL, actor_of
from portlight.faces.throttle import too_often
from portlight.journeys.my_page import commands, forms, queries
from portlight.journeys.my_page.portal.seeing import ROOM, person
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sealed import blind

_TRIES = 5  # an hour, of one token, whether it was ever given out or not


@door(ROOM, path="share/<str:number>/", methods=("GET", "POST"), person=True)
def share(request: HttpRequest, number: str) -> dict[str, Any]:
    """The link is shown on the page that answers the button, and nowhere again."""
    key, at, link = person(request), timezone.now(), ""
    line = queries.case_of(number, key)
    if line is None:
        raise Http404(number)
    form = form_for(request, forms.Share)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            said = form.cleaned_data
            token = commands.share_case(
                number, lasts=said["lasts"], person=key, by=actor_of(request), at=at, request_id=said["request_id"]
            )
            link = f"{settings.SITE}{reverse('me:portal:shared', args=[token])}"
    given = [(one, one.good(at)) for one in known.shares_of(key, about=line.card.about)]
    return {"form": form, "line": line, "link": link, "given": given}


@door(ROOM, path="share/<str:number>/<int:link>/revoke/", methods=("POST",), person=True)
def revoke(request: HttpRequest, number: str, link: int) -> HttpResponseBase:
    people.revoke_share(link, person=person(request), by=actor_of(request), at=timezone.now())
    return HttpResponseRedirect(reverse("me:portal:share", args=[number]))


@door(ROOM, path="shared/<str:token>/", methods=("GET", "POST"))
def shared(request: HttpRequest, token: str) -> dict[str, Any]:
    """A button first: a chat program that looks at the link by itself does not use it up."""
    if request.method != "POST":
        return {"found": None}
    if too_often(f"shared:{blind(token, purpose='share.token')}", most=_TRIES):
        raise Refused("people.share-over")
    found = queries.shared(people.open_share(token, by=PORTAL, at=timezone.now()))
    if found is None:
        raise Refused("people.share-over")
    return {"found": found}
