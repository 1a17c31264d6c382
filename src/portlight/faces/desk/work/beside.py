"""What stands around the matter on every case's page: the list it came from, its periods, its history, its holder.

**The contract.** A capability's page of one case is a screen that gives its template `**beside(request, card)` with the
card of the case after the capability has checked that this account may see it, and a template that extends
`desk/case.html` and fills two blocks: `matter`, the middle, with a heading of its own; `moves`, at the right, with
what can be done now. All else is drawn from `beside`:

* at the left the worklist she came from, where she was in it: `?tab=…&kind=…&place=…`, which the lists write into
  their links. Every form and link of the capability that leads back to this page carries it on: `{{ beside.query }}`
  behind the address, and `query_of(request.GET)` behind the redirect;
* at the right who holds it, all its periods, what belongs to it, what happened, and the officers' time;
* keys: `{% keyed beside "accept" sure=True %}` inside the tag of a move's button or link gives it the first letter
  that is free, `{% kbd beside "accept" %}` shows it. With `sure` the key only moves the focus to the button, and
  `Enter` presses it: what cannot be taken back is never one keystroke.

The kind's `CaseDesk` on the nameplate gives the words of steps, flags and periods. Opening the page counts as a sign of
life of the officer (`kernel.cases.attending`), and is the only thing written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext

from portlight.faces.desk.accounts import allowed
from portlight.faces.desk.actors import actor_of
from portlight.faces.desk.deeds import DEEDS
from portlight.faces.desk.work import words
from portlight.faces.desk.work.lines import Line, lines, page_of, query_of, tab_of, wanted_of
from portlight.faces.desk.work.sights import sees, sights_of
from portlight.kernel.cases import attending
from portlight.kernel.cases import queries as cases
from portlight.kernel.cases.queries import CaseCard
from portlight.kernel.clients import queries as clients
from portlight.kernel.clocks import queries as clocks
from portlight.kernel.clocks.queries import ClockCard
from portlight.kernel.staff import queries as staff
from portlight.kernel.timeline import queries as timeline
from portlight.kernel.timeline.queries import EventCard
from portlight.toolkit import nameplate
from portlight.toolkit.actor import ActorKind

BEFORE, BEHIND = 4, 12  # lines of the list that stand around the case
KEPT_KEYS = frozenset("jkh")  # they mean the same on every case's page


@dataclass(frozen=True, kw_only=True)
class Period:
    """`percent`: how far along it is, for the line with the light on it."""

    card: ClockCard
    title: str
    kind: str
    state: tuple[Any, str, str]
    percent: float
    look: str  # of the line: late, still, or nothing
    source: str


@dataclass(frozen=True, kw_only=True)
class Linked:
    number: str
    href: str  # empty: a case of somebody else's worklists
    said: str


@dataclass(frozen=True, kw_only=True)
class Beside:
    card: CaseCard
    tab: str
    tab_said: str
    query: str
    above: tuple[Line, ...]
    here: Line
    below: tuple[Line, ...]
    mine: bool
    holder: str
    may_take: bool
    may_give: bool
    periods: tuple[Period, ...]
    linked: tuple[Linked, ...]
    events: tuple[tuple[EventCard, Any, str, int], ...]  # the deed, whose it was, how often in a row
    seconds: int
    seen_at: str
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def previous(self) -> Line | None:
        return self.above[-1] if self.above else None

    @property
    def next(self) -> Line | None:
        return self.below[0] if self.below else None


def beside(request: HttpRequest, card: CaseCard) -> dict[str, Any]:
    """As the module says. Nine queries beside the account's own, and two or three for the minutes."""
    at = now()
    attending.attend(card, by=actor_of(request), at=at)
    above, here, below = _list(request, card, at)
    events = timeline.about(card.about).rows
    names = _names([*(event.by_key for event in events), str(card.holder or "")], events)
    mine = card.holder == request.user.pk
    found = Beside(
        card=card, tab=tab_of(request.GET), tab_said=str(words.TABS[tab_of(request.GET)]), query=query_of(request.GET),
        above=above, here=here, below=below, mine=mine, holder=names.get(str(card.holder), ""),
        may_take=card.holder is None and card.closed_at is None,
        may_give=mine or (card.holder is not None and allowed(request, "work.supervise")),
        periods=tuple(_period(one, card, at) for one in clocks.of(card.about)),
        linked=tuple(_linked(request, one.kind, one.other) for one in cases.links(card.id)),
        events=tuple(
            (one, DEEDS.get(one.kind, one.kind), names.get(one.by_key, ""), times) for one, times in _folded(events)
        ),
        seconds=cases.spent(card.id), seen_at=at.isoformat(), keys=keys_of(card),
    )  # fmt: skip
    return {"beside": found, "now": at}


