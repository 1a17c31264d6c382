"""The daily figures: what went out on a day of the office, kept when the rows behind them are gone.

Folded from the rows themselves, again and again while the day lasts, once more when it is over. Notices only: no
exercises, no messages to one person, no channels that reach nobody outside.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from portlight.delivery import port, sql
from portlight.delivery.models import Daily, FirstAddressed, Message

log = logging.getLogger(__name__)
Key = tuple[str, str]  # language, channel or outlet; "" stands for all of them
_SPARE = 20.0  # a fold that takes long is made more rarely: at most a twentieth of the time
_next = 0.0
_folding: threading.Thread | None = None


def day_of(moment: datetime) -> date:
    """The day of the office."""
    return timezone.localtime(moment).date()


def bounds(day: date) -> tuple[datetime, datetime]:
    begin = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    return begin, timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


def fold_beside(at: datetime) -> int:
    """`fold_due` of a worker: on PostgreSQL in a thread with a connection of its own, because a day of millions takes
    seconds, in which an urgent notice would wait. SQLite has one writer: there nothing can go on beside it."""
    global _folding
    if not sql.on_postgresql() or connection.in_atomic_block:
        return fold_due(at)
    if time.monotonic() >= _next and (_folding is None or not _folding.is_alive()):
        _folding = threading.Thread(target=_beside, args=(at,), name="fold-days", daemon=True)
        _folding.start()
    return 0


def _beside(at: datetime) -> None:
    try:
        fold_due(at)
    except Exception:
        log.exception("the day could not be folded; it is tried again")
    finally:
        connection.close()


def fold_due(at: datetime) -> int:
    """Fold today when something moved, and days that are over and not closed yet; returns how many days."""
    global _next
    if time.monotonic() < _next:
        return 0
    began, folded = time.monotonic(), 0
    for day in _open_days(day_of(at)):
        folded += fold(day, at=at)
    _next = time.monotonic() + _SPARE * (time.monotonic() - began)
    return folded


def _open_days(today: date) -> list[date]:
    last = Daily.objects.filter(closed=True, language="", channel="").aggregate(last=Max("day"))["last"]
    if last is None:
        first = Message.objects.filter(kind="notice", started_at__isnull=False).order_by("started_at").first()
        if first is None or first.started_at is None:
            return []
        last = day_of(first.started_at) - timedelta(days=1)
    return [last + timedelta(days=n) for n in range(1, (today - last).days + 1)][-400:]


def fold(day: date, *, at: datetime) -> bool:
    """Write the figures of one day anew; it is closed when it was over by `at`. False: another worker is at it."""
    begin, end = bounds(day)
    figures: dict[Key, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with transaction.atomic():
        if not sql.alone("delivery.days"):
            return False  # another worker is at it
        _messages(begin, end, figures)
        newly = _newly(day)
        _confirmed(begin, end, figures)
        _pushes(begin, end, figures)
        figures[("", "")]["newly"] = newly
        Daily.objects.filter(day=day).delete()
        Daily.objects.bulk_create(
            Daily(day=day, language=language, channel=channel, closed=at >= end, **figures[(language, channel)])
            for language, channel in sorted(figures)
        )
    return True


def _outside() -> list[str]:
    inside = [kind for kind, channel in port.personal().items() if channel.inside]
    return inside or ["-"]


_HANDED_OVER = """
INSERT INTO delivery_page (person_id, rank, channel, address_id, language, wanted, step)
SELECT d.person_id, 0, d.channel, 0, d.language, '', 5 FROM delivery_message m
JOIN delivery_delivery d ON d.message_id = m.id
WHERE m.kind = 'notice' AND m.drill = {no} AND m.started_at < %s AND m.moved_at >= %s
  AND d.channel NOT IN ({inside})
  AND (EXISTS (SELECT 1 FROM delivery_result r WHERE r.delivery_id = d.id AND r.outcome = 'accepted'
      AND r.at >= %s AND r.at < %s)
    OR EXISTS (SELECT 1 FROM delivery_doubt t WHERE t.delivery_id = d.id AND t.sent = {yes}
      AND t.resolved_at >= %s AND t.resolved_at < %s))
