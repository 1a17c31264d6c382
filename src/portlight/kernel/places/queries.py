from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portlight.kernel.places.models import District
from portlight.toolkit.languages import SOURCE


@dataclass(frozen=True)
class DistrictCard:
    code: str  # GB/T 2260
    name: Mapping[str, str]  # language → name

    def name_in(self, language: str) -> str:
        return self.name.get(language) or self.name[SOURCE]


def districts() -> list[DistrictCard]:
    """The city's districts, in the office's order."""
    return [DistrictCard(row.code, row.name) for row in District.objects.order_by("order", "code")]


def district(code: str) -> DistrictCard | None:
    row = District.objects.filter(code=code).first()
    return DistrictCard(row.code, row.name) if row else None
