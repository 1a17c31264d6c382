"""The public reach report: days, languages and channels in the four figures, and the sentence they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Sum

from portlight.delivery import port, sql
from portlight.delivery.models import Daily

FEW = 10  # people: fewer are told as "fewer than ten" in public


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One line. `people` and `confirmed` are distinct people of that day; lines are not added up to people."""

    day: date | None
    key: str  # language, channel or outlet; "" for all
    pushes: int
    messages: int
    people: int
    confirmed: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """`people` of the whole time are those addressed for the first time on each day, added up: everyone once."""

    first: date | None
    last: date | None
    pushes: int
    messages: int
    people: int
    confirmations: int  # people who confirmed, added up over days
    days: tuple[Figures, ...]  # newest first
    languages: tuple[Figures, ...]  # added up over days: person-days, not people
    channels: tuple[Figures, ...]
    outlets: frozenset[str]  # those of `channels` that are public: readers, never people


@dataclass(frozen=True, kw_only=True)
class Line:
    """The figures of one day, language and channel; "" stands for all."""

    day: date
    language: str
    channel: str
    pushes: int
    messages: int
    people: int
    confirmed: int


def daily(*, most: int = 20_000) -> tuple[Line, ...]:
    """Every line kept, newest day first; one query."""
    names = ("day", "language", "channel", "pushes", "messages", "people", "confirmed")
    rows = Daily.objects.order_by("-day", "language", "channel").values(*names)[:most]
    return tuple(Line(**row) for row in rows)


@sql.one_moment()
def report(*, since: date | None = None, until: date | None = None, days: int = 31) -> Report:
    """The figures from `since` to `until`, both included; at most `days` of them line by line. Four queries of one
    moment."""
    rows = Daily.objects.all()
    if since is not None:
        rows = rows.filter(day__gte=since)
    if until is not None:
        rows = rows.filter(day__lte=until)
    whole = rows.filter(language="", channel="")
    totals = whole.aggregate(
        first=Min("day"), last=Max("day"), pushes=Sum("pushes"), messages=Sum("messages"), people=Sum("newly"),
        confirmations=Sum("confirmed"),
    )  # fmt: skip
    lines = tuple(
        Figures(
            day=row.day, key="", pushes=row.pushes, messages=row.messages, people=row.people, confirmed=row.confirmed
        )
        for row in whole.order_by("-day")[:days]
    )
    return Report(
        first=totals["first"], last=totals["last"], pushes=totals["pushes"] or 0, messages=totals["messages"] or 0,
        people=totals["people"] or 0, confirmations=totals["confirmations"] or 0, days=lines,
        languages=_added_up(rows.filter(channel="").exclude(language=""), "language"),
        channels=_added_up(rows.filter(language="").exclude(channel=""), "channel"),
        outlets=frozenset(port.public()),
    )  # fmt: skip


def _added_up(rows: object, column: str) -> tuple[Figures, ...]:
    found = rows.values(column).annotate(  # type: ignore[attr-defined]
        p=Sum("pushes"), m=Sum("messages"), n=Sum("people"), c=Sum("confirmed")
    )
    return tuple(
        Figures(day=None, key=row[column], pushes=row["p"], messages=row["m"], people=row["n"], confirmed=row["c"])
        for row in found.order_by("-m", "-p", column)
    )
