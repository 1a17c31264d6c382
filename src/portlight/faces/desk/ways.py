"""The ways out at the desk: whether each works, what waits, and the operator's hand on it."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portlight.delivery import commands as delivery
from portlight.delivery import port
from portlight.delivery import queries as delivery_queries
from portlight.faces.answers import form_for, refusals_to
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import QUIET

ROOM, MAY = "office", "office.channels"
SEVERITIES = ("ordinary", "urgent")


class Pace(forms.Form):
    rate = forms.IntegerField(
        label=gettext_lazy("At most a second"), min_value=0, max_value=100_000,
        help_text=gettext_lazy("Messages a second over all workers; 0 means no limit."),
    )  # fmt: skip


class Reroute(forms.Form):
    to = forms.ChoiceField(label=gettext_lazy("Send on"))

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [(one, gettext(channel.label)) for one, channel in port.personal().items() if one != kind]
        self.fields["to"].choices = others  # type: ignore[attr-defined]


class Quiet(forms.Form):
    begins = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


@screen(ROOM, may=MAY)
def channels(request: HttpRequest) -> dict[str, Any]:
    """Whether each way out works, and the operator's hand on it."""
    return {"channels": delivery_queries.channels(at=timezone.now()), "hours": _hours()}


@screen(ROOM, may=MAY, path="channels/<slug:kind>/", methods=("GET", "POST"))
def channel(request: HttpRequest, kind: str) -> dict[str, Any] | HttpResponseBase:
    """One channel: everything its operator needs at two in the morning."""
    if kind not in port.personal():
        raise Http404(kind)
    form = Reroute(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        with refusals_to(form):
            count = delivery.reroute(channel=kind, to=form.cleaned_data["to"], by=actor_of(request), at=timezone.now())
            return HttpResponseRedirect(f"{reverse('office:desk:channel', args=[kind])}?planned={count}")
    card = delivery_queries.way(kind=kind, at=timezone.now())
    planned = request.GET.get("planned", "")
    return {
        "card": card, "form": form, "paces": [(route, Pace(initial={"rate": route.rate})) for route in card.routes],
        "planned": int(planned) if planned.isdecimal() and len(planned) < 12 else None,
        "doubts": delivery_queries.doubts(channel=kind, size=20).rows if card.doubtful else (),
    }  # fmt: skip


@screen(ROOM, may=MAY, path="channels/outlets/<slug:kind>/")
def outlet(request: HttpRequest, kind: str) -> dict[str, Any]:
    """One public outlet: what waits, what failed and why, what is left of its quotas."""
    if kind not in port.public():
        raise Http404(kind)
    return {"card": delivery_queries.outlet(kind=kind, at=timezone.now())}


@screen(ROOM, may=MAY, path="channels/<slug:kind>/unread/")
def unread(request: HttpRequest, kind: str) -> dict[str, Any]:
    """What came in on this channel and was not understood, or was refused."""
    if kind not in port.personal():
        raise Http404(kind)
    return {"kind": kind, "label": port.personal()[kind].label, "cards": delivery_queries.odd(channel=kind)}


@screen(ROOM, may=MAY, path="channels/<slug:kind>/unread/<int:number>/", methods=("POST",))
def read(request: HttpRequest, kind: str, number: int) -> dict[str, Any]:
    """One of them, as it came. By POST: whoever reads it is noted."""
    text = delivery_queries.opened(channel=kind, number=number, by=actor_of(request), at=timezone.now())
    return {"kind": kind, "number": number, "text": text}


@screen(ROOM, may=MAY, path="channels/pause/", methods=("POST",))
def pause(request: HttpRequest) -> HttpResponseBase:
    delivery.pause(channel=request.POST.get("channel", ""), by=actor_of(request), at=timezone.now())
    return _back(request)


@screen(ROOM, may=MAY, path="channels/resume/", methods=("POST",))
def resume(request: HttpRequest) -> HttpResponseBase:
    delivery.resume(channel=request.POST.get("channel", ""), by=actor_of(request), at=timezone.now())
    return _back(request)


@screen(ROOM, may=MAY, path="channels/pace/", methods=("POST",))
def pace(request: HttpRequest) -> HttpResponseBase:
    form = Pace(request.POST)
    if form.is_valid():
        delivery.pace(
            channel=request.POST.get("channel", ""), rate=form.cleaned_data["rate"], by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip
    return _back(request)


@screen(ROOM, may=MAY, path="channels/resolve/", methods=("POST",))
def resolve(request: HttpRequest) -> HttpResponseBase:
    """Decide about the doubts that were ticked."""
    chosen = [int(number) for number in request.POST.getlist("delivery") if number.isdecimal() and len(number) < 19]
    if chosen:
        delivery.resolve(delivery_ids=chosen, how=request.POST.get("how", ""), by=actor_of(request), at=timezone.now())
    return _back(request)


@screen(ROOM, may=MAY, path="channels/quiet-hours/<slug:severity>/", methods=("GET", "POST"))
def quiet_hours(request: HttpRequest, severity: str) -> dict[str, Any] | HttpResponseBase:
    """When messages of that severity wake nobody."""
    form = form_for(request, Quiet)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            delivery.keep_quiet(severity=severity, **form.cleaned_data, by=actor_of(request), at=timezone.now())
            return HttpResponseRedirect(reverse("office:desk:channels"))
    if not form.is_bound:
        begins, ends = delivery_queries.quiet_hours().get(severity, (time(0), time(0)))
        form = Quiet(initial={"begins": begins, "ends": ends})
    return {"form": form, "severity": severity, "name": QUIET.get(severity, severity)}


def _hours() -> list[tuple[str, Any, time, time]]:
    """Severity, its name, begin and end."""
    known = delivery_queries.quiet_hours()
    return [(one, QUIET[one], *known.get(one, (time(0), time(0)))) for one in SEVERITIES]


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page of the channel or outlet the button stood on, else to the list."""
    stood_on = request.POST.get("on", "")
    if stood_on in port.public():
        return HttpResponseRedirect(reverse("office:desk:outlet", args=[stood_on]))
    kind = port.routes().get(stood_on)
    return HttpResponseRedirect(
        reverse("office:desk:channel", args=[kind]) if kind else reverse("office:desk:channels")
    )
