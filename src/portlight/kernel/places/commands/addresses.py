"""The office's table of standard addresses, from a sheet, with what each is found by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from portlight.kernel.places.commands.rows import Fault, Taken, columns, text
from portlight.kernel.places.models import Gram, Posting, StandardAddress, Station
from portlight.kernel.places.rules import DATUMS, USES, pieces
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.sheets import Sheet

NEEDED = ("code", "station", "zh", "en")
_PAGE = 2_000


def take_addresses(sheet: Sheet, *, by: Actor, at: datetime, dry: bool = False) -> Taken:
    """Adds the addresses of the sheet, all or none; a code that is known already is a fault of its row.

    Columns: code, station, zh, en; where known use (home when empty), latitude, longitude and datum (wgs84 or gcj02).
    `Taken.batch` names what was added. Refused: places.columns-missing.
    """
    place = columns(sheet, NEEDED)
    stations = set(Station.objects.values_list("code", flat=True))
    known = set(StandardAddress.objects.values_list("code", flat=True))
    faults: list[Fault] = []
    rows: list[StandardAddress] = []
    batch = str(uuid4())
    for number, cells in sheet.rows:
        told = {name: text(cells, where) for name, where in place.items()}
        found = _read(number, told, stations, known)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            known.add(found.code)
            found.batch = batch
            rows.append(found)
    if faults or dry:
        return Taken(rows=len(sheet.rows), faults=tuple(faults))
    _write(rows, batch, by, at)
    return Taken(rows=len(sheet.rows), batch=batch)


@transaction.atomic
def take_back(batch: str, *, by: Actor, at: datetime) -> int:
    """Takes out what a batch had added; returns how many addresses. Refused: places.batch-unknown."""
    mine = StandardAddress.objects.filter(batch=batch)
    counts = Counter(Posting.objects.filter(address__in=mine).values_list("gram", flat=True))
    if not mine.exists():
        raise Refused("places.batch-unknown")
    Posting.objects.filter(address__in=mine).delete()
    removed, _ = mine.delete()
    _count(counts, -1)
    record("places.addresses-taken-back", about="places:addresses", by=by, at=at, facts={"addresses": removed})
    return removed


def _read(number: int, told: dict[str, str], stations: set[str], known: set[str]) -> StandardAddress | Fault:
    for name in NEEDED:
        if not told[name]:
            return Fault(number, name, "", "empty")
    if told["code"] in known:
        return Fault(number, "code", told["code"], "twice")
    if told["station"] not in stations:
        return Fault(number, "station", told["station"], "station-unknown")
    for name, longest in (("code", 40), ("zh", 200), ("en", 200)):
        if len(told[name]) > longest:
            return Fault(number, name, told[name], "too-long")
    use = told.get("use") or "home"
    if use not in USES:
        return Fault(number, "use", use, "use-unknown")
    return _with_point(number, told, use)


def _with_point(number: int, told: dict[str, str], use: str) -> StandardAddress | Fault:
    row = StandardAddress(code=told["code"], station_id=told["station"], zh=told["zh"], en=told["en"], use=use)
    if not told.get("latitude") and not told.get("longitude"):
        return row
    try:
        row.latitude, row.longitude = float(told.get("latitude", "")), float(told.get("longitude", ""))
    except ValueError:
        return Fault(number, "latitude", told.get("latitude", ""), "not-a-point")
    if not (abs(row.latitude) <= 90 and abs(row.longitude) <= 180):
        return Fault(number, "latitude", told["latitude"], "not-a-point")
    if told.get("datum") not in DATUMS:
        return Fault(number, "datum", told.get("datum", ""), "datum-unknown")
    row.datum = told["datum"]
    return row


@transaction.atomic
def _write(rows: Sequence[StandardAddress], batch: str, by: Actor, at: datetime) -> None:
    for since in range(0, len(rows), _PAGE):
        page = StandardAddress.objects.bulk_create(rows[since : since + _PAGE])
        found = [(row.pk, pieces(f"{row.zh} {row.en}")) for row in page]
        grams = _grams({piece for _, of_row in found for piece in of_row})
        Posting.objects.bulk_create(_postings(found, grams), batch_size=5_000)
        _count(Counter(grams[piece] for _, of_row in found for piece in of_row), 1)
    record(
        "places.addresses-taken", about="places:addresses", by=by, at=at, facts={"addresses": len(rows), "batch": batch}
    )


def _postings(found: Sequence[tuple[int, tuple[str, ...]]], grams: dict[str, int]) -> Iterator[Posting]:
    for number, of_row in found:
        for piece in of_row:
            yield Posting(gram_id=grams[piece], address_id=number)


def _grams(wanted: set[str]) -> dict[str, int]:
    texts = sorted(wanted)
    Gram.objects.bulk_create([Gram(text=text) for text in texts], ignore_conflicts=True, batch_size=2_000)
    known: dict[str, int] = {}
    for since in range(0, len(texts), 500):
        known.update(Gram.objects.filter(text__in=texts[since : since + 500]).values_list("text", "pk"))
    return known


def _count(counts: Counter[int], sign: int) -> None:
    """Grams that stand in equally many rows are counted together: a few statements, not one for each."""
    alike: dict[int, list[int]] = {}
    for gram, n in counts.items():
        alike.setdefault(n, []).append(gram)
    for n, grams in alike.items():
        for since in range(0, len(grams), 500):
            mine = Gram.objects.filter(pk__in=grams[since : since + 500])
            mine.update(addresses=F("addresses") + sign * n)
