from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from portlight.kernel.places.models import Area, District, Gram, StandardAddress, Station
from portlight.kernel.places.rules import Ring, in_datum, inside, pieces, weight
from portlight.toolkit.languages import SOURCE
from portlight.toolkit.one import one
from portlight.toolkit.statements import select

_TELLING = 12  # of the pieces asked for, so many are looked up: the rarest
_MOST_ROWS = 20_000  # … and no more rows than this, so that a search costs the same in a city of a million addresses
_ENOUGH = 0.45  # of the best one's weight: what is less like it is not shown


@dataclass(frozen=True)
class DistrictCard:
    code: str  # GB/T 2260
    name: Mapping[str, str]  # language → name

    def name_in(self, language: str) -> str:
        return self.name.get(language) or self.name[SOURCE]


@dataclass(frozen=True, kw_only=True)
class StationCard:
    code: str
    district: str
    name: Mapping[str, str]
    telephone: str

    def name_in(self, language: str) -> str:
        return self.name.get(language) or self.name.get("en") or self.name[SOURCE]


@dataclass(frozen=True, kw_only=True)
class AddressCard:
    """`number` is its row: what a table of another room points to."""

    number: int
    code: str
    zh: str
    en: str
    use: str
    station: str
    district: str

    def line_in(self, language: str) -> str:
        """As somebody who reads `language` can read it: Chinese for those who read Chinese, else in Latin letters."""
        return self.zh if language in ("zh-Hans", "ja") else self.en


@dataclass(frozen=True, kw_only=True)
class AreaCard:
    kind: str
    code: str
    rings: tuple[Ring, ...]
    datum: str


_NAMES = ("number", "code", "zh", "en", "use", "station", "district")
_ADDRESS = """
SELECT a.id, a.code, a.zh, a.en, a.use, a.station_id, s.district_id
FROM places_address a JOIN places_station s ON s.code = a.station_id
"""


def districts() -> list[DistrictCard]:
    """The city's districts, in the office's order."""
    return [DistrictCard(*row) for row in District.objects.order_by("order", "code").values_list("code", "name")]


def district(code: str) -> DistrictCard | None:
    row = one(District.objects.filter(code=code))
    return DistrictCard(row.code, row.name) if row else None


def stations(district: str = "") -> tuple[StationCard, ...]:
    """The police stations, of one district or of all."""
    rows = Station.objects.filter(district=district) if district else Station.objects.all()
    return tuple(_station(row) for row in rows.order_by("district__order", "code"))


def station(code: str) -> StationCard | None:
    row = one(Station.objects.filter(code=code))
    return _station(row) if row else None


def address(code: str) -> AddressCard | None:
    told = one(select(f"{_ADDRESS} WHERE a.code = %s", code))  # on nearly every page of a declaration
    return _address(told) if told else None


def _address(told: Sequence[Any]) -> AddressCard:
    return AddressCard(**dict(zip(_NAMES, told, strict=True)))


def addresses_known() -> bool:
    """Whether the office has put in its address table: without one an address is typed."""
    return StandardAddress.objects.exists()


def ways_to_find() -> tuple[bool, bool]:
    """Whether there is an address table to look in, and a map to point at: areas, with addresses to be found there."""
    [(table, drawn)] = select(
        "SELECT EXISTS (SELECT 1 FROM places_address), EXISTS (SELECT 1 FROM places_map_sheet WHERE kind = 'city')"
    )
    return bool(table), bool(table and drawn)


def search(text: str, *, most: int = 8) -> tuple[AddressCard, ...]:
    """The addresses that are most like what was typed, in Chinese or in Latin letters. Three queries.

    Of the pieces the rarest are looked up; each weighs by how few addresses it stands in.
    """
    known, total = _known(pieces(text))
    if not known:
        return ()
    best = _likest({gram: weight(known[gram], total) for gram in _rarest(known)}, most)
    like = [number for number, score in best if score >= best[0][1] * _ENOUGH]
    rows = select(f"{_ADDRESS} WHERE a.id IN ({', '.join(['%s'] * len(like))})", *like)
    cards = {row[0]: _address(row) for row in rows}
    return tuple(cards[number] for number in like)