def keys_of(card: CaseCard) -> dict[str, str]:
    """Move → key: the first of its letters that no earlier move and no key of the page has taken."""
    taken, found = set(KEPT_KEYS), dict[str, str]()
    for move in cases.table(card.kind, card.version).moves:
        if "staff" not in move.who:
            continue
        letter = next((letter for letter in move.name if letter.isalpha() and letter not in taken), "")
        if letter:
            found[move.name] = letter
            taken.add(letter)
    return found


def _list(
    request: HttpRequest, card: CaseCard, at: datetime
) -> tuple[tuple[Line, ...], Line, tuple[Line, ...]]:  # fmt: skip
    """Around the place the address names, or where the case stands by itself: it may have moved meanwhile."""
    tab, kind = tab_of(request.GET), request.GET.get("kind", "")
    known = sights_of(request)
    shown = [sight for sight in known if sight.kind == kind] or known
    place = request.GET.get("place") or cases.token(card)
    above, below = cases.around(shown, wanted_of(tab, request, at), place, before=BEFORE, behind=BEHIND)
    others = [[one for one in part if one.id != card.id] for part in (above, below)]
    made = lines(request, [*others[0], card, *others[1]], tab=tab, kind=kind, at=at)
    middle = len(others[0])
    return tuple(made[:middle]), made[middle], tuple(made[middle + 1 :])


def _names(keys: Iterable[str], events: Iterable[EventCard]) -> dict[str, str]:
    names = staff.names(keys)
    if programs := [event.by_key for event in events if event.by_kind == ActorKind.CLIENT]:
        names |= clients.names(programs)
    return names


def _folded(events: Iterable[EventCard]) -> Iterable[tuple[EventCard, int]]:
    """The same deed of the same hand several times in a row is one line, of its latest moment."""
    for _, run in groupby(events, key=lambda one: (one.kind, one.by_key)):
        first, *more = run
        yield first, 1 + len(more)


def _period(one: ClockCard, card: CaseCard, at: datetime) -> Period:
    state = one.state
    if state == "stopped" and one.ended_at is not None:
        state = "missed" if one.missed else "met"
    elif state == "running" and at >= one.until:
        state = "lapsed"  # the tick comes within a second or so
    known = nameplate.desks()[card.kind].clocks
    whole, gone = (one.until - one.since).total_seconds(), ((one.ended_at or at) - one.since).total_seconds()
    return Period(
        card=one, title=gettext(known[one.name]) if one.name in known else str(words.CLOCKS[one.kind]),
        kind=str(words.CLOCKS[one.kind]), state=words.CLOCK_STATES[state],
        percent=100.0 if state in {"lapsed", "missed"} else 100 * gone / whole if whole > 0 else 100.0,
        look={"lapsed": "late", "missed": "late", "running": ""}.get(state, "still"), source=gettext(one.source),
    )  # fmt: skip


def _linked(request: HttpRequest, kind: str, other: CaseCard) -> Linked:
    href = page_of(other) if sees(request, other) else ""
    return Linked(number=other.number, href=href, said=str(words.LINKS.get(kind, kind)))
