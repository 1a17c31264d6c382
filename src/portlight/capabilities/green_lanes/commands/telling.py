"""Whom a list concerns is told that it does; its officers are told what she decides, and what they owe the office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portlight.capabilities.green_lanes.commands.drafting import TELL
from portlight.capabilities.green_lanes.models import CURRENT, DRAFT, LEFT, Batch, Member, Row
from portlight.capabilities.green_lanes.queries.times import ABOUT
from portlight.capabilities.green_lanes.rules.duties import AHEAD, Duty, duty_to_change, duty_to_extend, duty_to_report
from portlight.delivery import commands as delivery
from portlight.delivery.texts import Frozen
from portlight.kernel.organisations import queries as organisations
from portlight.kernel.slots import commands as times
from portlight.kernel.slots import queries as slots
from portlight.kernel.timeline.commands import record
from portlight.kernel.work.commands import later
from portlight.toolkit.actor import Actor, machine
from portlight.toolkit.refusals import Refused

# What is told → the message in nine languages, its facts filled in.
Texts = Callable[..., Mapping[str, Frozen]]
GOOD_FOR = timedelta(days=7)
PAGE = 50  # people told in one transaction
_BY = machine("lanes")


def tell_people(key: str, *, texts: Texts, at: datetime) -> None:
    """Tells the next people of a roster that an institution prepares something for them, each once, and asks for those
    after them. Safe to repeat, and beside itself: mark and message are one transaction."""
    number, _, after = key.partition(":")
    batch = Batch.objects.select_related("organisation").filter(number=number).first()
    if batch is None:
        return
    named = organisations.organisation(batch.organisation.key)
    rows = Row.objects.filter(batch=batch, state=DRAFT, row__gt=int(after)).select_related("member").order_by("row")
    page = list(rows[:PAGE])
    message = texts("listed", zh=named.zh, en=named.en or named.zh) if named else {}
    with transaction.atomic():
        for row in page:
            member = row.member
            if member is None or member.address_id is None:
                continue
            if Member.objects.filter(pk=member.pk, told_at=None, state=CURRENT).update(told_at=at):
                _tell([member.address_id], message, about=f"lane-member:{member.key}", by=_BY, at=at)
        if len(page) == PAGE:
            later(kind=TELL, key=f"{number}:{page[-1].row}", due_at=at, at=at)


def tell_officers(organisation: UUID, what: str, *, texts: Texts, about: str, by: Actor, at: datetime) -> None:
    """One message to each who files for the institution. An address that cannot be written to stops nothing."""
    message = texts(what)
    for address in organisations.reached(organisation):
        _tell_if_open(address, message, about=about, by=by, at=at)


def tell_member(row: Row, what: str, *, texts: Texts, moment: datetime, place: str = "", at: datetime) -> None:
    """What became of the time of a row, to the person, where her list gives an address and she has not left or revoked;
    with the name and street of the place, where one is given. `row` with its member and its list's institution. A
    channel that is switched off tells nothing."""
    member, named = row.member, organisations.organisation(row.batch.organisation.key)
    if member is None or member.address_id is None or member.state != CURRENT or named is None:
        return
    venue = slots.venue(place) if place else None
    where = {"place": venue.name, "street": venue.address} if venue else {}
    message = texts(what, zh=named.zh, en=named.en or named.zh, moment=moment, **where)
    _tell_if_open(member.address_id, message, about=f"lane-member:{member.key}", by=_BY, at=at)


def remind_times(at: datetime, *, texts: Texts, most: int = 200) -> int:
    """Who has a time tomorrow or later today hears of it once more, by day, as `tell_member` tells; returns how many
    times were dealt with. Mark and message are one transaction."""
    cards = slots.due_reminders(at, about=ABOUT, most=most)
    numbers = [int(card.about.removeprefix(ABOUT)) for card in cards]
    rows = Row.objects.select_related("batch__organisation", "member").in_bulk(numbers)
    done = 0
    for card, number in zip(cards, numbers, strict=True):
        with transaction.atomic():
            if not times.reminded(card.number, at=at):
                continue
            done += 1
            if number in rows:
                tell_member(rows[number], "time-soon", texts=texts, moment=card.starts_at, place=card.place, at=at)
    return done


def remind_duties(at: datetime, *, texts: Texts, most: int = 100) -> int:
    """Tells an institution's officers that something is due for its people, one message an institution and turn: who
    has left (REG 26), whose stay ends (LAW 29, 32), whose passport has changed (LAW 33). Each duty once."""
    today, told = timezone.localdate(at), 0
    due: dict[int, list[tuple[Member, str]]] = {}
    for member in _candidates(at, most):
        duty = _duty(member, at)
        if duty is not None and (duty.by is None or today >= duty.by - AHEAD):
            mark = f"{duty.code}:{duty.by or member.ended_on}"
            if mark != member.reminded_of:
                due.setdefault(member.organisation_id, []).append((member, mark))
    for number, owed in due.items():
        told += _reminded(number, owed, texts, at)
    return told


def _candidates(at: datetime, most: int) -> Iterable[Member]:
    """By the end of stay, which each reminder moves behind the others by its mark."""
    today = timezone.localdate(at)
    left = Member.objects.filter(state=LEFT, reported_at=None, reminded_of="")[:most]
    soon = Member.objects.filter(state=CURRENT, ends_on__gte=today, ends_on__lte=today + timedelta(days=30) + AHEAD)
    changed = Member.objects.filter(state=CURRENT, changed_on__gte=today - timedelta(days=10))
    return [
        *left,
        *changed.order_by("id")[:most],
        *soon.exclude(reminded_of__startswith="extend").order_by("ends_on", "id")[:most],
    ]


def _duty(member: Member, at: datetime) -> Duty | None:
    today = timezone.localdate(at)
    if member.state == LEFT:
        return duty_to_report()
    if member.changed_on is not None and member.changed_on >= today - timedelta(days=10):
        return duty_to_change(member.holds, member.changed_on)
    return duty_to_extend(member.holds, member.ends_on)


def _reminded(number: int, owed: list[tuple[Member, str]], texts: Texts, at: datetime) -> int:
    card = organisations.named([number])[number]
    with transaction.atomic():
        marked = [
            member for member, mark in owed
            if Member.objects.filter(pk=member.pk, reminded_of=member.reminded_of).update(reminded_of=mark)
        ]  # fmt: skip
        if not marked:
            return 0
        about = f"organisation:{card.key}"
        _tell(organisations.reached(card.key), texts("duties", count=str(len(marked))), about=about, by=_BY, at=at)
        record("lanes.reminded", about=about, by=_BY, at=at, facts={"members": len(marked)})
    return len(marked)


def _tell_if_open(address: int, message: Mapping[str, Frozen], *, about: str, by: Actor, at: datetime) -> None:
    with suppress(Refused):
        _tell([address], message, about=about, by=by, at=at)


def _tell(addresses: Iterable[int], message: Mapping[str, Frozen], *, about: str, by: Actor, at: datetime) -> None:
    if message:
        for address in addresses:
            delivery.tell(
                address_id=address, texts=message, about=about, kind="lanes.told", by=by, at=at, not_after=at + GOOD_FOR
            )
