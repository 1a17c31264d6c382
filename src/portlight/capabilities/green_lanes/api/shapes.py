"""What comes in and goes out, as the description of the API shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict
from typing_extensions import TypedDict

from portlight.capabilities.green_lanes.rules.matters import CHANGES, Change
from portlight.capabilities.green_lanes.rules.roster import COLUMNS, MOST_PEOPLE

LONGEST_CELL = 2_000
READ = tuple(COLUMNS.names)
Said = Annotated[str | None, Field(max_length=LONGEST_CELL)]
_TOLD = {
    key: f"{english} {chinese}{'. Needed' if key in COLUMNS.needed else ''}"
    for key, (chinese, english) in COLUMNS.headings.items()
}
# One row of the sheet: its columns by their keys, each cell as text, as somebody would type it.
Person = TypedDict(  # type: ignore[misc]
    "Person", {key: Annotated[Said, Field(description=_TOLD.get(key, "Middle name"))] for key in READ}, total=False
)
Person.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]


class ListBeside(BaseModel):
    """What goes with the sheet."""

    model_config = ConfigDict(extra="forbid")

    whole: bool = Field(False, description="It names everybody of the institution: who is missing has left")


class ListGiven(ListBeside):
    """People of the institution."""

    rows: list[Person] = Field(description="Row 2 of the answer is the first of these: the headings are row 1")


class ListChosen(Schema):
    """Which rows are drafted, where something is due or wanted."""

    changes: list[Change] = Field(list(CHANGES), description="By what has changed since the last list")


class ListCellTold(Schema):
    """A cell that is wrong (`error`: its row is not drafted) or wants a look (`warn`)."""

    row: int
    key: str = Field(description="Of the column")
    heading: str = Field(description="As the sheet has it")
    value: str
    verdict: Literal["warn", "error"]
    code: str
    remedy: str = Field(description="What to do, in the language of Accept-Language")


class ListRowTold(Schema):
    row: int
    state: Literal["good", "broken", "noted", "draft", "before", "filed", "revoked", "dropped"]
    change: str = Field(description="joined, changed, ending or same; empty for a wrong row")
    matter: str = Field(description="What is wanted, as a code; empty when nothing is")
    right: str = Field(description="What the law lets the institution do: file, guarantee, come or refer")
    source: str = Field(description="Where that stands")
    case: str = Field(description="Number of the case, once it is filed")


class ListTold(Schema):
    """A list as it stands. `checked`: nobody is drafted yet."""

    id: str
    state: Literal["checked", "drafted"]
    reference: str = Field(description="Under which the list is paid and collected")
    rows_in_it: int
    counts: dict[str, int] = Field(description="Rows by their state")
    changes: dict[str, int] = Field(description="Rows by what has changed; only until it is drafted")
    left: int = Field(description="People of the last list that are not in this one, where it is whole")
    taken_at: datetime
    drafted_at: datetime | None
    problems: list[ListCellTold]
    rows: list[ListRowTold]
    next: int | None = Field(description="Goes into `after` for the next page of rows; null on the last one")


def given_schema() -> dict[str, object]:
    """The JSON a list is sent as, for the description: whole, without references."""
    told = ListGiven.model_json_schema()
    row = told.pop("$defs")["Person"]
    told["properties"]["rows"] |= {"items": row, "minItems": 1, "maxItems": MOST_PEOPLE}
    return dict(told)
