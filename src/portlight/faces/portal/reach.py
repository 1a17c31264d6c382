"""The public reach report: how often the office spoke, in which languages, on which channels, to how many people."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from portlight.delivery import port, queries
from portlight.faces import telling
from portlight.faces.portal.doors import door
from portlight.faces.portal.words import FEWER

ROOM = "reach"
_MINUTE = "public, max-age=60"
COLUMNS = ("day", "language", "channel", "pushes", "messages", "people", "confirmed")


@door(ROOM)
def index(request: HttpRequest) -> dict[str, Any]:
    """The sentence, then days, languages and channels; each a table with bars."""
    report = queries.report()
    return {
        "report": report,
        "days": [(line, telling.day(line.day, short=True) if line.day else "") for line in report.days],
        "languages": [(line, telling.language_name(line.key)) for line in report.languages],
        "channels": [(line, _way_name(line.key)) for line in report.channels if line.key not in report.outlets],
        "outlets": [(line, _way_name(line.key)) for line in report.channels if line.key in report.outlets],
        "most_people": max((line.people for line in report.days), default=0),
        "most_messages": max((line.messages for line in (*report.languages, *report.channels)), default=0),
    }


@door(ROOM, path="figures.csv")
def figures(request: HttpRequest) -> HttpResponseBase:
    """The same figures by day, language and channel as CSV (RFC 4180), with the mark spreadsheets know UTF-8 by."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for row in queries.daily():
        rows.writerow(
            (row.day, row.language, row.channel, row.pushes, *map(public, (row.messages, row.people, row.confirmed)))
        )
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="reach.csv"'
    answer["Cache-Control"] = _MINUTE
    return answer


def public(people: int) -> str | int:
    """A figure about people as the public gets it: fewer than ten are not told exactly."""
    return people if people == 0 or people >= queries.FEW else f"<{queries.FEW}"


def told(people: int) -> str:
    """The same in the reader's words."""
    return telling.number(people) if people == 0 or people >= queries.FEW else gettext(FEWER)


def _way_name(kind: str) -> str:
    channel: port.Channel | None = port.personal().get(kind) or port.public().get(kind)
    return gettext(channel.label) if channel else kind
