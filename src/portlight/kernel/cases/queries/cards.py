"""Reading cases: one, several, a person's own; lists of work stand in `worklists`. Nothing personal is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from portlight.kernel.cases.models import NEVER, Case, KindTable, Link
from portlight.kernel.cases.rules import CaseKind
from portlight.toolkit.nameplate import plates
from portlight.toolkit.numbers import Numbered, numbered
from portlight.toolkit.one import one
from portlight.toolkit.pages import Page
from portlight.toolkit.statements import read

_ONE = """
SELECT c.*, p.key AS subject_key FROM cases_case c LEFT JOIN people_person p ON p.id = c.subject_id WHERE c.id = %s
"""


@dataclass(frozen=True, kw_only=True)
class CaseCard:
    """`due_at` is the soonest end of its periods, None when none runs. `revision` goes back with the next move."""

    id: int
    number: str
    kind: str
    version: int
    step: str
    label: str  # msgid of the step, as the person reads it
    subject: UUID | None
    filed_as: str
    filed_by_kind: str
    filed_by_key: str
    contact: int | None
    language: str
    queue: str
    holder: UUID | None
    flags: tuple[str, ...]
    urgent: bool
    opened_at: datetime
    moved_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    revision: int

    @property
    def about(self) -> str:
        """How the timeline, the clocks and the documents call it."""
        return about(self.id)


@dataclass(frozen=True, kw_only=True)
class LinkCard:
    kind: str
    other: CaseCard


def about(number: int) -> str:
    return f"case:{number}"


def declared() -> tuple[CaseKind, ...]:
    """The kinds the capabilities have handed in, as of this release."""
    return tuple(kind for plate in plates() for kind in plate.case_kinds)


def current(name: str) -> CaseKind:
    """The kind under which a new case is opened. LookupError when nobody declares it."""
    for kind in declared():
        if kind.name == name:
            return kind
    raise LookupError(name)


def table(kind: str, version: int) -> CaseKind:
    """A kind as it was in this version. Versions never change, so each is read once."""
    now = next((one for one in declared() if (one.name, one.version) == (kind, version)), None)
    return now or _kept(kind, version)


@lru_cache(maxsize=64)
def _kept(kind: str, version: int) -> CaseKind:
    return CaseKind.from_json(KindTable.objects.get(kind=kind, version=version).table)


def case(number: str) -> CaseCard | None:
    """The case with this number, typed with or without dashes; None when there is none, or the number is mistyped."""
    found = numbered(number)
    known = by_id(found.serial) if found else None
    return known if known and known.number == str(found) else None


def by_id(number: int) -> CaseCard | None:
    row = one(read(Case, _ONE, number))
    return None if row is None else _card_read(row)


def cards(numbers: Sequence[int]) -> dict[int, CaseCard]:
    """Several by their row. One query."""
    return {row.pk: card(row) for row in _rows().filter(pk__in=list(numbers))}


def filed_by(key: str, *, kinds: Sequence[str] = (), after: int | None = None, size: int = 25) -> Page[CaseCard]:
    """What somebody has filed, the latest first. `kinds` empty: of every kind."""
    rows = _rows().filter(filed_by_key=key).order_by("-id")
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return Page.of([card(row) for row in rows[: size + 1]], size=size, token=lambda one: str(one.id))


def of_person(key: UUID, *, size: int = 100) -> tuple[CaseCard, ...]:
    """The cases about a person, the latest first."""
    rows = _rows().filter(subject__key=key).order_by("-id")[:size]
    return tuple(card(row) for row in rows)


def alike(likeness: str) -> tuple[CaseCard, ...]:
    """Those with the same likeness, the oldest first."""
    rows = _rows().filter(likeness=likeness).exclude(likeness="").order_by("id")[:20]
    return tuple(card(row) for row in rows)


def read_rows(statement: str, *given: Any) -> list[CaseCard]:
    """The cards of a statement that gives whole rows with the subject's key as `subject_key`. One query."""
    return [_card_read(row) for row in read(Case, statement, *given)]


def links(number: int) -> tuple[LinkCard, ...]:
    """What belongs to a case, in both directions."""
    pairs = Link.objects.filter(Q(case_id=number) | Q(other_id=number)).order_by("id")
    ends = [(link.kind, link.other_id if link.case_id == number else link.case_id) for link in pairs]
    known = cards([other for _, other in ends])
    return tuple(LinkCard(kind=kind, other=known[other]) for kind, other in ends)


def _card_read(row: Case) -> CaseCard:
    subject = row.subject_key  # type: ignore[attr-defined]  # named by the statement
    return card_about(row, UUID(str(subject)) if subject else None)


def _rows() -> QuerySet[Case]:
    return Case.objects.select_related("subject")


def case_number(row: Case) -> str:
    """What a person calls the case: a letter, the year, a serial number, a check character."""
    return str(Numbered(table(row.kind, row.version).letter, row.opened_at.year, row.pk))


def card(row: Case) -> CaseCard:
    """The card of a row, for this room's own use."""
    return card_about(row, row.subject.key if row.subject else None)


def card_about(row: Case, subject: UUID | None) -> CaseCard:
    """As `card`, where the subject's key is known already."""
    kind = table(row.kind, row.version)
    given: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "kind", "version", "step", "filed_as", "filed_by_kind", "filed_by_key", "language", "queue", "holder",
            "urgent", "opened_at", "moved_at", "closed_at", "revision",
        )
    }  # fmt: skip
    return CaseCard(
        id=row.pk, number=case_number(row), label=kind.step(row.step).label, contact=row.contact_id,
        subject=subject, flags=tuple(row.flags),
        due_at=None if row.due_at == NEVER else row.due_at, **given,
    )  # fmt: skip
