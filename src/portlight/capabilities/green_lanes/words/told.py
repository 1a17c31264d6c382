"""Agreements and rosters as the pages of both faces show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from portlight.capabilities.green_lanes import queries
from portlight.capabilities.green_lanes.queries import AgreementCard, BatchCard, FileCard, RowCard
from portlight.capabilities.green_lanes.rules.matters import CHANGES as KINDS_OF_CHANGE
from portlight.capabilities.green_lanes.words.codes import CHANGES, MATTERS, RIGHTS, STATES, WEEKDAYS
from portlight.capabilities.green_lanes.words.roster import remedy, row_told
from portlight.faces import telling
from portlight.faces.languages import active
from portlight.faces.words import sentence
from portlight.kernel.slots.queries import BookingCard
from portlight.toolkit.actor import Actor
from portlight.toolkit.refusals import Refused
from portlight.toolkit.rosters import writing

SHOWN = 200  # problems, and rows, on one page
ALL = "all"
_REVOKED = STATES["revoked"]


def hours_told(card: AgreementCard) -> str:
    """The reserved hours in a line; empty where none were agreed."""
    if not card.days or card.opens is None or card.closes is None:
        return ""
    days = telling.several([gettext(WEEKDAYS[str(day)]) for day in card.days])
    return f"{days} · \u2068{card.opens:%H:%M}\u2069–\u2068{card.closes:%H:%M}\u2069"


def agreement_lines(card: AgreementCard) -> list[tuple[str, str]]:
    """What was agreed, line by line."""
    return [
        (gettext("Times a day"), telling.number(card.per_day)),
        (gettext("Times a week"), telling.number(card.per_week)),
        (gettext("Answer within, working days"), telling.number(card.promise)),
        (gettext("Reserved hours"), hours_told(card) or "–"),
        (gettext("Visits on site, a month"), telling.number(card.visits)),
        (gettext("Guarantees the costs of its people"), gettext("Yes") if card.guarantees else gettext("No")),
        (gettext("First day"), telling.day(card.since)),
        (gettext("Last day"), telling.day(card.last_day)),
    ]


def batch_told(found: BatchCard, *, by: Actor, after: int, only: str, at: datetime) -> dict[str, Any]:
    """A checked roster: what is wrong, and what has changed; a drafted one: its rows, a page at a time."""
    shown: dict[str, Any] = {"found": found, "language_code": active().code}
    if found.state == "checked" and found.kept:
        _, told = queries.opened_batch(found, by=by, at=at)
        lines = writing.lines(told.roster)
        problems = [(*line, remedy(line[2].code, line[2].facts, active().code)) for line in lines[:SHOWN]]
        left = queries.opened_members(told.compared.left[:SHOWN])
        return {
            **shown, "problems": problems, "more": len(lines) - len(problems), "unknown": told.roster.unknown,
            "counts": told.roster.counts(), "changes": _changes(told), "left": [one.name for one in left.values()],
            "left_count": len(told.compared.left),
        }  # fmt: skip
    if not only:  # what there is to do comes first; everything is one press away
        only = "draft" if found.drafts else ALL
    states = (only,) if only in STATES else tuple(STATES)
    page = queries.rows_of(found, states=states, by=by, at=at, after=after, size=SHOWN)
    times = queries.times_of(found, at=at)
    counts = [(code, gettext(word), found.counts[code]) for code, word in STATES.items() if found.counts.get(code)]
    return {
        **shown, "rows": [_row(one, times.get(one.id)) for one in page.rows], "today": timezone.localdate(at), "next": page.next, "only": only, "counted": counts,
        "bundles": queries.bundles(found),
    }  # fmt: skip


def file_told(one: FileCard) -> str:
    """Why a file was not kept, and what to do."""
    if one.state == "unmatched":
        return gettext("No draft has this passport number. Begin the name of the file with the number of the passport.")
    return sentence(Refused(one.code))


def _changes(told: queries.Read) -> list[tuple[str, str, list[str], int]]:
    """Each kind of change: code, word, the first names, how many."""
    made: list[tuple[str, str, list[str], int]] = []
    for code in KINDS_OF_CHANGE:
        places = [place for place in told.people if told.compared.change[place] == code]
        names = [told.people[place].name for place in places[:20]]
        made.append((code, gettext(CHANGES[code]), names, len(places)))
    return made


def _row(one: RowCard, time: BookingCard | None) -> dict[str, Any]:
    word, follows = RIGHTS.get(one.right, ("", ""))
    return {
        "card": one, "time": time, "state": gettext(STATES[one.state]), "revoked": gettext(_REVOKED), "told": row_told(one.code, active().code),
        "matter": gettext(MATTERS[one.matter]) if one.matter else "", "right": gettext(word) if word else "",
        "follows": gettext(follows) if follows else "", "source": gettext(one.source) if one.source else "",
    }  # fmt: skip
