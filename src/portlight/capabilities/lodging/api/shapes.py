"""What comes in and goes out, as the description of the API shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict
from typing_extensions import TypedDict

from portlight.capabilities.lodging.rules.roster.columns import HEADINGS, NEEDED, READ
from portlight.toolkit.sheets import MOST_ROWS

LONGEST_CELL = 2_000
RosterState = Literal["checked", "running", "done"]
RowState = Literal["waiting", "done", "before", "broken", "refused"]
Verdict = Literal["ok", "warn", "error"]
_NEEDED = ". Needed"  # a name stands in one cell or in two
_TOLD = {
    **{key: f"{english} {chinese}{_NEEDED if key in NEEDED else ''}" for key, (chinese, english) in HEADINGS.items()},
    "middle_name": "Middle name, where the passport has one",
}
Said = Annotated[str | None, Field(max_length=LONGEST_CELL)]
# One row of the sheet: its columns by their keys, each cell as text, as somebody would type it.
Person = TypedDict(  # type: ignore[misc]
    "Person", {key: Annotated[Said, Field(description=_TOLD[key])] for key in READ}, total=False
)
Person.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]


class Place(BaseModel):
    """Where those lodge whose row names no address: a code of the office's table, or a line with its district."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field("", max_length=40, description="Code of the office's table of addresses")
    district: str = Field("", max_length=12, description="GB/T 2260, as 310115; needed with `line`")
    line: str = Field("", max_length=300, description="Road, number, building, where no code is known")


class RosterGiven(Place):
    """People who lodge at one place."""

    rows: list[Person] = Field(description="Row 2 of the answer is the first of these: the headings are row 1")


class CellTold(Schema):
    """A cell that is wrong (`error`: its row is not registered) or wants a look (`warn`: registered as it was read)."""

    key: str = Field(description="Of the column; empty when the whole row is meant")
    heading: str = Field(description="As the sheet has it")
    value: str
    verdict: Verdict
    code: str
    remedy: str = Field(description="What to do, in the language of Accept-Language")


class RowTold(Schema):
    row: int = Field(description="As a sheet counts: the headings are row 1")
    state: RowState
    verdict: Verdict
    problems: list[CellTold]


class Counts(Schema):
    rows: int
    warned: int
    wrong: int = Field(description="Not to be registered; correct them and send the whole roster again")
    waiting: int
    registered: int = Field(description="Registered, or with the police station to be looked at")
    before: int = Field(description="Were registered before: the first registration counts")
    refused: int


class RosterTold(Schema):
    """A roster as it stands. `checked`: nobody is registered yet; `running`; `done`."""

    id: str
    state: RosterState
    counts: Counts
    taken_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    sheet_kept: bool = Field(description="False after a month: the sheet is gone, the registrations stay")
    unknown_columns: list[str] = Field(description="Headings nobody asked for; they were left out")
    rows: list[RowTold]
    next: int | None = Field(description="Goes into `after` for the next page; null on the last one")


class RegistrationTold(Schema):
    """What became of one row."""

    row: int
    state: RowState
    case: str = Field(description="Number of the case, by which the office knows it")
    step: str
    said: str = Field(description="The step, in the language of Accept-Language")
    slip: str = Field(description="Number of the slip or receipt that stands now; empty when none does")
    slip_url: str
    verify_url: str = Field(description="Where anybody checks a slip by its number and code, or its square")


class RegistrationsTold(Schema):
    rows: list[RegistrationTold]
    next: int | None = Field(description="Goes into `after` for the next page; null on the last one")


def given_schema() -> dict[str, object]:
    """The JSON a roster is sent as, for the description: whole, without references."""
    told = RosterGiven.model_json_schema()
    row = told.pop("$defs")["Person"]
    told["properties"]["rows"] |= {"items": row, "minItems": 1, "maxItems": MOST_ROWS}
    return dict(told)
