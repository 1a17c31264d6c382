"""What the office knows of its city, as a roster asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portlight.capabilities.lodging.rules.roster import City, Known
from portlight.kernel.places import queries as places
from portlight.toolkit.rosters.columns import plain

MOST_LOOKED_UP = 500  # different addresses of one roster; the others are taken as typed
_REST = re.compile(r"\D{0,40}(\d{6})?\D{0,20}")  # city, country, postcode: no other number stands beside an address


def city_of(lines: Iterable[str], *, given: bool) -> City:
    """The districts, and which of `lines` the address table knows. `given`: the sheet itself has an address."""
    districts: dict[str, str] = {}
    for one in places.districts():
        names = {plain(name) for name in (one.code, *one.name.values())}
        short = {name.removesuffix(end) for name in names for end in ("新区", "区", "newarea", "district")}
        districts |= dict.fromkeys(names | {name for name in short if len(name) > 1}, one.code)
    if not places.addresses_known():
        return City(districts=districts, given=given)
    looked_up = list(dict.fromkeys(lines))[:MOST_LOOKED_UP]
    return City(districts=districts, given=given, addresses={plain(line): known(line) for line in looked_up})


def known(line: str) -> Known | None:
    """The address of the table that this line is, by its code or as it is written; never the one it is only like."""
    found = places.address(line)
    same = [found] if found else [one for one in places.search(line, most=3) if _is(one.zh, line) or _is(one.en, line)]
    if len(same) != 1:
        return None
    (one,) = same
    return Known(code=one.code, line=one.zh, district=one.district, use=one.use)


def _is(written: str, line: str) -> bool:
    said, asked = plain(written), plain(line)
    before, found, after = asked.partition(said)
    return bool(said and found) and _REST.fullmatch(before) is not None and _REST.fullmatch(after) is not None
