"""By when one applies, and what being late means. Nobody is turned away for it: lateness is told, and noted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portlight.capabilities.permits.rules.articles import Article
from portlight.capabilities.permits.rules.deadlines import Deadline, last_day
from portlight.capabilities.permits.rules.matters import Matter
from portlight.capabilities.permits.rules.stays import SHORT, Stay, last_lawful_day
from portlight.toolkit.visas import VISAS

State = Literal["in-time", "today", "late", "over"]
# What a visa of this letter says must follow it (REG 6, 9). D is followed by the card of permanent residence.
FOLLOWED = {
    "J1": "residence-journalist", "Q1": "residence-reunion", "R": "residence-work", "S1": "residence-private",
    "X1": "residence-study", "Z": "residence-work",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Due:
    """The last day to apply. `inferred`: the law gives no number of days, the end of the stay bounds it."""

    by: date
    inferred: bool
    source: tuple[Article, ...]


def apply_by(matter: Matter, stay: Stay, *, happened_on: date | None = None) -> Due | None:
    """Of a matter whose facts were told. None: the law counts no days (at once), or the date it counts from is missing.

    `happened_on`: the birth, or the change of what the permit says.
    """
    if isinstance(matter.term, Deadline):
        event = _event(matter.term, stay, happened_on)
        if event is None:
            return None
        return Due(by=last_day(matter.term, event), inferred=False, source=matter.term.source)
    last = last_lawful_day(stay) if matter.term == "before-end" else None
    return Due(by=last, inferred=True, source=matter.source) if last else None


def state(due: Due | None, stay: Stay, *, on: date) -> State:
    """`late`: after the last day to apply. `over`: the stay itself has ended. Neither refuses anything."""
    last = last_lawful_day(stay)
    if last is not None and on > last:
        return "over"
    if due is None or on < due.by:
        return "in-time"
    return "today" if on == due.by else "late"


def next_matters(stay: Stay) -> tuple[str, ...]:
    """What whoever stays on like this asks for next; nothing where only an officer can say it."""
    if stay.holds == "residence-permit":
        return ("residence-extension",)
    if stay.holds in ("C", "visa-free", "temporary-entry"):
        return ("stay-permit",)
    if stay.printed_days == 0:
        return (FOLLOWED[stay.holds],) if stay.holds in FOLLOWED else ()
    short = stay.printed_days is not None and stay.printed_days <= SHORT
    return ("visa-extension",) if short and stay.holds in VISAS and stay.holds != "G" else ()


def asked_for(holds: str, wants: str) -> tuple[str, ...]:
    """What must be known beside the two answers, so that nobody is asked for what decides nothing in her matter."""
    asked = []
    if wants == "newborn":
        asked += ["chinese_parent", "happened_on"]
    if wants in ("lost-passport", "no-passport"):
        asked.append("passport")
    if holds == "residence-permit" and wants in _CHANGES:
        asked.append("happened_on")
    if holds in VISAS and wants in _VISA_FEES:
        asked.append("nationality")
    return tuple(asked)


_PURPOSES = ("work", "study", "journalist", "join-family", "private-affairs", "other-purpose")
_CHANGES: Collection[str] = ("new-passport", "changed", *_PURPOSES)
_VISA_FEES: Collection[str] = (
    "stay-longer", "group-split", "new-passport", "lost-visa", "lost-passport", "changed", *_PURPOSES,
)  # fmt: skip


def _event(term: Deadline, stay: Stay, happened_on: date | None) -> date | None:
    if term.event in ("stay-ends", "permit-ends"):
        return last_lawful_day(stay)
    # 30 days from entry bind whoever came on a visa that a residence permit must follow (LAW 30, REG 9): one without
    # a duration of its own. A Z visa of 90 days, say, is for those 90 days.
    if term.event == "entry":
        return stay.entered_on if stay.holds in FOLLOWED and not stay.printed_days else None
    return happened_on
