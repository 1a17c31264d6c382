"""What is refused at once, what is flagged for an officer, what may be handed in later.

Refused is only what cannot be meant, or is not this office's: lateness, an expired paper or a stay that has run out are
flagged and registered. Registering is a duty, and counts for whoever does it late (product.md, "What the machine may
never do", 3).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from portlight.capabilities.lodging.rules.values import FOR, PAPERS, STAYS, Declared, Holder, Lodging, Stay
from portlight.toolkit import countries, workdays
from portlight.toolkit.refusals import Refused
from portlight.toolkit.text import is_name
from portlight.toolkit.visas import VISAS
from portlight.toolkit.workdays import Term

WITHIN = Term(24, "hours")  # after moving in: LAW 39(2); hours counted as PROC 35 says
WITHIN_RURAL = Term(72, "hours")  # residents of Hong Kong, Macao and Taiwan outside the town (Shanghai, 2020, art. 4)
LONGEST = timedelta(days=5 * 366)  # no permit is longer (REG 15)
OLDEST = 125  # years
GUARDIAN_UNDER = 14  # PIPL art. 31: below it a guardian acts
LONGEST_LINE = 200


@dataclass(frozen=True, kw_only=True)
class Place:
    """What the office knows of the address: its use, and whether it lies in the city at all. `number`: in its table."""

    in_city: bool
    number: int | None = None
    use: str = ""  # of places.rules.USES; empty when the address was typed
    station: str = ""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """`late_by`: hours past the term, 0 when in time. `flags`: what an officer must look at. `missing`: may follow."""

    due_at: datetime
    late_by: int
    flags: tuple[str, ...]
    missing: tuple[str, ...]


def judge(declared: Declared, place: Place, *, at: datetime, zone: tzinfo) -> Judged:
    """Refused: lodging.name-odd, .nationality-unknown, .born-odd, .paper-number-odd, .dates-reversed, .not-yet,
    .too-long-ago, .leaving-too-far, .guardian-needed, .outside-city, .hotel, .exempt, .address-missing, .room-odd."""
    today = at.astimezone(zone).date()
    check_holder(declared.holder, today, declared_for=declared.declared_for)
    _check_stay(declared.stay, declared.holder, today)
    _check_lodging(declared.lodging, place, at, zone)
    due = workdays.end(WITHIN, since=declared.lodging.moved_in_at, calendar=workdays.published(), zone=zone).until
    late = max(0, -int((due - at).total_seconds() // 3600)) if at > due else 0
    return Judged(due_at=due, late_by=late, flags=_flags(declared, place, today, late), missing=_missing(declared))


def age(born: date, on: date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def same_place(lodging: Lodging) -> str:
    """The place by which two declarations are told to be of the same one: its code, or its line, and the room."""
    return "\0".join((lodging.address or f"{lodging.district} {_plain(lodging.line)}", _plain(lodging.room)))


def same_person(holder: Holder) -> str:
    """By what two declarations of one paper are told to be of the same person: names and birth date."""
    return "\0".join((_plain(holder.surname), _plain(holder.given_names), holder.birth_date.isoformat()))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def check_holder(holder: Holder, today: date, *, declared_for: str) -> None:
    """Refused: lodging.name-odd, .nationality-unknown, .born-odd, .paper-number-odd, .guardian-needed."""
    if declared_for not in FOR:
        raise ValueError(declared_for)
    if not holder.surname.strip() and not holder.given_names.strip():
        raise Refused("lodging.name-odd", field="surname")
    for field in ("surname", "given_names", "chinese_name"):
        if not is_name(getattr(holder, field)):
            raise Refused("lodging.name-odd", field=field)
    if not countries.known(holder.nationality):
        raise Refused("lodging.nationality-unknown", field="nationality")
    if holder.paper not in PAPERS or holder.sex not in ("M", "F", "X"):
        raise ValueError(holder)
    if holder.birth_date > today or today.year - holder.birth_date.year > OLDEST:
        raise Refused("lodging.born-odd", field="birth_date")
    number = holder.paper_number
    if not 5 <= len(number) <= 20 or not number.isascii() or not number.isalnum():
        raise Refused("lodging.paper-number-odd", field="paper_number")
    if declared_for == "self" and age(holder.birth_date, today) < GUARDIAN_UNDER:
        raise Refused("lodging.guardian-needed", field="birth_date", years=GUARDIAN_UNDER)


def _check_stay(stay: Stay, holder: Holder, today: date) -> None:
    if stay.kind not in STAYS or (stay.visa and stay.visa not in VISAS):
        raise ValueError(stay)
    if stay.kind == "diplomatic":
        raise Refused("lodging.exempt", field="stay_kind")
    if stay.entered_on and (stay.entered_on > today or stay.entered_on < holder.birth_date):
        raise Refused("lodging.entered-odd", field="entered_on")
    if stay.until and stay.entered_on and stay.until < stay.entered_on:
        raise Refused("lodging.dates-reversed", field="stay_until")


def _check_lodging(lodging: Lodging, place: Place, at: datetime, zone: tzinfo) -> None:
    moved_in = lodging.moved_in_at.astimezone(zone).date()
    today = at.astimezone(zone).date()
    if not place.in_city:
        raise Refused("lodging.outside-city", field="address")
    if place.use == "hotel":
        raise Refused("lodging.hotel", field="address")
    if not lodging.address and len(lodging.line.strip()) < 5:
        raise Refused("lodging.address-missing", field="line")
    if len(lodging.line) > LONGEST_LINE or len(lodging.room) > 40:
        raise Refused("lodging.room-odd", field="room")
    if moved_in > today:
        raise Refused("lodging.not-yet", field="moved_in_on")
    if today.year - moved_in.year > 10:
        raise Refused("lodging.too-long-ago", field="moved_in_on")
    _check_leaving(lodging, moved_in)


def check_days(declared: Declared, *, moved_in: date) -> None:
    """Refused: lodging.dates-reversed, lodging.leaving-too-far."""
    _check_leaving(declared.lodging, moved_in)
    stay = declared.stay
    if stay.until and stay.entered_on and stay.until < stay.entered_on:
        raise Refused("lodging.dates-reversed", field="stay_until")


def _check_leaving(lodging: Lodging, moved_in: date) -> None:
    if lodging.leaving_on is None:
        return
    if lodging.leaving_on < moved_in:
        raise Refused("lodging.dates-reversed", field="leaving_on")
    if lodging.leaving_on - moved_in > LONGEST:
        raise Refused("lodging.leaving-too-far", field="leaving_on")


def _flags(declared: Declared, place: Place, today: date, late_by: int) -> tuple[str, ...]:
    holder, stay, lodging = declared.holder, declared.stay, declared.lodging
    told = {
        "late": late_by > 0,
        "paper-expired": holder.paper_until is not None and holder.paper_until < today,
        "stay-over": stay.until is not None and stay.until < today,
        "leaving-past": lodging.leaving_on is not None and lodging.leaving_on < today,
        "address-typed": not lodging.address,
        "differs-from-photo": bool(declared.differs_from_photo),
        "photo-doubtful": bool(declared.photo_doubts),
        "rare-paper": holder.paper not in ("passport", "travel-permit"),
    }
    return tuple(flag for flag, so in told.items() if so)


def _missing(declared: Declared) -> tuple[str, ...]:
    """What the law's form asks for and may follow within three working days: the registration stands meanwhile."""
    stay = declared.stay
    told = {
        "stay_kind": stay.kind == "unknown",
        "stay_until": stay.until is None and stay.kind not in ("permanent", "unknown"),
        "entered_on": stay.entered_on is None and stay.kind not in ("permanent", "residence-permit"),
        "leaving_on": declared.lodging.leaving_on is None,
    }
    return tuple(field for field, so in told.items() if so)
