"""What the tests of this room declare."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portlight.capabilities.lodging import commands, words
from portlight.capabilities.lodging.rules.values import Declared, Holder, Lodging, Stay
from portlight.kernel.places import commands as places
from portlight.toolkit import sheets
from portlight.toolkit.actor import machine
from tests.cast import Resident

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 2, 10, 10, 30, tzinfo=SHANGHAI)  # a Tuesday
BY = machine("test")
STATIONS = "code,district,zh-Hans,en\nPD01,310115,花木派出所,Huamu Police Station\n"
ADDRESSES = """code,station,zh,en,use
A1,PD01,浦东新区民生路1500号,"1500 Minsheng Road, Pudong",home
H1,PD01,浦东新区民生路1号 和平酒店,"1 Minsheng Road, Peace Hotel, Pudong",hotel
"""

HOLDER = Holder(
    surname="DUPONT", given_names="ANNA MARIE", nationality="FRA", sex="F", birth_date=date(1990, 5, 4),
    paper_number="20FV12345", paper_until=date(2030, 1, 1),
)  # fmt: skip
STAY = Stay(kind="visa", visa="Z", until=date(2026, 5, 1), entered_on=date(2026, 2, 9))
LODGING = Lodging(
    address="A1", district="310115", line="浦东新区民生路1500号", room="12-1201", moved_in_at=AT - timedelta(hours=3),
    leaving_on=date(2026, 4, 30),
)  # fmt: skip
DECLARED = Declared(holder=HOLDER, stay=STAY, lodging=LODGING)


def put_in_places() -> None:
    places.take_stations(sheets.read(STATIONS.encode()), by=BY, at=AT)
    places.take_addresses(sheets.read(ADDRESSES.encode()), by=BY, at=AT)


def with_(declared: Declared = DECLARED, **more: Any) -> Declared:
    """With other values: `holder`, `stay` and `lodging` are mappings of what differs."""
    parts = {name: more.pop(name, {}) for name in ("holder", "stay", "lodging")}
    changed = {name: replace(getattr(declared, name), **of) for name, of in parts.items()}
    return replace(declared, **changed, **more)


def filed(who: Resident | None, **more: Any) -> commands.Filed:
    own = {} if who is None else {"person": who.key, "contact": who.address}
    return commands.Filed(language="fr", **{**own, **more})


def declare(declared: Declared, who: Resident, **more: Any) -> commands.Done:
    own = {"filed": filed(who), "texts": words.message, "by": who.actor, "at": AT}
    return commands.declare(declared, **{**own, **more})
