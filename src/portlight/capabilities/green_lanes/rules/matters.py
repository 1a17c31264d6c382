"""What an institution asks for one of its people: the matters a list may name, and what is due where it names none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

# The codes under which `permits` knows them; a capability never imports another, a journey brings both together.
FIRST_RESIDENCE = (
    "residence-work", "residence-study", "residence-journalist", "residence-reunion", "residence-private",
)  # fmt: skip
MATTERS = (
    "visa-extension", "visa-replacement", "visa-reissue", "stay-permit", *FIRST_RESIDENCE, "residence-extension",
    "residence-change", "residence-reissue", "residence-note",
)  # fmt: skip
NOTHING = "nothing"  # the list itself says that nothing is wanted
GROUNDS = ("unwell", "talent", "good-record")

Change = Literal["joined", "changed", "ending", "same"]
CHANGES: tuple[Change, ...] = ("joined", "changed", "ending", "same")
ENDING = timedelta(days=30)  # a residence permit is extended 30 days before it ends (LAW 32)
# A visa that is followed by a residence permit within 30 days of entry (LAW 30, REG 9).
_FOLLOWED = {
    "Z": "residence-work", "R": "residence-work", "X1": "residence-study", "J1": "residence-journalist",
    "Q1": "residence-reunion", "S1": "residence-private",
}  # fmt: skip


def is_ending(ends_on: date, *, on: date) -> bool:
    """Whether the stay ends within 30 days, or has ended."""
    return ends_on <= on + ENDING


def wanted(asked: str, *, holds: str, letter: str, change: Change, ends_on: date, on: date) -> str:
    """The matter a row wants: what its list says, else what the law asks for next; empty: nothing now.

    LAW 30 (first permits within 30 days of entry), 32 (extension 30 days before the end), 33 (a new passport is a
    changed item of a residence permit), 29 (extension of a visa), REG 10 (a new passport needs the visa anew).
    """
    if asked:
        return "" if asked == NOTHING else asked
    if holds == "visa" and letter in _FOLLOWED:
        return _FOLLOWED[letter]
    if change == "changed":
        return {"residence-permit": "residence-change", "visa": "visa-replacement"}.get(holds, "")
    if not is_ending(ends_on, on=on):
        return ""
    by_holding = {"residence-permit": "residence-extension", "visa": "visa-extension"}
    return by_holding.get(holds, "stay-permit")
