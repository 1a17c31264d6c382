"""The demo city's police stations and addresses: invented roads in the real sixteen districts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portlight.kernel.places import commands, queries
from portlight.kernel.staff import commands as staff
from portlight.simulator.cast import BY
from portlight.toolkit.sheets import Sheet

_STATIONS = (("灯塔", "Lighthouse"), ("渡口", "Ferry"))
_ROADS = (("港湾路", "Harbour Road"), ("桂花路", "Osmanthus Road"), ("银杏路", "Ginkgo Road"), ("白鹭路", "Egret Road"))
_NUMBERS = range(8, 120, 12)
HOME = "310115-01"  # the station of the demo's police officer: in Pudong


def put_in(*, at: datetime) -> tuple[int, int]:
    """Through the commands an office would use; returns how many stations and addresses."""
    stations, addresses = list(_stations()), list(_addresses())
    commands.take_stations(_sheet(("code", "district", "zh-Hans", "en"), stations), by=BY, at=at)
    commands.take_addresses(_sheet(("code", "station", "zh", "en", "use"), addresses), by=BY, at=at)
    name = {"zh-Hans": "灯塔派出所", "en": "Lighthouse Police Station"}
    staff.form_team(code=f"station:{HOME}", name=name, by=BY, at=at)
    return len(stations), len(addresses)


def _stations() -> Iterator[tuple[str, ...]]:
    for district in queries.districts():
        for number, (zh, en) in enumerate(_STATIONS, start=1):
            name = district.name["en"]
            yield f"{district.code}-0{number}", district.code, f"{district.name['zh-Hans']}{zh}派出所", f"{en}, {name}"


def _addresses() -> Iterator[tuple[str, ...]]:
    for code, district, _, _ in _stations():
        found = queries.district(district)
        zh, en = (found.name["zh-Hans"], found.name["en"]) if found else ("", "")
        for road_zh, road_en in _ROADS[:2] if code.endswith("1") else _ROADS[2:]:
            for number in _NUMBERS:
                key = f"{code}-{road_en[0]}{number}"
                yield key, code, f"{zh}{road_zh}{number}号", f"{number} {road_en}, {en}", "home"
            yield f"{code}-{road_en[0]}H", code, f"{zh}{road_zh}1号 帆影酒店", f"1 {road_en}, Sail Hotel, {en}", "hotel"


def _sheet(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> Sheet:
    return Sheet(header, 1, tuple(enumerate(rows, start=2)))
