"""The seeded city: foreigners of a large Chinese city, invented, with the mix of nationalities and languages of one.

Shares by nationality follow the order of the 2010 and 2020 censuses of foreigners in Shanghai (Japan, the United States
and Korea first); they are rounded, and stand for nobody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from portlight.kernel.people.rules import NewAddress, NewPerson
from portlight.simulator import world
from portlight.toolkit.languages import CODES

SEED = 20200217
# Of a hundred people: no address at all, one never verified, one without consent.
NO_ADDRESS, NOT_VERIFIED, NO_CONSENT = 3.0, 2.0, 2.5
TOPICS = ("office", "hall", "permits", "registration", "entry", "health", "community")


@dataclass(frozen=True)
class Group:
    nationality: str
    share: float
    chains: tuple[tuple[str, ...], ...]  # the first is the usual one
    given: str
    family: str
    family_first: bool = False
    joint: str = " "


_GROUPS = (
    Group("JPN", 20.0, (("ja", "en"), ("ja",), ("ja", "zh-Hans")), "翔太 美咲 健一 陽子 大輔 彩香 拓也 直美", "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村", True),
    Group("KOR", 14.0, (("ko", "en"), ("ko",), ("ko", "zh-Hans")), "민준 서연 지훈 수빈 현우 지은 도윤 하은", "김 이 박 최 정 강 조 윤", True, ""),
    Group("USA", 14.5, (("en",), ("en", "zh-Hans"), ("en", "es")), "James Emily Daniel Grace Ryan Olivia Marcus Hannah", "Carter Nguyen Brooks Hayes Ortiz Bennett Cole Price"),
    Group("FRA", 7.0, (("fr", "en"), ("fr",)), "Camille Hugo Léa Antoine Inès Julien Chloé Rémi", "Martin Dubois Laurent Moreau Girard Lefèvre Roux Faure"),
    Group("DEU", 7.5, (("de", "en"), ("de",)), "Lukas Anna Felix Lena Jonas Mia Paul Greta", "Müller Schneider Weber Hoffmann Koch Richter Klein Wolf"),
    Group("GBR", 5.0, (("en",),), "Oliver Amelia Harry Isla George Freya Arthur Ivy", "Taylor Hughes Walker Evans Green Clarke Wood Shaw"),
    Group("CAN", 4.5, (("en",), ("fr", "en"), ("en", "fr")), "Liam Zoe Ethan Nora Owen Clara Noah Maya", "Tremblay Roy Fraser Campbell Singh Wong Gagnon Reid"),
    Group("AUS", 4.0, (("en",),), "Jack Ruby Cooper Matilda Angus Poppy Max Evie", "Kelly Murphy Ward Palmer Marsh Doyle Hart Lane"),
    Group("SGP", 4.0, (("en", "zh-Hans"), ("zh-Hans", "en")), "Wei Ling Mei Jun Kai Xin Hui Yan", "Tan Lim Lee Ng Ong Goh Chua Teo"),
    Group("RUS", 3.2, (("ru", "en"), ("ru",)), "Иван Анна Дмитрий Ольга Сергей Мария Алексей Елена", "Смирнов Иванова Кузнецов Попова Соколов Новикова"),
    Group("UKR", 0.8, (("ru", "en"), ("en", "ru")), "Oleh Iryna Andrii Kateryna Taras Oksana", "Shevchenko Kovalenko Bondarenko Tkachenko"),
    Group("KAZ", 1.0, (("ru", "en"), ("ru",)), "Арман Айгуль Ерлан Динара", "Ахметов Сулейменова Касымов Омарова"),
    Group("ESP", 2.0, (("es", "en"), ("es",)), "Lucía Pablo Marta Javier Elena Diego Carmen Sergio", "García López Fernández Romero Navarro Torres"),
    Group("MEX", 1.2, (("es", "en"),), "Sofía Mateo Valeria Emilio Ximena Andrés", "Hernández Martínez Ramírez Flores Cruz Morales"),
    Group("COL", 0.6, (("es",), ("es", "en")), "Camila Santiago Juliana Tomás", "Rodríguez Gómez Vargas Rojas"),
    Group("EGY", 0.9, (("ar", "en"), ("ar",)), "أحمد فاطمة محمد مريم يوسف نور", "حسن إبراهيم محمود السيد عبدالله"),
    Group("SAU", 0.6, (("ar", "en"),), "خالد سارة فهد ريم", "العتيبي القحطاني الغامدي الحربي"),
    Group("JOR", 0.5, (("ar", "en"),), "ليث دانا عمر رنا", "الخطيب الزعبي العبادي"),
    Group("MAR", 0.6, (("ar", "fr"), ("fr", "ar")), "Yassine Salma Mehdi Hajar", "Alaoui Bennani Idrissi Tazi"),
    Group("IND", 3.0, (("en",),), "Arjun Priya Rohan Ananya Vikram Kavya", "Sharma Patel Iyer Reddy Mehta Nair"),
    Group("MYS", 2.0, (("en", "zh-Hans"), ("zh-Hans", "en")), "Aisyah Farid Chong Siew Hafiz Nadia", "Ismail Wong Rahman Cheah Ibrahim"),
    Group("ITA", 1.6, (("en",), ("en", "fr")), "Giulia Marco Chiara Luca Elisa Matteo", "Rossi Bianchi Ferrari Colombo Ricci"),
    Group("BRA", 1.0, (("en", "es"),), "Ana Bruno Beatriz Rafael", "Silva Andrade Costa Oliveira"),
    Group("THA", 0.5, (("en",),), "Niran Suda Anong Kittisak", "Srisuk Chaiyasit Wongsa"),
    Group("CHE", 0.5, (("de", "fr"), ("fr", "de")), "Noemi Elias Lara Nico", "Meier Keller Favre Baumann"),
    Group("AUT", 0.4, (("de", "en"),), "Theresa Jakob Valentina Moritz", "Gruber Huber Bauer Pichler"),
)  # fmt: skip
# GB/T 2260 codes of the 16 districts, with the share of foreigners who live there.
_DISTRICTS = {
    "310115": 26, "310112": 18, "310105": 14, "310104": 9, "310101": 7, "310106": 6, "310107": 4, "310110": 5,
    "310109": 2, "310117": 3, "310114": 2, "310113": 1, "310120": 1, "310118": 1, "310116": 0.5, "310151": 0.5,
}  # fmt: skip


def people(count: int, *, seed: int = SEED, channels: tuple[str, ...] = ("email",)) -> Iterator[NewPerson]:
    """`count` invented people, the same for the same seed. Addresses end in reserved domains (RFC 2606).
    `channels` beyond e-mail add addresses, and change nobody otherwise."""
    extra = random.Random(seed + 1)
    draw = random.Random(seed)
    shares = list(accumulate(group.share for group in _GROUPS))
    districts, weights = list(_DISTRICTS), list(accumulate(_DISTRICTS.values()))
    for index in range(count):
        group = draw.choices(_GROUPS, cum_weights=shares)[0]
        yield NewPerson(
            languages=_chain(group, draw),
            nationality=group.nationality,
            name=_name(group, draw),
            district=draw.choices(districts, cum_weights=weights)[0],
            addresses=(*_addresses(index, draw), *_others(index, extra, channels)),
            topics=tuple(topic for topic in TOPICS if draw.random() < 0.35),
        )


def _chain(group: Group, draw: random.Random) -> tuple[str, ...]:
    chain = group.chains[0] if draw.random() < 0.8 else draw.choice(group.chains)
    return tuple(code for code in chain if code in CODES)


def _name(group: Group, draw: random.Random) -> str:
    given, family = draw.choice(group.given.split()), draw.choice(group.family.split())
    return group.joint.join((family, given) if group.family_first else (given, family))


def _others(index: int, draw: random.Random, channels: tuple[str, ...]) -> Iterator[NewAddress]:
    """A telephone for seven of ten (one in eight of them from abroad), WeChat for nine of twenty."""
    has_telephone, abroad, has_wechat = draw.random() < 0.7, draw.random() < 0.125, draw.random() < 0.45
    if "sms" in channels and has_telephone:
        yield NewAddress(channel="sms", value=world.number(index, abroad=abroad), verified=True, consented=True)
    if "wechat" in channels and has_wechat:
        yield NewAddress(channel="wechat", value=f"oResident_{index:07d}", verified=True, consented=True)


def _addresses(index: int, draw: random.Random) -> tuple[NewAddress, ...]:
    """Most people gave a verified e-mail address and their consent; some not, and the demo shows who was left out."""
    luck = draw.random() * 100
    if luck < NO_ADDRESS:
        return ()
    domain = draw.choice(("example.org", "example.net", "example.com"))
    verified = luck >= NO_ADDRESS + NOT_VERIFIED
    consented = luck >= NO_ADDRESS + NOT_VERIFIED + NO_CONSENT
    return (
        NewAddress(
            channel="email", value=f"resident{index}@{domain}", verified=verified, consented=verified and consented
        ),
    )
