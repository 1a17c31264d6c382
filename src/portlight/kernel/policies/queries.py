"""Which version is in force, what was decided and why, and who would be decided otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from portlight.kernel.policies.models import PUBLISHED, Made, Version
from portlight.kernel.policies.rules import Examined, examine
from portlight.toolkit import tables
from portlight.toolkit.one import one
from portlight.toolkit.refusals import Refused
from portlight.toolkit.statements import select
from portlight.toolkit.tables import Compiled, Decision, Table, WrongFacts

_PAGE = 1000
# `_effective`, as `ready` asks it in every decision.
_IN_FORCE = """
SELECT v.id, v.number, v.digest FROM policies_version v JOIN policies_table t ON t.id = v.table_id
WHERE t.name = %s AND v.state = %s AND (v.effective_until IS NULL OR v.effective_until > %s) AND v.effective_from <= %s
ORDER BY v.effective_from DESC, v.number DESC LIMIT 1
"""


@dataclass(frozen=True, kw_only=True)
class VersionCard:
    """`until` is exclusive. Who drafted, proposed and published are keys of accounts, or the name of a machine part."""

    table: str
    number: int
    purpose: str
    title: str
    state: str
    since: datetime | None
    until: datetime | None
    drafted_by: str
    proposed_by: str
    published_by: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class MadeCard:
    """A decision with the whole trace, made again from what was kept."""

    table: str
    version: int
    about: str
    at: datetime
    facts: Mapping[str, Any]
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A decision that another version makes otherwise. `after` is None where its facts no longer fit the table."""

    made: int
    about: str
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None


class InForce(NamedTuple):
    key: int
    number: int
    table: Compiled


class Retold(NamedTuple):
    """A decision, the table it was made by, and what the table in force now says to the same facts.

    `now` is None where none is in force, `then` also where the facts no longer fit it.
    """

    made: MadeCard
    table: Table
    now: InForce | None
    then: Decision | None

    @property
    def changed(self) -> bool:
        return self.then is None or self.then.output != self.made.decision.output


def latest() -> tuple[VersionCard, ...]:
    """Of every table its latest version, whatever its state, by name."""
    found: dict[str, VersionCard] = {}
    for card in _cards(Version.objects.order_by("table__name", "number")):
        found[card.table] = card
    return tuple(found.values())


def versions(name: str) -> tuple[VersionCard, ...]:
    """The latest first."""
    return tuple(_cards(Version.objects.filter(table__name=name).order_by("-number")))


def version(name: str, number: int) -> VersionCard | None:
    return next(_cards(Version.objects.filter(table__name=name, number=number)), None)


def effective(name: str, at: datetime) -> VersionCard | None:
    """The version by which a matter of that moment is decided. Its end, not its state today, says so."""
    return next(_cards(_effective(name, at)), None)


def examined(name: str, number: int) -> Examined:
    """The version with its checks and cases, run now. Refused: policies.unknown."""
    row = one(Version.objects.filter(table__name=name, number=number).values_list("content", "cases"))
    if row is None:
        raise Refused("policies.unknown", name=name)
    return examine(*row)


def content(name: str, number: int) -> dict[str, Any]:
    """As the file it came from. Refused: policies.unknown."""
    row = one(Version.objects.filter(table__name=name, number=number).values_list("content", "cases"))
    if row is None:
        raise Refused("policies.unknown", name=name)
    return {**row[0], "cases": row[1]}


def ready(name: str, at: datetime) -> InForce | None:
    """The version in force at `at`, its table compiled once for a process. One query, mostly."""
    found = one(select(_IN_FORCE, name, PUBLISHED, at, at))
    return None if found is None else InForce(found[0], found[1], _compiled(found[0], found[2]))


def try_facts(name: str, number: int, facts: Mapping[str, Any]) -> Decision:
    """What a version would decide; nothing is kept. Refused: policies.unknown, policies.wrong-facts."""
    row = one(Version.objects.filter(table__name=name, number=number).values_list("pk", "digest"))
    if row is None:
        raise Refused("policies.unknown", name=name)
    return asked(_compiled(*row), facts)


