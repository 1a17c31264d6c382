"""Somebody of a roster, as values: who she is, on what she is here, until when."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portlight.toolkit.rosters import Roster
from portlight.toolkit.rosters.cells import just_day
from portlight.toolkit.rosters.checking import who

_DAYS = ("birth_date", "paper_until", "ends_on", "entered_on")


@dataclass(frozen=True, kw_only=True)
class Person:
    """`holds`: visa (then `letter`), residence-permit, stay-permit, visa-free. `ends_on`: the last day she may stay."""

    surname: str
    given_names: str
    nationality: str
    sex: str
    birth_date: date
    paper: str
    paper_number: str
    paper_until: date | None
    holds: str
    letter: str
    ends_on: date
    entered_on: date | None
    email: str = ""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.surname, self.given_names)))

    @property
    def same(self) -> str:
        """Equal where two rows are one person, also with another passport."""
        named = f"{self.surname}\0{self.given_names}".casefold()
        return f"{named}\0{self.birth_date.isoformat()}\0{self.nationality}"

    def to_json(self) -> dict[str, Any]:
        told = asdict(self)
        return {**told, **{name: told[name].isoformat() for name in _DAYS if told[name]}}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Person:
        return cls(**{**told, **{name: date.fromisoformat(told[name]) for name in _DAYS if told[name]}})


def person_of(roster: Roster, place: int) -> Person:
    """The person of the row at `place`. ValueError for a wrong row."""
    told = {key: column[place] for key, column in roster.values.items()}
    surname, given, born = who(roster.values, place)
    ends_on = just_day(told.get("visa_expiry"))
    if born is None or not told.get("doc_number") or ends_on is None:
        raise ValueError(place)
    holds, letter = told.get("visa_type") or ("unknown", "")
    return Person(
        surname=surname, given_names=given, nationality=told["nationality"], sex=told.get("sex") or "X",
        birth_date=born, paper=told.get("doc_type") or "passport", paper_number=told["doc_number"],
        paper_until=just_day(told.get("doc_expiry")), holds=holds, letter=letter, ends_on=ends_on,
        entered_on=just_day(told.get("entry_date")), email=told.get("email") or "",
    )  # fmt: skip


def years(born: date, *, on: date) -> int:
    """Full years; who was born on 29 February completes them on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
