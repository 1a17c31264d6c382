"""What a supervisor asks of the office's work. Days from the tally, the load of the day from its own few rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from portlight.kernel.cases.models import OPEN, Case, Spell, Tally
from portlight.kernel.cases.tallying import AGES, OLDER, bounds

AGE_PARTS = (*(str(age) for age in AGES), OLDER)


@dataclass(frozen=True, kw_only=True)
class DayLine:
    day: date
    opened: int
    closed: int


@dataclass(frozen=True, kw_only=True)
class PromiseLine:
    """How many periods of one sort ended met, and how many unmet; `clock`: legal, promised or internal."""

    kind: str
    clock: str
    met: int
    missed: int


@dataclass(frozen=True, kw_only=True)
class EffortLine:
    """Seconds officers spent in one step, and on how many cases; a case seen on two days is two."""

    kind: str
    step: str
    seconds: int
    cases: int


@dataclass(frozen=True, kw_only=True)
class MedianLine:
    """Half of the closed cases of a kind took officers less than so many seconds, half more; `cases`: of how many.

    Of those that an officer had opened at all. Exact to half a step of the tally: three seconds under five minutes,
    fifteen under half an hour, then two and a half minutes.
    """

    kind: str
    seconds: float
    cases: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """`ages`: kind → how many are open, by `AGE_PARTS`. `counted_at`: the last count; None before the first."""

    counted_at: datetime | None
    days: tuple[DayLine, ...]
    ages: dict[str, dict[str, int]]
    promises: tuple[PromiseLine, ...]
    efforts: tuple[EffortLine, ...]
    medians: tuple[MedianLine, ...]


@dataclass(frozen=True, kw_only=True)
class LoadLine:
    """What one account has open in her hands, and how many seconds of today went into cases."""

    account: UUID
    held: int
    seconds: int
    cases: int


def figures(kinds: Sequence[str], *, at: datetime, days: int = 30) -> Figures:
    """Of these kinds, over so many days up to today. Two queries of the tally, whatever the office has."""
    last = timezone.localtime(at, timezone.get_default_timezone()).date()
    known = Tally.objects.filter(day__gt=last - timedelta(days=days), day__lte=last, kind__in=list(kinds))
    gathered, counted = _Gathered(), None
    columns = ("counted_at", "day", "kind", "figure", "part", "count")
    for counted_at, *row in known.exclude(figure="took").values_list(*columns):
        gathered.take(*row, last=last)
        counted = max(counted or counted_at, counted_at)
    span = [last - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return Figures(
        counted_at=counted,
        days=tuple(DayLine(day=d, opened=gathered.flow[d]["opened"], closed=gathered.flow[d]["closed"]) for d in span),
        ages=dict(gathered.ages),
        promises=tuple(
            PromiseLine(kind=kind, clock=clock, met=of["met"], missed=of["missed"])
            for (kind, clock), of in sorted(gathered.promises.items())
        ),
        efforts=tuple(
            EffortLine(kind=kind, step=step, seconds=of["seconds"], cases=of["handled"])
            for (kind, step), of in sorted(gathered.efforts.items())
        ),
        medians=tuple(_medians(known.filter(figure="took"))),
    )


def _medians(took: QuerySet[Tally]) -> Iterator[MedianLine]:
    """The days are added up by the database: what comes back is a few lengths of each kind, however many cases."""
    lengths: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for kind, part, n in took.values_list("kind", "part").annotate(n=Sum("count")).order_by():
        lengths[kind].append((int(part), n))
    for kind, found in sorted(lengths.items()):
        cases = sum(n for _, n in found)
        middle = [_at(sorted(found), place) for place in ((cases - 1) // 2, cases // 2)]
        yield MedianLine(kind=kind, seconds=sum(middle) / 2, cases=cases)


def _at(lengths: Sequence[tuple[int, int]], place: int) -> int:
    """The length of the case at this place, from 0, when they stand in the order of their lengths."""
    for seconds, n in lengths:
        if place < n:
            return seconds
        place -= n
    raise IndexError(place)


def loads(kinds: Sequence[str], *, at: datetime) -> tuple[LoadLine, ...]:
    """Everybody who holds an open case of these kinds or worked on one today, the most held first. Two queries."""
    begins, ends = bounds(timezone.localtime(at, timezone.get_default_timezone()).date())
    held = Case.objects.filter(OPEN, holder__isnull=False, kind__in=list(kinds)).values_list("holder")
    open_held = dict(held.annotate(n=Count("pk")).order_by())
    spells = Spell.objects.filter(began_at__gte=begins, began_at__lt=ends, kind__in=list(kinds), account__isnull=False)
    worked = {
        account: (seconds, cases)
        for account, seconds, cases in spells.values_list("account")
        .annotate(seconds=Sum("seconds"), cases=Count("case", distinct=True)).order_by()
    }  # fmt: skip
    lines = [
        LoadLine(account=key, held=open_held.get(key, 0), seconds=of[0], cases=of[1])
        for key in {*open_held, *worked} for of in [worked.get(key, (0, 0))]
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (-line.held, -line.seconds, str(line.account))))


def overdue(kinds: Sequence[str], *, at: datetime) -> dict[str, tuple[int, int]]:
    """Kind → how many open cases are past a period's end, and how many are flagged red. Along the index of each."""
    late, red = (
        dict(Case.objects.filter(OPEN, narrowed, kind__in=list(kinds)).values_list("kind").annotate(n=Count("pk"))
             .order_by())
        for narrowed in (Q(due_at__lte=at), Q(red=True))
    )  # fmt: skip
    return {kind: (late.get(kind, 0), red.get(kind, 0)) for kind in kinds}


def in_hand(account: UUID | str, *, at: datetime) -> tuple[int, int]:
    """How many open cases an account holds, and how many of them are past a period's end. One query."""
    held = Case.objects.filter(OPEN, holder=account)
    found = held.aggregate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at)))
    return found["n"], found["late"]


def spent(case: int) -> int:
    """Seconds officers have spent on one case so far. One query."""
    return int(Spell.objects.filter(case_id=case).aggregate(n=Sum("seconds"))["n"] or 0)


@dataclass
class _Gathered:
    flow: dict[date, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    ages: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    promises: dict[tuple[str, str], dict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    efforts: dict[tuple[str, str], dict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )

    def take(self, day: date, kind: str, figure: str, part: str, count: int, *, last: date) -> None:
        if figure in {"opened", "closed"}:
            self.flow[day][figure] += count
        elif figure in {"met", "missed"}:
            self.promises[kind, part][figure] += count
        elif figure in {"seconds", "handled"}:
            self.efforts[kind, part][figure] += count
        elif figure == "open" and day == last:
            self.ages[kind][part] = count
