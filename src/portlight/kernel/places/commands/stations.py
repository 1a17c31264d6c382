"""The office's list of police stations, from a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portlight.kernel.places.commands.drawing import draw_map
from portlight.kernel.places.commands.rows import Fault, Taken, columns, text
from portlight.kernel.places.models import District, Station
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import CODES
from portlight.toolkit.sheets import Sheet

NEEDED = ("code", "district", "zh-Hans", "en")


def take_stations(sheet: Sheet, *, by: Actor, at: datetime, dry: bool = False) -> Taken:
    """Brings the stations to the state of the sheet: new ones are added, known ones renamed, none is taken away.

    Columns: code, district (GB/T 2260), zh-Hans, en, and where known the other languages and telephone. With a fault in
    any row nothing is written. Refused: places.columns-missing.
    """
    place = columns(sheet, NEEDED)
    known = set(District.objects.values_list("code", flat=True))
    faults: list[Fault] = []
    rows: dict[str, Station] = {}
    for number, cells in sheet.rows:
        told = {name: text(cells, where) for name, where in place.items()}
        fault = _fault(number, told, known, rows)
        if fault:
            faults.append(fault)
            continue
        names = {code: told[code] for code in CODES if told.get(code)}
        rows[told["code"]] = Station(
            code=told["code"], district_id=told["district"], name=names, telephone=told.get("telephone", "")
        )
    if not faults and not dry:
        _write(list(rows.values()), by, at)
        draw_map(by=by, at=at)
    return Taken(rows=len(sheet.rows), faults=tuple(faults))


def _fault(number: int, told: dict[str, str], districts: set[str], seen: dict[str, Station]) -> Fault | None:
    for name in NEEDED:
        if not told[name]:
            return Fault(number, name, "", "empty")
    if told["district"] not in districts:
        return Fault(number, "district", told["district"], "district-unknown")
    if told["code"] in seen or len(told["code"]) > 16:
        return Fault(number, "code", told["code"], "twice" if told["code"] in seen else "too-long")
    return None


@transaction.atomic
def _write(rows: Sequence[Station], by: Actor, at: datetime) -> None:
    Station.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["district", "name", "telephone"],
        batch_size=500,
    )  # fmt: skip
    record("places.stations-taken", about="places:stations", by=by, at=at, facts={"stations": len(rows)})
