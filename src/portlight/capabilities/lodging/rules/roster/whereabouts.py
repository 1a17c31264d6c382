"""Where a row says somebody lodges: an address of the office's table, one that was typed, or one of another city."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from portlight.capabilities.lodging.rules.roster.values import City
from portlight.toolkit.rosters import ERROR, WARN
from portlight.toolkit.rosters.columns import plain

# GB/T 2260: provinces by two digits, cities by four. An address that begins or ends with one of them is there, unless
# the office's own districts are. Streets are called after cities too: 北京西路 is in Shanghai.
_ELSEWHERE = """
11 北京 Beijing|12 天津 Tianjin|13 河北 Hebei|14 山西 Shanxi|15 内蒙古 Inner Mongolia
21 辽宁 Liaoning|22 吉林 Jilin|23 黑龙江 Heilongjiang|31 上海 Shanghai|32 江苏 Jiangsu
33 浙江 Zhejiang|34 安徽 Anhui|35 福建 Fujian|36 江西 Jiangxi|37 山东 Shandong
41 河南 Henan|42 湖北 Hubei|43 湖南 Hunan|44 广东 Guangdong|45 广西 Guangxi
46 海南 Hainan|50 重庆 Chongqing|51 四川 Sichuan|52 贵州 Guizhou|53 云南 Yunnan
54 西藏 Tibet|61 陕西 Shaanxi|62 甘肃 Gansu|63 青海 Qinghai|64 宁夏 Ningxia
65 新疆 Xinjiang|3201 南京 Nanjing|3202 无锡 Wuxi|3205 苏州 Suzhou|3206 南通 Nantong
3301 杭州 Hangzhou|3302 宁波 Ningbo|3303 温州 Wenzhou|3304 嘉兴 Jiaxing|3401 合肥 Hefei
3501 福州 Fuzhou|3502 厦门 Xiamen|3701 济南 Jinan|3702 青岛 Qingdao|4101 郑州 Zhengzhou
4201 武汉 Wuhan|4301 长沙 Changsha|4401 广州 Guangzhou|4403 深圳 Shenzhen|4406 佛山 Foshan
4419 东莞 Dongguan|5101 成都 Chengdu|5301 昆明 Kunming|6101 西安 Xi'an|2101 沈阳 Shenyang
2102 大连 Dalian|2301 哈尔滨 Harbin|4601 海口 Haikou|4602 三亚 Sanya
"""
_SHORTEST = 5  # as rules.checks


@dataclass(frozen=True, kw_only=True)
class Spot:
    """`address` is a code of the table, or empty: then `line` is what was typed. An empty `district` is the sheet's."""

    address: str = ""
    line: str = ""
    district: str = ""


Where = tuple[Spot | None, str, str, str]  # None: the sheet's own address; then key, code, verdict of a problem


def where(line: str, district: str, city: City) -> Where:
    """Codes: empty, address-unknown, outside-city, hotel."""
    if not city.districts:
        return (Spot(line=line) if line else None), "", "", ""
    code = city.districts.get(plain(district), "") if district else ""
    if district and not code:
        return None, "address_district", "outside-city", ERROR
    if not line:
        return (None, "", "", "") if city.given else (None, "address", "empty", ERROR)
    known = city.addresses.get(plain(line))
    if known is not None:
        problem = ("address", "hotel", ERROR) if known.use == "hotel" else ("", "", "")
        return Spot(address=known.code, line=known.line, district=known.district), *problem
    return _typed(line, code or _named(line, city), city)


def _typed(line: str, district: str, city: City) -> Where:
    if not district and _elsewhere(frozenset(city.districts.values())).search(line):
        return None, "address", "outside-city", ERROR
    if len(line) < _SHORTEST:
        return None, "address", "address-unknown", ERROR
    spot = Spot(line=line, district=district)
    if plain(line) in city.addresses or not (district or city.given):
        return spot, "address", "address-unknown", WARN
    return spot, "", "", ""


def _named(line: str, city: City) -> str:
    """The district an address itself names."""
    said = plain(line)
    return next((code for name, code in city.districts.items() if len(name) > 1 and name in said), "")


@cache
def _elsewhere(districts: frozenset[str]) -> re.Pattern[str]:
    other = [one.split(" ", 2) for line in _ELSEWHERE.split("\n") for one in line.split("|") if one]
    other = [one for one in other if not any(code.startswith(one[0]) for code in districts)]
    chinese = "|".join(one[1] for one in other)
    latin = "|".join(one[2] for one in other)
    return re.compile(
        rf"^(?:中国|中华人民共和国)?(?:{chinese})(?!.{{0,2}}[路街道弄])|(?:^|,\s*)(?:{latin})(?:\s+(?:City|Province|Shi))?\s*"
        r"\d{0,6}\s*(?:,|$)",
        re.IGNORECASE,
    )
