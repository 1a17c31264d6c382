"""Appointments at the desk: who comes on a day, and from which patterns the times are worked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.appointments import cancel, changes, move, waiting
from portlight.faces.desk.planning import Differs, Extra, Planned, Venue, named, of_pattern, services_said, weekdays
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import BOOKING_STATES, LANES
from portlight.kernel.slots import commands as acts
from portlight.kernel.slots import queries

__all__ = [
    "cancel",
    "close",
    "extra",
    "index",
    "lift",
    "move",
    "note",
    "pattern",
    "plan",
    "venue",
    "waiting",
]
ROOM, SEE, NOTE, PLAN = "slots", "slots.see", "slots.note", "slots.plan"
_DAY = timedelta(days=1)


@screen(ROOM, may=SEE)
def index(request: HttpRequest) -> dict[str, Any]:
    """Who comes to a place on a day, in the order of their times."""
    at, venues = timezone.now(), queries.venues()
    on = _day(request.GET.get("day", "")) or queries.office_day(at)
    place = next((card for card in venues if card.code == request.GET.get("place")), venues[0] if venues else None)
    if place is None:
        return {"place": None, "plans": allowed(request, PLAN)}
    page = queries.board(place.code, on, after=request.GET.get("after", ""))
    labels = dict(services_said())
    return {
        "place": place, "named": named(place.name), "venues": [(card.code, named(card.name)) for card in venues],
        "on": on, "before": on - _DAY, "next": on + _DAY, "page": page, "plans": allowed(request, PLAN),
        "notes": allowed(request, NOTE) and on <= queries.office_day(at), "at": at, "changes": changes(request),
        "rows": [(card, labels.get(card.service, card.service), LANES[card.lane], BOOKING_STATES[card.state])
                 for card in page.rows],
    }  # fmt: skip


@screen(ROOM, may=NOTE, path="<slug:number>/note/", methods=("POST",))
def note(request: HttpRequest, number: str) -> HttpResponseBase:
    """Came, or did not: one button each."""
    act = acts.note_came if request.POST.get("said") == "came" else acts.note_missed
    act(number, by=actor_of(request), at=timezone.now())
    card = queries.booking(number, by=actor_of(request))
    on = queries.office_day(card.starts_at)
    return HttpResponseRedirect(f"{reverse('slots:desk:index')}?place={card.place}&day={on}")


@screen(ROOM, may=SEE)
def plan(request: HttpRequest) -> dict[str, Any]:
    """The patterns in force or to come, what differs from them, whose time is no more, and which times are crowded."""
    at, labels = timezone.now(), dict(services_said())
    patterns = queries.patterns(on=queries.office_day(at))
    venues = {card.code: named(card.name) for card in queries.venues()}
    days = weekdays()
    pairs = sorted({(card.told.place, card.told.service) for card in patterns})
    return {
        "patterns": [(card, labels.get(card.told.service, card.told.service), venues[card.told.place],
                      " ".join(days[day] for day in sorted(card.told.days))) for card in patterns],
        "changes": [(card, venues[card.place], labels.get(card.service, card.service))
                    for card in queries.changes(at=at)],
        "stranded": [card for pair in pairs for card in queries.stranded(*pair, at=at)],
        "crowded": [(card, venues.get(card.place, card.place), queries.office_day(card.starts_at))
                    for card in queries.crowded(at=at)],
        "venues": sorted(venues.items()), "plans": allowed(request, PLAN), "bookable": bool(labels),
    }  # fmt: skip


@screen(ROOM, may=PLAN, path="plan/pattern/", methods=("GET", "POST"))
def pattern(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """A new pattern, or with `of` a new version of one."""
    form = form_for(request, Planned)
    if form.is_bound:
        return _filled(request, form, lambda said, **by: acts.put_pattern(
            form.pattern(), request_id=said["request_id"], **by
        ))  # fmt: skip
    if "draft" not in request.GET and (of := number_said(request.GET, "of")):
        card = queries.version(of)
        if card is None:
            raise Http404(str(of))
        form = Planned(initial={**of_pattern(card.told), "request_id": uuid4()})
    return {"form": form}


@screen(ROOM, may=PLAN, path="plan/close/", methods=("GET", "POST"))
def close(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    return _filled(request, form_for(request, Differs), lambda said, **by: acts.close(**said, **by))


@screen(ROOM, may=PLAN, path="plan/extra/", methods=("GET", "POST"))
def extra(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    return _filled(request, form_for(request, Extra), lambda said, **by: acts.open_extra(**said, **by))


@screen(ROOM, may=PLAN, path="plan/lift/<int:key>/", methods=("POST",))
def lift(request: HttpRequest, key: int) -> HttpResponseBase:
    acts.lift(key, by=actor_of(request), at=timezone.now())
    return _planned()


@screen(ROOM, may=PLAN, path="plan/venue/", methods=("GET", "POST"))
def venue(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    return _filled(request, form_for(request, Venue), lambda said, **by: acts.put_venue(
        said["code"], name={"zh-Hans": said["name_zh"], "en": said["name_en"]},
        address={"zh-Hans": said["address_zh"], "en": said["address_en"]}, **by,
    ))  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _filled(request: HttpRequest, form: forms.Form, act: Callable[..., Any]) -> dict[str, Any] | HttpResponseBase:
    """The form, or back to the plan once it is done. `act` gets what it says, and who and when."""
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            act(form.cleaned_data, by=actor_of(request), at=timezone.now())
            return _planned()
    return {"form": form}


def _planned() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("slots:desk:plan"))
