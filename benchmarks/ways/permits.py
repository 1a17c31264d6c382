"""Somebody who applies for another year: the guide, five forms, two photos of her passport, the slip. Twelve pages."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from benchmarks.passports.telephone import photograph
from benchmarks.visiting import Browser

_KINDS = 4  # photographs that differ; each that is handed in differs from every other by its comment


class Visitor(Browser):
    @classmethod
    def ready(cls) -> None:
        for kind in range(_KINDS):
            _plain(kind)

    async def goes(self, n: int) -> None:
        await self.text("index", "/en/permits/")
        ends = (date.today() + timedelta(days=60 + n % 300)).isoformat()  # noqa: DTZ011
        asked = f"holds=residence-permit&permit_until={ends}&wants=stay-longer"
        await self.text("guide", f"/en/permits/which/?{asked}")
        at = await self.page("file", f"/en/permits/file/?matter=residence-extension&holds=residence-permit"
                                     f"&permit_until={ends}", _matter())  # fmt: skip
        at = await self.page("who", at, _who(n))
        at = await self.page("stay", at, {"holds": "residence-permit", "permit_until": ends})
        at = await self.page("wish", at, {"purpose": "The work goes on for another year.", "handover": "collect"})
        at = await self.page("papers", at, {"which": "passport", "content": (f"{n}-1.jpg", shot(2 * n))})
        at = await self.page("papers", at, {"which": "photo", "content": (f"{n}-2.jpg", shot(2 * n + 1))})
        await self.text("papers", at)
        at = await self.page("check", at.replace("/papers/", "/check/"), {})
        await self.text("application", at)
        slip = await self.got("slip", f"{at.partition('?')[0]}paper/slip/")
        if not slip.startswith(b"%PDF"):
            raise ValueError("slip: no PDF")


def _matter() -> dict[str, Any]:
    return {"matter": "residence-extension", "filed_as": "self", "agent_ground": ""}


def _who(n: int) -> dict[str, Any]:
    return {
        "surname": "RESIDENT", "given_names": "ANNA", "nationality": "SWE", "birth_date": "1988-03-12",
        "paper_number": f"D{n:08d}", "paper_until": "2035-01-01",
    }  # fmt: skip


def shot(n: int) -> bytes:
    """A photograph of twelve megapixels that nobody has handed in before."""
    plain = _plain(n % _KINDS)
    told = f"shot {n}".encode()
    # A comment segment: ITU T.81, B.2.4.5.
    return plain[:2] + b"\xff\xfe" + (len(told) + 2).to_bytes(2, "big") + told + plain[2:]


@cache
def _plain(kind: int) -> bytes:
    return photograph(kind)
