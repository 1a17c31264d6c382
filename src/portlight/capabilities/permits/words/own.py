"""What permits shows on a person's own page: her clocks, what is asked of her, all that is kept about her."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from portlight.capabilities.permits import queries
from portlight.capabilities.permits.kinds import KINDS
from portlight.capabilities.permits.queries import ApplicationCard
from portlight.capabilities.permits.rules.reminding import LAST, is_permit
from portlight.capabilities.permits.words.codes import ASKABLE, REASONS, WAYS
from portlight.capabilities.permits.words.filed import LABELS, values
from portlight.toolkit.actor import Actor
from portlight.toolkit.ownpage import OwnClock, OwnPage, Told

_STAY = gettext_noop("Exit and Entry Administration Law, articles 29 to 34")
_RECEIPT = gettext_noop("Regulations on Administration of Entry and Exit of Foreigners, articles 13 and 18")
_PROMISE = gettext_noop("A promise of this office")
_RELIEF = gettext_noop("The relief of the emergency in force")
_AGAIN = {
    "permit": gettext_noop("If you wish to stay longer, apply thirty days before it ends at the latest."),
    "visa-extension": gettext_noop("If you wish to stay longer, apply seven days before it ends at the latest."),
    "stay-permit": gettext_noop("If you wish to stay longer, apply before it ends."),
}
_TWICE = {
    True: gettext_noop("We write to you a week before the last day to apply, and a week before the end."),
    False: gettext_noop("We write to you 30 days and 7 days before the end."),
}
_ONCE = gettext_noop("We write to you 7 days before the end.")


def clocks_of(person: UUID, at: datetime) -> tuple[OwnClock, ...]:
    """The last lawful day or the one of a relief, the end of what was granted, the receipt, what she must send or
    answer; the soonest first."""
    cards = queries.of_person(person)
    due = [card.case.id for card in cards if card.remind_on is not None]
    told = queries.reminded(due) if due else frozenset()
    found = [clock for card in cards for clock in _of(card, at, reminded=card.case.id in told)]
    found += [_granted(card, reminded=card.case.id in told) for card in _standing(cards, at)]
    return tuple(sorted(found, key=lambda clock: clock.until))


def asked_of(case: int) -> tuple[str, ...]:
    """What an officer has asked for, or why a refusal is intended, as msgids."""
    found = queries.by_case(case)
    if found is None:
        return ()
    if found.case.step == "intended":
        return (REASONS[found.reason],) if found.reason in REASONS else ()
    return tuple(ASKABLE[code] for code in found.missing if code in ASKABLE) if found.case.step == "asked" else ()


def told_of(person: UUID, by: Actor, at: datetime) -> tuple[Told, ...]:
    """Every application of hers with its particulars; of what was erased, the codes and days that are left."""
    return tuple(_told(card, by, at) for card in queries.of_person(person))


OWN = OwnPage(
    clocks_of=clocks_of, asked_of=dict.fromkeys((kind.name for kind in KINDS), asked_of), told_of=told_of,
    case_pages={kind.name: "permits:portal:application" for kind in KINDS},
    bookable={kind.name: "permits" for kind in KINDS},
    readings={"permits.opened": gettext_noop("An application of yours")},
    reasons={},
)  # fmt: skip


def _of(card: ApplicationCard, at: datetime, *, reminded: bool) -> Iterator[OwnClock]:
    own = {"route": "permits:portal:application", "argument": card.case.number}
    if card.case.closed_at is not None:
        return
    if card.ends_on is None and (card.prolonged_until is not None or card.last_lawful_on is not None):
        until = _over(card.prolonged_until or card.last_lawful_on)
        yield OwnClock(
            name="permits.stay", until=until, since=card.filed_at, state="runs" if until > at else "late", **own,
            article=_RELIEF if card.prolonged_until else _STAY,
            title=gettext_noop("Your last lawful day") if not card.prolonged_until else gettext_noop("Your stay is prolonged"),
            text=gettext_noop("You filed in time. If an officer holds your passport, the receipt counts beyond it.")
            if card.in_time
            else gettext_noop("Come to the office: an officer looks with you for the lawful way on."),
            reminder=_ONCE if reminded else "",
        )  # fmt: skip
    if card.receipt and card.receipt_until is not None:
        yield OwnClock(
            name="permits.receipt", title=gettext_noop("Your acceptance receipt"), article=_RECEIPT, since=card.filed_at,
            text=gettext_noop("Until then the office decides."), until=_over(card.receipt_until),
            state="runs" if _over(card.receipt_until) > at else "late", **own,
        )  # fmt: skip
    if card.case.step in ("asked", "intended") and card.case.due_at is not None:
        yield OwnClock(
            name="permits.answer", title=gettext_noop("Answer us"), article=_PROMISE, since=card.case.moved_at,
            text=gettext_noop("What we need, or why we intend to refuse, stands on the page of your application."),
            until=card.case.due_at, state="runs" if card.case.due_at > at else "late", **own,
        )  # fmt: skip


def _standing(cards: Sequence[ApplicationCard], at: datetime) -> Iterator[ApplicationCard]:
    """Of each person the latest that was issued for a length of time and is not over, unless a later one is open."""
    seen: set[UUID | None] = set()
    for card in cards:
        if card.case.subject in seen:
            continue
        if card.ends_on is not None or (card.case.closed_at is None and card.last_lawful_on is not None):
            seen.add(card.case.subject)
            if card.ends_on is not None and _over(card.ends_on) > at:
                yield card


def _granted(card: ApplicationCard, *, reminded: bool) -> OwnClock:
    ends, permit = card.ends_on or date.max, is_permit(card.matter)
    twice = card.remind_on is not None and card.remind_on < ends - LAST
    return OwnClock(
        name="permits.granted", title=gettext_noop("The stay that was granted to you"), article=_STAY,
        text=_AGAIN["permit" if permit else card.matter], since=card.decided_at or card.filed_at, until=_over(ends),
        reminder="" if not reminded else _TWICE[permit] if twice else _ONCE, route="permits:portal:file",
    )  # fmt: skip


def _over(day: date | None) -> datetime:
    """The end of a day, in the office's zone."""
    return datetime.combine((day or date.max) + timedelta(days=1), time.min, timezone.get_default_timezone())


def _told(card: ApplicationCard, by: Actor, at: datetime) -> Told:
    rows = [("case", gettext_noop("Case number"), card.case.number, ""),
            ("matter", gettext_noop("Applied for"), card.matter, WAYS[card.matter]),
            ("filed_at", gettext_noop("Filed"), card.filed_at.isoformat(), ""),
            ("state", gettext_noop("State"), card.case.step, card.case.label)]  # fmt: skip
    if card.courier_number:
        rows.append(("courier", gettext_noop("The courier’s number"), card.courier_number, ""))
    try:
        found = queries.opened(card, by=by, why="own-copy", at=at).applied
        rows += [(name, LABELS[name], value, "") for name, value in values(found) if value]
    except LookupError:  # erased
        pass
    return Told(name="permits", title=gettext_noop("Application for a visa or permit"), rows=tuple(rows))
