"""A declaration as it is made. Values only; codes are stored, words shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

Sex = Literal["M", "F", "X"]

# For whom somebody declares. Guest or host may do it (LAW 39(2)); an institution lodges people as a host.
FOR = ("self", "guest", "child", "institution")
# The paper she came in with: mrz_layouts.json; residents of Hong Kong, Macao and Taiwan come with a travel permit.
PAPERS = ("passport", "travel-permit", "refugee", "stateless", "other")
# What she may stay on. `diplomatic` stands for diplomatic, courtesy and service visas, which are not ours (LAW 16).
STAYS = ("visa", "residence-permit", "stay-permit", "visa-free", "permanent", "diplomatic", "unknown")
# Fields of the holder that a photo of the passport's page gives.
FROM_PHOTO = ("surname", "given_names", "nationality", "birth_date", "paper_number", "paper_until")


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who lodges, as her paper says it. Names in Latin letters, as printed; `given_names` may be empty."""

    surname: str
    given_names: str = ""
    nationality: str  # ISO 3166-1 alpha-3, or a special code of ICAO 9303-3
    sex: Sex
    birth_date: date
    paper: str = "passport"
    paper_number: str
    paper_until: date | None  # None: a sheet of many may leave it out, a form asks for it
    chinese_name: str = ""

    @property
    def name(self) -> str:
        return f"{self.surname} {self.given_names}".strip()


@dataclass(frozen=True, kw_only=True)
class Stay:
    """On what, since when and until when she is in China. What is unknown is empty: it may be handed in later."""

    kind: str = "unknown"
    visa: str = ""
    until: date | None = None
    entered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Lodging:
    """Where and for how long. `address` is a code of the office's table, or empty: then `line` is what was typed."""

    address: str = ""
    district: str  # GB/T 2260
    line: str
    room: str = ""
    moved_in_at: datetime
    leaving_on: date | None = None
    host_name: str = ""
    host_telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """The whole of a declaration. `read_from_photo`: its holder's fields were read by machine, then confirmed."""

    holder: Holder
    stay: Stay
    lodging: Lodging
    declared_for: str = "self"
    read_from_photo: bool = False
    differs_from_photo: tuple[str, ...] = ()  # names of the holder's fields that were typed over
    photo_doubts: tuple[str, ...] = ()  # check digits that did not fit

    def to_json(self) -> dict[str, Any]:
        return {
            "holder": _told(self.holder), "stay": _told(self.stay), "lodging": _told(self.lodging),
            "declared_for": self.declared_for, "read_from_photo": self.read_from_photo,
            "differs_from_photo": list(self.differs_from_photo), "photo_doubts": list(self.photo_doubts),
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Declared:
        return cls(
            holder=Holder(**_read(Holder, told["holder"])), stay=Stay(**_read(Stay, told["stay"])),
            lodging=Lodging(**_read(Lodging, told["lodging"])), declared_for=told["declared_for"],
            read_from_photo=told["read_from_photo"], differs_from_photo=tuple(told["differs_from_photo"]),
            photo_doubts=tuple(told["photo_doubts"]),
        )  # fmt: skip


def _told(part: Holder | Stay | Lodging) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(part).items()}


def _read(kind: type, told: dict[str, Any]) -> dict[str, Any]:
    of = {field.name: str(field.type) for field in fields(kind)}
    return {name: _value(of[name], value) for name, value in told.items() if name in of}


def _value(kind: str, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if kind.startswith("datetime"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind.startswith("date") else value
