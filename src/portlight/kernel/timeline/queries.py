"""Reading the timeline, and proving it whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min

from portlight.kernel.timeline.models import Event, Head
from portlight.kernel.timeline.rules import GENESIS, Entry, place, sealed_after
from portlight.toolkit.pages import Page

_PAGE = 5000


@dataclass(frozen=True)
class EventCard:
    number: int
    at: datetime
    kind: str
    about: str
    by_kind: str
    by_key: str
    facts: Mapping[str, Any]
    sealed: bool


@dataclass(frozen=True)
class Verdict:
    """`broken_at` is the number of the first event whose seal is not what it must be, with the reason; None: whole."""

    sealed: int
    unsealed: int
    broken_at: int | None
    reason: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_at is None


@dataclass(frozen=True)
class HeadCard:
    on: date
    seal: str
    signature: str


def head() -> str:
    """The seal of the last event in the chain, or the beginning's."""
    last = Event.objects.exclude(seal=None).order_by("-seal").values_list("seal", flat=True).first()
    return last or GENESIS


def entry_of(row: Event) -> Entry:
    return Entry(
        row.pk, row.at, row.kind, row.about, row.by_kind, row.by_key, row.request_id, row.input_hash, row.result,
        row.facts,
    )  # fmt: skip


def verify() -> Verdict:
    """Walks the whole chain. Names the first event that was changed, or that stands where another was taken out.

    What is unsealed is counted apart: it can still be changed unseen, for about a second (`tail_age`).
    """
    seal, sealed = GENESIS, 0
    for row in _in_order():
        expected = sealed_after(seal, entry_of(row))
        if row.seal != expected:
            gap = place(row.seal or "") != place(expected)
            return Verdict(sealed, _unsealed(), row.pk, "taken-out-before" if gap else "changed")
        seal, sealed = expected, sealed + 1
    return _with_heads(seal, sealed)


def _in_order() -> Iterator[Event]:
    after = ""
    while True:
        rows = list(Event.objects.filter(seal__gt=after).order_by("seal")[:_PAGE])
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].seal or ""


def _with_heads(seal: str, sealed: int) -> Verdict:
    """A signed head that the chain does not hold any more: somebody cut the end off, or wrote it again."""
    for kept in Head.objects.order_by("on"):
        if not Event.objects.filter(seal=kept.seal).exists():
            return Verdict(sealed, _unsealed(), place(kept.seal), "end-cut-off")
    return Verdict(sealed, _unsealed(), None)


def _unsealed() -> int:
    return Event.objects.filter(seal=None).count()


def tail_age(*, at: datetime) -> float:
    """Seconds since the oldest event without a seal; 0 when all are sealed."""
    oldest = Event.objects.filter(seal=None).order_by("id").values_list("at", flat=True).first()
    return max(0.0, (at - oldest).total_seconds()) if oldest else 0.0


def tail(*, at: datetime) -> tuple[int, float]:
    """How many events have no seal yet, and the age of the oldest of them in seconds."""
    found = Event.objects.filter(seal=None).aggregate(n=Count("id"), first=Min("at"))
    return int(found["n"]), max((at - found["first"]).total_seconds(), 0.0) if found["first"] else 0.0


def heads(*, most: int = 400) -> list[HeadCard]:
    """The signed heads, newest first."""
    return [HeadCard(row.on, row.seal, row.signature) for row in Head.objects.order_by("-on")[:most]]


def about(key: str, *, before: str | None = None, size: int = 50) -> Page[EventCard]:
    """What happened to the subject `key`, newest first. `before` is the token of the page above."""
    rows = Event.objects.filter(about=key)
    if before and before.isdigit():
        rows = rows.filter(id__lt=int(before))
    found = [_card(row) for row in rows.order_by("-id")[: size + 1]]
    return Page.of(found, size=size, token=lambda card: str(card.number))


def of_kinds(
    kinds: Sequence[str], *, about: Sequence[str], before: str | None = None, size: int = 50, but_by: str = ""
) -> Page[EventCard]:  # fmt: skip
    """The events of some kinds about some subjects, newest first; without those by the actor whose key is `but_by`."""
    rows = Event.objects.filter(about__in=list(about), kind__in=list(kinds))
    if but_by:
        rows = rows.exclude(by_key=but_by)
    if before and before.isdigit():
        rows = rows.filter(id__lt=int(before))
    found = [_card(row) for row in rows.order_by("-id")[: size + 1]]
    return Page.of(found, size=size, token=lambda card: str(card.number))


def everything(*, before: str | None = None, size: int = 50) -> Page[EventCard]:
    """All events, newest first, by key pages."""
    rows = Event.objects.all()
    if before and before.isdigit():
        rows = rows.filter(id__lt=int(before))
    found = [_card(row) for row in rows.order_by("-id")[: size + 1]]
    return Page.of(found, size=size, token=lambda card: str(card.number))


def latest(kind: str, *, about: str) -> EventCard | None:
    """The last event of one kind about one subject."""
    row = Event.objects.filter(about=about, kind=kind).order_by("-id").first()
    return _card(row) if row else None


def _card(row: Event) -> EventCard:
    return EventCard(row.pk, row.at, row.kind, row.about, row.by_kind, row.by_key, row.facts, row.seal is not None)
