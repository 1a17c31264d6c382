"""What ends when. Three dates that are always confused:

* *enter before*, the entry validity of a visa: until 24:00 Beijing time of that day one may enter (REG 36(2)). Once
  inside it says nothing any more;
* the *duration of stay*, printed in days: day 1 is the day after each entry (REG 36(3));
* the *end of a permit*, which is a day of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portlight.capabilities.permits.rules.deadlines import (
    PORT_VISA,
    RESIDENCE_ASKED,
    TEMPORARY_ENTRY,
    last_day,
)
from portlight.toolkit.refusals import Refused
from portlight.toolkit.visas import VISAS
from portlight.toolkit.workdays import DAY

OTHERS = (
    "port-visa", "diplomatic", "visa-free", "temporary-entry", "residence-permit", "stay-permit", "permanent", "none",
)  # fmt: skip
HOLDS = (*VISAS, *OTHERS)
PERMITS = ("residence-permit", "stay-permit", "permanent")
SHORT = 180  # days, REG 36(4); visas with more printed on them are not extended (LAW 29)
LONGEST_PRINTED = 3650  # days; nothing longer is printed anywhere


@dataclass(frozen=True, kw_only=True)
class Stay:
    """On what somebody stays, as her papers say it. None: not known, and nothing is guessed.

    `printed_days` is the duration of each stay; 0, printed as 000, means that a residence permit must follow.
    `extended_days`: by how much this stay was made longer before.
    """

    holds: str
    enter_before: date | None = None
    entered_on: date | None = None
    printed_days: int | None = None
    extended_days: int = 0
    permit_until: date | None = None


def checked(stay: Stay, *, on: date) -> Stay:
    """The same stay, if its dates can be meant.

    Refused, each with its field: permits.entered-later, .entered-too-late, .days-odd, .extended-odd.
    """
    if stay.entered_on and stay.entered_on > on:
        raise Refused("permits.entered-later", field="entered_on")
    if stay.entered_on and stay.enter_before and stay.entered_on > stay.enter_before:
        raise Refused("permits.entered-too-late", field="enter_before")
    if stay.printed_days is not None and not 0 <= stay.printed_days <= LONGEST_PRINTED:
        raise Refused("permits.days-odd", field="printed_days")
    # REG 14: all extensions of a stay together are no longer than the duration that was printed.
    if stay.extended_days < 0 or stay.extended_days > (stay.printed_days or 0):
        raise Refused("permits.extended-odd", field="extended_days")
    return stay


def last_lawful_day(stay: Stay) -> date | None:
    """The last day, until 24:00, on which the person may be here. None where her papers were not told whole.

    Entry on 31 January with 30 days: 1 February is day 1, 2 March the last (in a year of 365 days). A visa that says
    000 gives the 30 days in which the residence permit is applied for (LAW 30).
    """
    if stay.holds in PERMITS:
        return stay.permit_until
    if stay.entered_on is None or stay.printed_days is None:
        return None
    if stay.printed_days == 0:
        return last_day(RESIDENCE_ASKED, stay.entered_on) if stay.holds in VISAS else None
    counted = stay.entered_on + DAY * (stay.printed_days + stay.extended_days)
    # No port visa gives more than 30 days (LAW 20), no temporary entry more than 15 (LAW 23), whatever was typed.
    ceiling = {"port-visa": PORT_VISA, "temporary-entry": TEMPORARY_ENTRY}.get(stay.holds)
    return min(counted, last_day(ceiling, stay.entered_on)) if ceiling else counted


def relieved_as(stay: Stay) -> str:
    """As which kind of stay a relief knows it; empty: none of them."""
    if stay.holds in ("residence-permit", "stay-permit", "visa-free"):
        return stay.holds
    return "visa" if stay.holds in (*VISAS, "port-visa") else ""


def may_still_enter(stay: Stay, *, on: date) -> bool | None:
    """Whether the visa still lets in on that day: the whole last day counts. None where no date was told."""
    return None if stay.enter_before is None else on <= stay.enter_before


def days_left(stay: Stay, *, on: date) -> int | None:
    """Whole days after today that are still lawful: 0 on the last day, negative when it is over."""
    last = last_lawful_day(stay)
    return None if last is None else (last - on).days
