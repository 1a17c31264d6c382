"""Appointments as the pages show them: names instead of codes, a month as weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext

from portlight.faces.languages import active
from portlight.kernel.cases import queries as cases
from portlight.kernel.slots import queries
from portlight.kernel.slots.queries import BookingCard, DayCard, VenueCard, WaitingCard
from portlight.toolkit import nameplate
from portlight.toolkit.workdays import DAY


@dataclass(frozen=True, kw_only=True)
class Place:
    code: str
    name: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Booked:
    """`ahead`: it can still be moved or cancelled."""

    card: BookingCard
    service: str
    place: Place
    case: str
    ahead: bool


@dataclass(frozen=True, kw_only=True)
class Waits:
    """`held`: a place is kept for her until `card.held_until`."""

    card: WaitingCard
    service: str
    place: Place
    held: bool


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A day of the calendar; `free` None where nothing is offered."""

    on: date
    free: int | None
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Month:
    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    before: date | None  # the first offered day of the month before, None when there is none
    after: date | None


def places() -> dict[str, Place]:
    return {card.code: _place(card) for card in queries.venues()}


def places_of(service: str, *, at: datetime) -> tuple[Place, ...]:
    """Where the service is offered, by the patterns in force or to come."""
    known = places()
    codes = {card.told.place for card in queries.patterns(on=queries.office_day(at)) if card.told.service == service}
    return tuple(known[code] for code in sorted(codes))


def offered(*, at: datetime) -> tuple[tuple[str, str], ...]:
    """Every service somebody can book a time for: code and name."""
    labels = nameplate.services()
    codes = {card.told.service for card in queries.patterns(on=queries.office_day(at))}
    return tuple((code, gettext(labels[code])) for code in sorted(codes) if code in labels)


def booked(cards: Sequence[BookingCard], *, at: datetime) -> tuple[Booked, ...]:
    known = places() if cards else {}
    numbers = [int(card.about.removeprefix("case:")) for card in cards if card.about.startswith("case:")]
    found = cases.cards(numbers) if numbers else {}
    told = {one.about: one.number for one in found.values()}
    return tuple(
        Booked(card=card, service=_service(card.service), place=known[card.place], case=told.get(card.about, ""),
               ahead=card.state == "booked" and card.starts_at > at)
        for card in cards
    )  # fmt: skip


def waits(cards: Sequence[WaitingCard], *, at: datetime) -> tuple[Waits, ...]:
    known = places() if cards else {}
    return tuple(
        Waits(card=card, service=_service(card.service), place=known[card.place],
              held=card.held_until is not None and card.held_until > at)
        for card in cards
    )  # fmt: skip


def mine(key: UUID | None, *, at: datetime) -> tuple[tuple[Booked, ...], tuple[Waits, ...]]:
    """What she has booked ahead, and what she waits for or is offered."""
    if key is None:
        return (), ()
    who = f"person:{key}"
    return booked(queries.of_person(who, at=at), at=at), waits(queries.waits_of(who), at=at)


def month(days: Sequence[DayCard], *, chosen: date, people: int) -> Month:
    """The month of the chosen day, Monday first. A day without a place for all of `people` has none free."""
    known = {card.on: card.free if card.free >= people else 0 for card in days}
    first = chosen.replace(day=1)
    end = (first + timedelta(days=32)).replace(day=1)
    cells: list[Cell | None] = [None] * first.weekday()
    cells += [_cell(first + DAY * step, known, chosen) for step in range((end - first).days)]
    cells += [None] * (-len(cells) % 7)
    weeks = (tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))
    begins = min(known, default=first)
    return Month(
        first=first, weeks=tuple(week for week in weeks if _reaches(week, begins)),
        before=next((on for on in known if on < first), None), after=next((on for on in known if on >= end), None),
    )  # fmt: skip


def chosen_place(request: HttpRequest, among: Sequence[Place], usual: str = "") -> Place | None:
    wanted = request.GET.get("place") or usual
    return next((one for one in among if one.code == wanted), among[0] if among else None)


def _reaches(week: Sequence[Cell | None], day: date) -> bool:
    """Weeks that are over are left out: on a phone they are half the page."""
    return any(cell is not None and cell.on >= day for cell in week)


def _cell(on: date, known: dict[date, int], chosen: date) -> Cell:
    return Cell(on=on, free=known.get(on), chosen=on == chosen)


def _service(code: str) -> str:
    label = nameplate.services().get(code)
    return gettext(label) if label else code


def _place(card: VenueCard) -> Place:
    own = active().code
    return Place(code=card.code, name=card.name.get(own) or card.name["en"],
                 address=card.address.get(own) or card.address["en"])  # fmt: skip
