"""Programs of institutions at the desk: which there are, admitting one, a new key for it, shutting it out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portlight.faces.answers import form_for, number_said, refusals_to
from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.screens import screen
from portlight.faces.desk.words import KEY_STATES
from portlight.faces.inputs import Day
from portlight.faces.languages import active
from portlight.kernel.clients import commands as acts
from portlight.kernel.clients import queries
from portlight.kernel.clients.queries import ClientCard
from portlight.kernel.staff import queries as staff
from portlight.toolkit.nameplate import scopes

ROOM, SEE, ADMIT = "office", "clients.see", "clients.admit"
ONE = "programs/<uuid:key>/"


class Term(forms.Form):
    """The last day of a key; sent twice, one key is made."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    until = Day(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Left empty: the usual term, which is also the longest."),
    )  # fmt: skip

    def term(self) -> dict[str, Any]:
        day = self.cleaned_data["until"]
        return {"until": _end(day) if day else None, "request_id": self.cleaned_data["request_id"]}


class Admission(Term):
    institution = forms.CharField(label=gettext_lazy("Institution"), max_length=200)
    program = forms.CharField(
        label=gettext_lazy("Program"), max_length=200, help_text=gettext_lazy("As the institution calls it.")
    )
    contact = forms.EmailField(
        label=gettext_lazy("E-mail address of the contact"),
        help_text=gettext_lazy("Of the person who answers for the program at the institution."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ("request_id", "institution", "program", "contact", "scopes", "until")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["scopes"].choices = [(code, gettext(told)) for code, told in scopes().items()]  # type: ignore[attr-defined]


class Renewal(Term):
    leaked = forms.BooleanField(
        label=gettext_lazy("The old key is in wrong hands: end it now, not in a week"), required=False
    )


@screen(ROOM, may=SEE)
def programs(request: HttpRequest) -> dict[str, Any]:
    """Every program that was ever admitted, the latest first, and until when its keys work."""
    page = queries.clients(at=timezone.now(), before=number_said(request.GET, "before"))
    rows = [(card, KEY_STATES[card.state], _scopes(card)) for card in page.rows]
    return {"rows": rows, "page": page, "admits": allowed(request, ADMIT)}


@screen(ROOM, may=SEE, path=ONE)
def program(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """One program: its keys, whom to call about it, and what can be done now."""
    card, at = _card(key), timezone.now()
    return {
        "card": card, "state": KEY_STATES[card.state], "scopes": _scopes(card), "form": Renewal(),
        "keys": [(one, KEY_STATES[one.state]) for one in card.keys],
        "by": staff.names([card.made_by]).get(card.made_by),
        "contact": queries.contact_of(card, by=actor_of(request), why="program", at=at),
        "admits": allowed(request, ADMIT), "withdraws": allowed(request, "clients.withdraw"),
    }  # fmt: skip


@screen(ROOM, may=ADMIT, path="programs/admit/", methods=("GET", "POST"))
def admit_program(request: HttpRequest) -> dict[str, Any]:
    """The key is shown on the answer to this very form, and never again."""
    form = form_for(request, Admission)
    if form.is_bound and form.is_valid():
        with refusals_to(form):
            told = {name: form.cleaned_data[name] for name in ("institution", "program", "contact", "scopes")}
            issued = acts.admit(**told, **form.term(), language=active().code, by=actor_of(request), at=timezone.now())
            return _once(issued)
    return {"form": form, "days": settings.CLIENT_KEY_DAYS}


@screen(ROOM, may=ADMIT, path=f"{ONE}renew/", methods=("POST",))
def renew_program(request: HttpRequest, key: UUID) -> dict[str, Any] | HttpResponseBase:
    form = Renewal(request.POST)
    if not form.is_valid():
        return _to(key)
    told = {**form.term(), "leaked": form.cleaned_data["leaked"]}
    return _once(acts.renew(key, **told, by=actor_of(request), at=timezone.now()))


@screen(ROOM, may="clients.withdraw", path=f"{ONE}withdraw/", methods=("POST",))
def withdraw_program(request: HttpRequest, key: UUID) -> HttpResponseBase:
    acts.withdraw(key, by=actor_of(request), at=timezone.now())
    return _to(key)


def _once(issued: acts.Issued) -> dict[str, Any]:
    """The page with the key on it; asked for again, it says that it was shown."""
    shown = {"card": _card(issued.client), "secret": issued.key, "site": settings.SITE}
    return {**shown, "template": "office/desk/program_key.html"}


def _card(key: UUID) -> ClientCard:
    found = queries.client(key, at=timezone.now())
    if found is None:
        raise Http404(key)
    return found


def _scopes(card: ClientCard) -> list[str]:
    known = scopes()
    return [gettext(known[code]) if code in known else code for code in card.scopes]


def _end(day: date) -> datetime:
    """The end of a day in the office's zone."""
    return datetime.combine(day + timedelta(days=1), time.min, timezone.get_default_timezone())


def _to(key: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office:desk:program", args=[key]))
