"""Somebody who registers where she lives: six forms, a search, the receipt."""

from __future__ import annotations

import re
from datetime import date, timedelta

from benchmarks.visiting import Browser

CHOSEN = re.compile(r'type="radio" name="address" value="([^"]+)"')


class Visitor(Browser):
    async def goes(self, n: int) -> None:
        today = date.today()  # noqa: DTZ011
        at = await self.page("photo", "/en/lodging/declare/", {"declared_for": "self"})
        at = await self.page("passport", at, {
            "surname": "RESIDENT", "given_names": "ANNA", "nationality": "SWE", "sex": "F", "birth_date": "1988-03-12",
            "paper": "passport", "paper_number": f"C{n:08d}", "paper_until": (today + timedelta(days=900)).isoformat(),
        })  # fmt: skip
        found = await self.posted(
            "search", at, await self.token("address", at), {"sought": "osmanthus 20", "search": "1"}
        )
        chosen = CHOSEN.search(found[1])
        at = await self.page("address", at, {"address": chosen[1] if chosen else "", "room": str(n), "sought": ""})
        at = await self.page("days", at, {
            "moved_in_on": today.isoformat(), "moved_in_time": "00:01", "stay_kind": "residence-permit", "visa": "",
            "stay_until": (today + timedelta(days=90)).isoformat(), "entered_on": "",
            "leaving_on": (today + timedelta(days=60)).isoformat(),
        })  # fmt: skip
        at = await self.page("check", at, {})
        await self.text("receipt", at)
