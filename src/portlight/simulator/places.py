"""The demo city's police stations, addresses and areas: invented roads in a round town of sixteen districts, which
have the real ones' names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portlight.kernel.places import commands, queries
from portlight.kernel.staff import commands as staff
from portlight.simulator import areas
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
    columns = ("code", "station", "zh", "en", "use", "longitude", "latitude", "datum")
    commands.take_addresses(_sheet(columns, addresses), by=BY, at=at)
    codes = [one.code for one in queries.districts()]
    pairs = [(f"{code}-01", f"{code}-02") for code in codes]
    for kind, drawn in (("district", areas.districts(codes)), ("station", areas.stations(pairs))):
        commands.take_areas(drawn, kind=kind, datum=areas.DATUM, by=BY, at=at)
    name = {"zh-Hans": "灯塔派出所", "en": "Lighthouse Police Station"}
    staff.form_team(code=f"station:{HOME}", name=name, by=BY, at=at)
    return len(stations), len(addresses)


def _stations() -> Iterator[tuple[str, ...]]:
    for district in queries.districts():
        for number, (zh, en) in enumerate(_STATIONS, start=1):
            name = district.name["en"]
            yield f"{district.code}-0{number}", district.code, f"{district.name['zh-Hans']}{zh}派出所", f"{en}, {name}"


def _addresses() -> Iterator[tuple[str, ...]]:
    for place, district in enumerate(queries.districts()):
        zh, en = district.name["zh-Hans"], district.name["en"]
        for half in (0, 1):
            code = f"{district.code}-0{half + 1}"
            for road, (road_zh, road_en) in enumerate(_ROADS[:2] if half == 0 else _ROADS[2:]):
                for at, number in enumerate((1, *_NUMBERS)):
                    point = _point(place, half, road, at)
                    if number > 1:
                        line = f"{zh}{road_zh}{number}号", f"{number} {road_en}, {en}", "home"
                    else:
                        line = f"{zh}{road_zh}1号 帆影酒店", f"1 {road_en}, Sail Hotel, {en}", "hotel"
                    yield f"{code}-{road_en[0]}{number if number > 1 else 'H'}", code, *line, *point


def _point(district: int, half: int, road: int, at: int) -> tuple[str, str, str]:
    """Two roads through each area: the first from west to east, the second from north to south."""
    along, bend = at / len(_NUMBERS), 0.5 + 0.1 * ((at % 3) - 1)
    east, north = areas.inside(district, half, *((along, bend - 0.1) if road == 0 else (bend + 0.1, along)))
    return str(east), str(north), areas.DATUM


def _sheet(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> Sheet:
    return Sheet(header, 1, tuple(enumerate(rows, start=2)))