"""


def _messages(begin: datetime, end: datetime, figures: dict[Key, dict[str, int]]) -> None:
    """Messages and distinct people, by language, by channel, by both, and in all; the scratch page keeps them."""
    inside = _outside()
    lo, hi = sql.moment(begin), sql.moment(end)
    with sql.page_table():
        sql.execute(
            _HANDED_OVER.format(inside=sql.marks(inside), no=sql.truth(False), yes=sql.truth(True)),
            [hi, lo, *inside, lo, hi, lo, hi],
        )
        for columns in (("language", "channel"), ("language",), ("channel",), ()):
            for key, messages, people in _grouped(columns):
                figures[key]["messages"] = messages
                figures[key]["people"] = people


def _grouped(columns: Sequence[str]) -> list[tuple[Key, int, int]]:
    group = f" GROUP BY {', '.join(columns)}" if columns else ""
    picked = ", ".join(name if name in columns else f"'' AS {name}" for name in ("language", "channel"))
    rows = sql.select(f"SELECT {picked}, count(*), count(DISTINCT person_id) FROM delivery_page{group}")
    return [((language, channel), messages, people) for language, channel, messages, people in rows if messages]


def _newly(day: date) -> int:
    """People who had never been addressed before this day; reads the scratch page of `_messages`."""
    sql.execute(
        "INSERT INTO delivery_firstaddressed (person_id, day) SELECT DISTINCT person_id, CAST(%s AS date)"
        " FROM delivery_page WHERE 1 = 1 ON CONFLICT DO NOTHING"
        if sql.on_postgresql()
        else "INSERT INTO delivery_firstaddressed (person_id, day) SELECT DISTINCT person_id, %s FROM delivery_page"
        " WHERE 1 = 1 ON CONFLICT DO NOTHING",
        [day.isoformat()],
    )
    return FirstAddressed.objects.filter(day=day).count()


def _confirmed(begin: datetime, end: datetime, figures: dict[Key, dict[str, int]]) -> None:
    """Distinct people who confirmed something on that day, a notice of the last two months."""
    inside = _outside()
    for columns in (("language", "channel"), ("language",), ("channel",), ()):
        group = f" GROUP BY {', '.join('c.' + name for name in columns)}" if columns else ""
        picked = ", ".join(f"c.{name}" if name in columns else "''" for name in ("language", "channel"))
        for language, channel, people in sql.select(
            f"SELECT {picked}, count(DISTINCT c.person_id) FROM delivery_message m JOIN delivery_confirmation c"
            f" ON c.thread_id = m.id WHERE m.kind = 'notice' AND m.drill = {sql.truth(False)} AND m.announced_at >= %s"
            f" AND m.announced_at < %s AND c.at >= %s AND c.at < %s AND c.channel NOT IN ({sql.marks(inside)}){group}",
            [sql.moment(begin - timedelta(days=60)), sql.moment(end), sql.moment(begin), sql.moment(end), *inside],
        ):
            if people:
                figures[(language, channel)]["confirmed"] = people


def _pushes(begin: datetime, end: datetime, figures: dict[Key, dict[str, int]]) -> None:
    inside: list[Any] = _outside()
    rows = sql.select(
        "SELECT p.language, p.outlet, count(*) FROM delivery_push p JOIN delivery_message m ON m.id = p.message_id"
        f" WHERE p.at >= %s AND p.at < %s AND m.kind = 'notice' AND m.drill = {sql.truth(False)}"
        f" AND p.outlet NOT IN ({sql.marks(inside)}) GROUP BY p.language, p.outlet",
        [sql.moment(begin), sql.moment(end), *inside],
    )
    for language, outlet, count in rows:
        for key in ((language, outlet), (language, ""), ("", outlet), ("", "")):
            figures[key]["pushes"] += count
