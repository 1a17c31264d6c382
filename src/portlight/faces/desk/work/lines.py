"""One case as a line of a worklist: everything in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from portlight.faces import telling
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import ALL, CaseCard, Wanted
from portlight.kernel.staff import queries as staff
from portlight.toolkit import nameplate

TABS = ("mine", "team", "urgent", "soon")
SOON = timedelta(hours=24)
_FINEST = ((2 * 86_400, 86_400), (86_400, 3600), (60, 60))  # from so many seconds on, nothing finer than so many
_CARRIED = ("tab", "kind", "place")  # what an address says of the list it belongs to


@dataclass(frozen=True, kw_only=True)
class Line:
    """`due` and `age` are lengths of time in words; `late`: `due` says for how long it has been over."""

    card: CaseCard
    href: str
    kind: str
    step: str
    due: str
    late: bool
    age: str
    holder: str
    mine: bool
    flags: tuple[str, ...]


def tab_of(said: QueryDict) -> str:
    tab = said.get("tab", "")
    return tab if tab in TABS else "team"


def wanted_of(tab: str, request: HttpRequest, at: datetime) -> Wanted:
    if tab == "mine":
        return Wanted(holder=request.user.pk)
    if tab == "urgent":
        return Wanted(urgent=True)
    return Wanted(until=at + SOON) if tab == "soon" else ALL


def query_of(said: QueryDict) -> str:
    """`?tab=…&kind=…&place=…`: the list and the place in it, carried from page to page; empty where none was said."""
    kept = QueryDict(mutable=True)
    for name in _CARRIED:
        if value := said.get(name, "")[:80]:
            kept[name] = value
    return f"?{kept.urlencode()}" if kept else ""


def lines(request: HttpRequest, found: Sequence[CaseCard], *, tab: str, kind: str, at: datetime) -> list[Line]:
    """Each leads to its case and knows its place in the list. One query: the names of those who hold them."""
    names = staff.names({card.holder for card in found if card.holder})
    return [_line(request, card, names, tab, kind, at) for card in found]


def _line(request: HttpRequest, card: CaseCard, names: dict[str, str], tab: str, kind: str, at: datetime) -> Line:
    due = abs((card.due_at - at).total_seconds()) if card.due_at else 0
    return Line(
        card=card, href=way_to(card, tab=tab, kind=kind), kind=kind_said(card), step=step_said(card),
        due=length(due) if card.due_at else "", late=card.due_at is not None and card.due_at <= at,
        age=length(max(0.0, (at - card.opened_at).total_seconds())),
        holder=names.get(str(card.holder), ""), mine=card.holder == request.user.pk, flags=flags_said(card),
    )  # fmt: skip


def length(seconds: float) -> str:
    """As much of a length of time as an officer needs: days from two days on, then hours, then minutes."""
    finest = next((unit for least, unit in _FINEST if seconds >= least), 1)
    return telling.span(seconds - seconds % finest)


def way_to(card: CaseCard, *, tab: str = "team", kind: str = "") -> str:
    """The case's page with the list it is reached from, and the case's place in it: any list of cases may link so."""
    here = {"tab": tab, **({"kind": kind} if kind else {}), "place": cases.token(card)}
    return f"{page_of(card)}?{urlencode(here)}"


def page_of(card: CaseCard) -> str:
    """The case's own page; LookupError for a kind that has none."""
    return reverse(nameplate.desks()[card.kind].route, args=[card.number])


def kind_said(card: CaseCard) -> str:
    return gettext(cases.table(card.kind, card.version).title)


def step_said(card: CaseCard) -> str:
    return gettext(nameplate.desks()[card.kind].steps.get(card.step, card.label))


def flags_said(card: CaseCard) -> tuple[str, ...]:
    known = nameplate.desks()[card.kind].flags
    return tuple(gettext(known[flag]) for flag in card.flags if flag in known)
