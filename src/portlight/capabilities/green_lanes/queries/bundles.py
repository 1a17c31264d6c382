"""What became of papers in bulk: each file kept for a row, nobody's, or refused with what to do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portlight.capabilities.green_lanes.models import KEPT, Bundle, Paper
from portlight.capabilities.green_lanes.queries.batches import BatchCard
from portlight.toolkit.sealed import open_sealed

CONTENT, NAME = "green_lanes_bundle.content", "green_lanes_paper.name"


@dataclass(frozen=True, kw_only=True)
class FileCard:
    """A file that was not kept."""

    name: str
    state: str  # unmatched, refused
    code: str
    row: int


@dataclass(frozen=True, kw_only=True)
class BundleCard:
    key: UUID
    state: str  # waiting, done
    files: int
    done: int
    kept: int
    taken_at: datetime
    faults: tuple[FileCard, ...]


def bundles(found: BatchCard, *, most: int = 10, faults: int = 200) -> tuple[BundleCard, ...]:
    """The papers of a roster, the latest first; the page has noted who reads it. Three queries."""
    rows = list(Bundle.objects.filter(batch_id=found.id).order_by("-id")[:most])
    papers = Paper.objects.filter(bundle__in=rows)
    counts = Counter(papers.values_list("bundle_id", "state"))
    wrong = list(papers.exclude(state=KEPT).select_related("row").order_by("bundle_id", "place")[:faults])
    return tuple(
        BundleCard(
            key=row.key, state=row.state, files=row.files,
            done=sum(count for (bundle, _), count in counts.items() if bundle == row.pk),
            kept=counts[(row.pk, KEPT)], taken_at=row.taken_at,
            faults=tuple(_file(one) for one in wrong if one.bundle_id == row.pk),
        )
        for row in rows
    )  # fmt: skip


def _file(one: Paper) -> FileCard:
    name = open_sealed(one.name, column=NAME, seal=one.seal) if one.name else ""
    return FileCard(name=name, state=one.state, code=one.code, row=one.row.row if one.row else 0)
