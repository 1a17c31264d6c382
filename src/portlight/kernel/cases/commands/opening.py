"""A new matter of a kind, in its first step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portlight.kernel.cases.commands.periods import see_due, touch
from portlight.kernel.cases.marks import marks
from portlight.kernel.cases.models import Case, Link
from portlight.kernel.cases.queries import CaseCard, about, by_id, card_about, current
from portlight.kernel.cases.rules import Filing
from portlight.kernel.clocks.rules import Promised
from portlight.kernel.people import queries as people
from portlight.kernel.timeline.commands import record
from portlight.toolkit.actor import Actor
from portlight.toolkit.joined import joined
from portlight.toolkit.points import reached
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import insert, select

# The last condition is its index's own: SQLite uses the index for no other.
_ALIKE = """
SELECT id FROM cases_case WHERE kind = %s AND likeness = %s AND NOT (likeness = '') ORDER BY id DESC LIMIT 20
"""


@dataclass(frozen=True, kw_only=True)
class Opened:
    card: CaseCard  # as it was opened
    alike: tuple[int, ...]  # earlier cases that may be the same matter: flagged, never blocked

    @property
    def id(self) -> int:
        return self.card.id

    @property
    def number(self) -> str:
        return self.card.number


@joined
def open_case(
    name: str,
    *,
    filing: Filing,
    queue: str,
    subject: UUID | None = None,
    likeness: str = "",
    since: Mapping[str, datetime] | None = None,
    promised: Mapping[str, Promised] | None = None,
    by: Actor,
    at: datetime,
) -> Opened:
    """A new matter of the kind `name`, in its first step; its periods begin, each at its moment in `since` or now.

    `promised`: terms that stand instead of the kind's own, by the name of the period; ValueError for one of the law.
    `likeness` is a blind index that is equal where two cases may be the same matter. Call it in the transaction of the
    capability's command, which is the one that knows a resend. Refused: people.unknown.
    """
    kind = current(name)
    earlier = _alike(kind.name, likeness)
    flags = [*filing.flags, *(["like"] if earlier else [])]
    row = Case(
        kind=kind.name, version=kind.version, step=kind.steps[0].name, subject_id=_person(subject),
        filed_as=filing.filed_as, filed_by_kind=by.kind.value, filed_by_key=by.key, contact_id=filing.contact,
        language=filing.language, queue=queue, likeness=likeness, flags=flags, opened_at=at, moved_at=at,
        **marks(kind, flags),
    )  # fmt: skip
    insert(row)
    facts = {"kind": kind.name, "version": kind.version, "queue": queue, "as": filing.filed_as, "flags": flags}
    record("cases.opened", about=about(row.pk), by=by, at=at, facts=facts)
    reached("cases.opened")
    Link.objects.bulk_create(Link(case=row, other_id=other, kind="like", made_at=at) for other in earlier)
    for effect in kind.opening:
        moment, instead = (since or {}).get(effect.clock, at), (promised or {}).get(effect.clock)
        touch(kind, row.pk, effect, moment, by, at, instead)
    if kind.opening:
        see_due([row.pk])
    return Opened(card=(by_id(row.pk) if kind.opening else None) or card_about(row, subject), alike=earlier)


def _alike(kind: str, likeness: str) -> tuple[int, ...]:
    if not likeness:
        return ()
    return tuple(number for (number,) in select(_ALIKE, kind, likeness))


def _person(key: UUID | None) -> int | None:
    if key is None:
        return None
    number = people.number(key)
    if number is None:
        raise Refused("people.unknown")
    return number