def _known(asked: Sequence[str]) -> tuple[dict[int, int], int]:
    """The pieces that stand in any address → in how many; and how many addresses there are, about: counting them all
    would take its time."""
    if not asked:
        return {}, 0
    rows = select(
        "SELECT id, addresses, (SELECT max(id) FROM places_address) FROM places_gram"  # noqa: S608 - marks alone
        f" WHERE addresses > 0 AND text IN ({', '.join(['%s'] * len(asked))})",
        *asked,
    )
    return {gram: addresses for gram, addresses, _ in rows}, rows[0][2] if rows else 0


def _likest(weights: Mapping[int, float], most: int) -> list[tuple[int, float]]:
    """The addresses in which the pieces of most weight stand together, with their weight, the most alike first."""
    told = ", ".join(["(CAST(%s AS bigint), CAST(%s AS double precision))"] * len(weights))
    rows = select(
        f"WITH asked (gram, weight) AS (VALUES {told})"  # noqa: S608 - marks alone
        " SELECT address_id, sum(weight) AS likeness FROM places_posting JOIN asked ON gram = gram_id"
        " GROUP BY address_id ORDER BY likeness DESC, address_id LIMIT %s",
        *(part for pair in weights.items() for part in pair), most,
    )  # fmt: skip
    return [(number, likeness) for number, likeness in rows]


def _rarest(known: Mapping[int, int]) -> list[int]:
    chosen: list[int] = []
    rows = 0
    for gram in sorted(known, key=lambda one: known[one])[:_TELLING]:
        rows += known[gram]
        if chosen and rows > _MOST_ROWS:
            break
        chosen.append(gram)
    return chosen


def area_at(kind: str, longitude: float, latitude: float, *, datum: str) -> str | None:
    """The code of the district or station whose area holds the point, drawn in whatever datum. None outside all."""
    for own in ("wgs84", "gcj02"):
        east, north = in_datum(longitude, latitude, have=datum, want=own)
        near = Area.objects.filter(
            kind=kind, datum=own, west__lte=east, east__gte=east, south__lte=north, north__gte=north
        )
        for row in near.order_by("code"):
            if inside(east, north, row.rings):
                return str(row.code)
    return None


def areas(kind: str) -> tuple[AreaCard, ...]:
    """Everything that is drawn of one kind, for a map."""
    rows = Area.objects.filter(kind=kind).order_by("code")
    return tuple(AreaCard(kind=row.kind, code=row.code, rings=tuple(row.rings), datum=row.datum) for row in rows)


def counted() -> dict[str, int]:
    """What the office has put in: for the doctor and the command line."""
    per_use = dict(StandardAddress.objects.values_list("use").annotate(n=Count("pk")))
    known = Gram.objects.aggregate(n=Sum("addresses"))["n"] or 0
    return {"stations": Station.objects.count(), "areas": Area.objects.count(), "pieces": known, **per_use}


def addresses_of(district: str = "") -> dict[str, int]:
    """How many standard addresses each district has, or each station of one district."""
    rows = StandardAddress.objects.filter(station__district=district) if district else StandardAddress.objects.all()
    return dict(rows.values_list("station" if district else "station__district").annotate(n=Count("pk")))


def _station(row: Station) -> StationCard:
    return StationCard(code=row.code, district=row.district_id, name=row.name, telephone=row.telephone)


def card_of(row: StandardAddress) -> AddressCard:
    return AddressCard(
        number=row.pk,
        code=row.code,
        zh=row.zh,
        en=row.en,
        use=row.use,
        station=row.station_id,
        district=row.station.district_id,
    )
