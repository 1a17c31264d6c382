"""Loading places from dated reference files of the package."""

from __future__ import annotations

import csv
from datetime import datetime
from importlib.resources import files

from django.db import transaction

from portlight.kernel.places.commands.drawing import draw_map
from portlight.kernel.places.models import District
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.languages import CODES

# Codes are GB/T 2260; zh-Hans and en as the city writes them, the other seven languages are transliterations.
DISTRICTS = "districts_2026_11.csv"


def load_districts(*, by: Actor, at: datetime) -> int:
    """Brings the districts to the state of the reference file; returns how many were new or changed.

    May be run at every start. A district that the file no longer names stays: people live in it.
    """
    wanted = _read()
    with transaction.atomic():
        known = {row.code: (row.name, row.order) for row in District.objects.all()}
        changed = [row for row in wanted if known.get(row.code) != (row.name, row.order)]
        if changed:
            District.objects.bulk_create(
                changed, update_conflicts=True, unique_fields=["code"], update_fields=["name", "order"]
            )
            facts = {"file": DISTRICTS, "changed": len(changed)}
            record("places.loaded", about="places:districts", by=by, at=at, facts=facts)
    if changed:
        draw_map(by=by, at=at)
    return len(changed)


def _read() -> list[District]:
    file = files("portlight.kernel.places.reference").joinpath(DISTRICTS)
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return [
        District(code=row["code"], name={language: row[language] for language in CODES}, order=order)
        for order, row in enumerate(rows)
    ]
