"""From a row that may stand to a declaration, by which everything else goes on as for any other."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any

from portlight.capabilities.lodging.rules.days import moved_in
from portlight.capabilities.lodging.rules.roster.whereabouts import Spot
from portlight.capabilities.lodging.rules.values import Declared, Holder, Lodging, Stay
from portlight.toolkit.rosters import Roster
from portlight.toolkit.rosters.cells import just_day
from portlight.toolkit.rosters.checking import who


def declared_of(roster: Roster, place: int, *, address: Spot, at: datetime, zone: tzinfo) -> Declared:
    """The declaration of the row at `place`, lodged at `address` where the row names none. ValueError for a wrong row.

    Who gives no hour has the whole day: its end, or the moment of declaring.
    """
    told = {key: column[place] for key, column in roster.values.items()}
    surname, given, born = who(roster.values, place)
    if born is None or not told["doc_number"] or told["arrival_date"] is None:
        raise ValueError(place)
    holder = Holder(
        surname=surname, given_names=given, nationality=told["nationality"], sex=told.get("sex") or "X",
        birth_date=born, paper=told.get("doc_type") or "passport", paper_number=told["doc_number"],
        paper_until=just_day(told.get("doc_expiry")), chinese_name=told.get("chinese_name") or "",
    )  # fmt: skip
    kind, visa = told.get("visa_type") or ("unknown", "")
    until, entered = just_day(told.get("visa_expiry")), just_day(told.get("entry_date"))
    stay = Stay(kind=kind, visa=visa, until=until, entered_on=entered)
    lodging = _lodging(told, told.get("where") or address, address, _moment(told["arrival_date"], at, zone))
    return Declared(holder=holder, stay=stay, lodging=lodging, declared_for="institution")


def _lodging(told: dict[str, Any], spot: Spot, default: Spot, moved_in_at: datetime) -> Lodging:
    return Lodging(
        address=spot.address, district=spot.district or default.district, line=spot.line, room=told.get("room") or "",
        moved_in_at=moved_in_at, leaving_on=just_day(told.get("departure_date")), host_name=told.get("host_name") or "",
    )  # fmt: skip


def _moment(arrived: date | datetime, at: datetime, zone: tzinfo) -> datetime:
    day, hour = (arrived.date(), arrived.time()) if isinstance(arrived, datetime) else (arrived, None)
    return moved_in(day, hour, at=at, zone=zone)
