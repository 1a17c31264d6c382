"""Appointments at the desk: who comes on a day, and from which patterns the times are worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.choosing import Offered
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import BOOKING_STATES, LANES
from portlight.faces.inputs import Day
from portlight.faces.languages import active
from portlight.kernel.slots import commands as acts
from portlight.kernel.slots import queries
from portlight.kernel.slots.rules import Pattern
from portlight.toolkit.nameplate import services

ROOM, SEE, NOTE, PLAN = "slots", "slots.see", "slots.note", "slots.plan"
_DAY = timedelta(days=1)


def _services() -> Iterator[tuple[str, str]]:
    return ((code, gettext(told)) for code, told in services().items())


def _venues() -> Iterator[tuple[str, str]]:
    return ((card.code, _named(card.name)) for card in queries.venues())


class Venue(forms.Form):
    code = forms.SlugField(label=gettext_lazy("Short name"), max_length=32)
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    address_zh = forms.CharField(label=gettext_lazy("Address in Chinese"), max_length=200)
    address_en = forms.CharField(label=gettext_lazy("Address in English"), max_length=200)


class Planned(forms.Form):
    """A version of a pattern; sent twice, one version is made."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    service = forms.ChoiceField(label=gettext_lazy("Service"), choices=Offered(_services))
    place = forms.ChoiceField(label=gettext_lazy("Place"), choices=Offered(_venues))
    name = forms.SlugField(
        label=gettext_lazy("Short name"), max_length=32,
        help_text=gettext_lazy("The same name again makes a new version: it takes the place of the one before."),
    )  # fmt: skip
    since = Day(label=gettext_lazy("In force from"))
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=Offered(lambda: ((str(day), name) for day, name in _weekdays().items())),
        help_text=gettext_lazy("None chosen: the working days of the office’s calendar."),
    )  # fmt: skip
    opens = forms.TimeField(label=gettext_lazy("Opens"), widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=gettext_lazy("Closes"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes for each"), initial=20)
    capacity = forms.IntegerField(label=gettext_lazy("People at each time"), initial=4)
    urgent = forms.IntegerField(label=gettext_lazy("Of them kept for urgent"), initial=0, min_value=0)
    green = forms.IntegerField(label=gettext_lazy("Of them kept for the green lane"), initial=0, min_value=0)
    green_hours = forms.IntegerField(
        label=gettext_lazy("Hours before, when the green lane’s fall to everybody"), initial=24, min_value=0,
        max_value=720,
    )  # fmt: skip
    hold_minutes = forms.IntegerField(label=gettext_lazy("Minutes a freed place is held"), initial=120)
    horizon = forms.IntegerField(label=gettext_lazy("Working days ahead that can be booked"), initial=10)
    releases = forms.CharField(
        label=gettext_lazy("Hours of release"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy("As 09:00 12:00 15:00: the times of a new day open by turns. Empty: all at midnight."),
    )  # fmt: skip

    def clean_releases(self) -> tuple[Any, ...]:
        try:
            return tuple(forms.TimeField().clean(text) for text in self.cleaned_data["releases"].split())
        except forms.ValidationError:
            raise forms.ValidationError(gettext_lazy("Write hours as 09:00.")) from None

    def pattern(self) -> Pattern:
        told = {name: value for name, value in self.cleaned_data.items() if name != "request_id"}
        return Pattern(**{**told, "days": frozenset(map(int, told["days"]))})


class Differs(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("Place"), choices=Offered(_venues))
    service = forms.ChoiceField(
        label=gettext_lazy("Service"), required=False,
        choices=Offered(lambda: (("", gettext("all of them")), *_services())),
    )  # fmt: skip
    begins_at = forms.DateTimeField(
        label=gettext_lazy("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class Extra(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("Place"), choices=Offered(_venues))
    service = forms.ChoiceField(label=gettext_lazy("Service"), choices=Offered(_services))
    on = Day(label=gettext_lazy("Day"))
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200)


@screen(ROOM, may=SEE)
def index(request: HttpRequest) -> dict[str, Any]:
    """Who comes to a place on a day, in the order of their times."""
    at, venues = timezone.now(), queries.venues()
    on = _day(request.GET.get("day", "")) or queries.office_day(at)
    place = next((card for card in venues if card.code == request.GET.get("place")), venues[0] if venues else None)
    if place is None:
        return {"place": None, "plans": allowed(request, PLAN)}
    page = queries.board(place.code, on, after=request.GET.get("after", ""))
    labels = dict(_services())
    return {
        "place": place, "named": _named(place.name), "venues": [(card.code, _named(card.name)) for card in venues],
        "on": on, "before": on - _DAY, "next": on + _DAY, "page": page, "plans": allowed(request, PLAN),
        "notes": allowed(request, NOTE) and on <= queries.office_day(at), "at": at,
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
    """The patterns in force or to come, what differs from them, and whose time is offered no more."""
    at, labels = timezone.now(), dict(_services())
    patterns = queries.patterns(on=queries.office_day(at))
    venues = {card.code: _named(card.name) for card in queries.venues()}
    weekdays = _weekdays()
    pairs = sorted({(card.told.place, card.told.service) for card in patterns})
    return {
        "patterns": [(card, labels.get(card.told.service, card.told.service), venues[card.told.place],
                      " ".join(weekdays[day] for day in sorted(card.told.days))) for card in patterns],
        "changes": [(card, venues[card.place], labels.get(card.service, card.service))
                    for card in queries.changes(at=at)],
        "stranded": [card for pair in pairs for card in queries.stranded(*pair, at=at)],
        "venues": sorted(venues.items()), "plans": allowed(request, PLAN), "bookable": bool(labels),
    }  # fmt: skip


@screen(ROOM, may=PLAN, path="plan/pattern/", methods=("GET", "POST"))
def pattern(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    """A new pattern, or with `of` a new version of one."""
    form = form_for(request, Planned)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            request_id = form.cleaned_data["request_id"]
            acts.put_pattern(form.pattern(), by=actor_of(request), at=timezone.now(), request_id=request_id)
            return _planned()
    if not form.is_bound and "draft" not in request.GET and (of := number_said(request.GET, "of")):
        card = queries.version(of)
        if card is None:
            raise Http404(str(of))
        form = Planned(initial={**_told(card.told), "request_id": uuid4()})
    return {"form": form}


@screen(ROOM, may=PLAN, path="plan/close/", methods=("GET", "POST"))
def close(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, Differs)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            acts.close(**form.cleaned_data, by=actor_of(request), at=timezone.now())
            return _planned()
    return {"form": form}


@screen(ROOM, may=PLAN, path="plan/extra/", methods=("GET", "POST"))
def extra(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, Extra)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            acts.open_extra(**form.cleaned_data, by=actor_of(request), at=timezone.now())
            return _planned()
    return {"form": form}


@screen(ROOM, may=PLAN, path="plan/lift/<int:key>/", methods=("POST",))
def lift(request: HttpRequest, key: int) -> HttpResponseBase:
    acts.lift(key, by=actor_of(request), at=timezone.now())
    return _planned()


@screen(ROOM, may=PLAN, path="plan/venue/", methods=("GET", "POST"))
def venue(request: HttpRequest) -> dict[str, Any] | HttpResponseBase:
    form = form_for(request, Venue)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with refusals_to(form):
            acts.put_venue(
                said["code"], name={"zh-Hans": said["name_zh"], "en": said["name_en"]},
                address={"zh-Hans": said["address_zh"], "en": said["address_en"]}, by=actor_of(request),
                at=timezone.now(),
            )  # fmt: skip
            return _planned()
    return {"form": form}


def _told(told: Pattern) -> dict[str, Any]:
    """The version as it stands in the form; a new one begins today at the earliest."""
    begins = max(told.since, timezone.localdate())
    return {
        **replace(told, since=begins).__dict__, "days": [str(day) for day in told.days],
        "releases": " ".join(f"{hour:%H:%M}" for hour in told.releases),
    }  # fmt: skip


def _named(name: dict[str, str]) -> str:
    return name.get(active().code) or name["en"]


def _weekdays() -> dict[int, str]:
    """In the reader's language, from Monday."""
    return {number + 1: str(name) for number, name in WEEKDAYS_ABBR.items()}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _planned() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("slots:desk:plan"))