def answer(name: str, facts: Mapping[str, Any], *, at: datetime) -> Decision:
    """What the version in force says where nobody's matter is decided: nothing is kept.

    Refused: policies.nothing-in-force, policies.wrong-facts.
    """
    found = ready(name, at)
    if found is None:
        raise Refused("policies.nothing-in-force", name=name)
    return asked(found.table, facts)


def asked(table: Compiled, facts: Mapping[str, Any]) -> Decision:
    """Refused: policies.wrong-facts."""
    try:
        return table.decide(facts)
    except WrongFacts as error:
        raise Refused("policies.wrong-facts", field=error.name, name=error.name, fault=error.code) from None


def trace_of(about: str) -> tuple[MadeCard, ...]:
    """Everything that was decided about a subject, the earliest first, with every row's why and why not."""
    rows = Made.objects.filter(about=about).select_related("version__table").order_by("id")
    return tuple(
        MadeCard(
            table=row.version.table.name, version=row.version.number, about=row.about, at=row.at, facts=row.facts,
            decision=_compiled(row.version_id, row.version.digest).decide(row.facts),
        )
        for row in rows
    )  # fmt: skip


def retold(about: str, *, at: datetime) -> tuple[Retold, ...]:
    """Everything that was decided about a subject, and how it would be decided at `at`. Nothing is kept or changed."""
    found = []
    for made in trace_of(about):
        row = Version.objects.filter(table__name=made.table, number=made.version).values_list("pk", "digest").get()
        now = ready(made.table, at)
        found.append(Retold(made, _compiled(*row).table, now, _decided(now.table, made.facts) if now else None))
    return tuple(found)


def replay(name: str, number: int, *, since: datetime, until: datetime) -> Iterator[Changed]:
    """Who would change: decisions of the table from `since` until before `until` that this version makes otherwise.

    Page by page, in the order they were made. Nothing is written and nobody's matter is touched.
    Refused: policies.unknown.
    """
    row = one(Version.objects.filter(table__name=name, number=number).values_list("pk", "digest"))
    if row is None:
        raise Refused("policies.unknown", name=name)
    table, last = _compiled(*row), 0
    rows = Made.objects.filter(version__table__name=name, at__gte=since, at__lt=until).order_by("pk")
    while page := list(rows.filter(pk__gt=last)[:_PAGE]):
        last = page[-1].pk
        for made in page:
            after = _again(table, made.facts)
            if after != made.output:
                yield Changed(made=made.pk, about=made.about, at=made.at, before=made.output, after=after)


def counted(name: str, *, since: datetime, until: datetime) -> int:
    """How many decisions the table made in that time."""
    return int(Made.objects.filter(version__table__name=name, at__gte=since, at__lt=until).count())


def _again(table: Compiled, facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = _decided(table, facts)
    return found.output if found else None


def _decided(table: Compiled, facts: Mapping[str, Any]) -> Decision | None:
    try:
        return table.decide(facts)
    except WrongFacts:
        return None


def _effective(name: str, at: datetime) -> Any:
    rows = Version.objects.filter(table__name=name, state=PUBLISHED)
    within = Q(effective_until=None) | Q(effective_until__gt=at)
    return rows.filter(within, effective_from__lte=at).order_by("-effective_from", "-number")


@lru_cache(maxsize=64)
def _compiled(key: int, digest: str) -> Compiled:
    """The content of a version never changes; the digest keeps two databases of one process apart."""
    return tables.compiled(tables.read(Version.objects.values_list("content", flat=True).get(pk=key, digest=digest)))


def _cards(rows: Any) -> Iterator[VersionCard]:
    for row in rows.select_related("table"):
        yield VersionCard(
            table=row.table.name, number=row.number, purpose=row.table.purpose, title=row.content.get("title", ""),
            state=row.state, since=row.effective_from, until=row.effective_until, drafted_by=row.drafted_by,
            proposed_by=row.proposed_by, published_by=row.published_by, digest=row.digest,
        )  # fmt: skip
