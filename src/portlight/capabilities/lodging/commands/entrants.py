"""Who has entered and has not declared yet: lists taken in, each person told of her duty once, rows forgotten.

The legal basis of the one reminder is the duty itself (LAW 2012, art. 39(2)), which nobody can keep who does not know
it. It is no advertising: whoever was never asked gets this one message, and nothing else because of a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from portlight.capabilities.lodging.models import Entrant
from portlight.capabilities.lodging.rules.entrants import SAME, Entered, Entrants, Fault, check, nearest
from portlight.delivery import port
from portlight.kernel.people import commands as people
from portlight.kernel.people import queries as known_people
from portlight.kernel.timeline.commands import record, resent
from portlight.toolkit import sheets
from portlight.toolkit.actor import Actor
from portlight.toolkit.sealed import blind, blind_bytes

_PAGE = 400  # papers in one statement
_LISTS = "entrants:lists"


@dataclass(frozen=True, kw_only=True)
class TakenEntrants:
    """`kept` are new, `before` were known from another list, `reachable` of the new ones can be told."""

    rows: int
    wrong: int
    kept: int = 0
    before: int = 0
    reachable: int = 0
    faults: tuple[Fault, ...] = ()


def take_entrants(
    content: bytes, *, by: Actor, at: datetime, dry: bool = False, request_id: UUID | None = None
) -> TakenEntrants:
    """Take in a list of people who have entered. Its good rows are kept, its wrong ones named; twice makes no doubles.

    Of the paper its blind index is kept; an address is kept sealed where addresses are, and forgotten with its person
    after a week unless she proves it. The list itself is not kept. Refused: sheet.*, lodging.entrants-columns,
    lodging.entrants-none, timeline.resend-differs.
    """
    zone = timezone.get_default_timezone()
    found = check(sheets.read(content), at=at, zone=zone, kept=timedelta(days=settings.LODGING_ENTRANTS_DAYS))
    if dry:
        return _taken(found)
    given = [blind_bytes(content, purpose="lodging.entrants")]
    for again in (True, False):
        try:
            with transaction.atomic():
                if (earlier := resent(by=by, request_id=request_id, given=given)) is not None:
                    return _taken(found, *map(int, earlier.split()))
                counts = _write(found.rows, zone, by, at)
                told = dict(zip(("kept", "before", "reachable"), counts, strict=True))
                facts = {"rows": found.whole, "wrong": found.wrong, **told}
                record("lodging.entrants-taken", about=_LISTS, by=by, at=at, facts=facts, request_id=request_id,
                       given=given, result=" ".join(map(str, counts)))  # fmt: skip
                return _taken(found, *counts)
        except IntegrityError:  # the same people in another list at the same moment: the second look finds them
            if not again:
                raise
    raise AssertionError


def _taken(found: Entrants, kept: int = 0, before: int = 0, reachable: int = 0) -> TakenEntrants:
    return TakenEntrants(
        rows=found.whole, wrong=found.wrong, faults=found.faults, kept=kept, before=before, reachable=reachable
    )


def _write(rows: Sequence[Entered], zone: tzinfo, by: Actor, at: datetime) -> tuple[int, int, int]:
    """How many are new, were known, and of the new ones can be told."""
    kept = before = reachable = 0
    ordered = sorted(rows, key=lambda one: one.at)  # of one paper in two rows the later entry counts
    for page in (ordered[since : since + _PAGE] for since in range(0, len(ordered), _PAGE)):
        papers = {blind(f"{one.country}{one.number}", purpose="paper.paper"): one for one in page}
        known = _known(papers)
        new = {index: one for index, one in papers.items() if nearest(known.get(index, ()), one.at) is None}
        contacts = _contacts(papers, by, at)
        _reach_again(papers, known, contacts)
        Entrant.objects.bulk_create(
            Entrant(
                paper_index=index, entered_at=one.at, entered_on=one.at.astimezone(zone).date(), taken_at=at,
                contact_id=contacts.get(index, (None, False))[0], given=contacts.get(index, (None, False))[1],
            )
            for index, one in new.items()
        )  # fmt: skip
        kept, before = kept + len(new), before + len(page) - len(new)
        reachable += len(new.keys() & contacts.keys())
    return kept, before, reachable


def _known(papers: Mapping[str, Entered]) -> dict[str, list[tuple[int, datetime]]]:
    moments = [one.at for one in papers.values()]
    rows = Entrant.objects.filter(
        paper_index__in=papers, entered_at__gt=min(moments) - SAME, entered_at__lt=max(moments) + SAME
    )
    found: dict[str, list[tuple[int, datetime]]] = {}
    for index, number, moment in rows.values_list("paper_index", "pk", "entered_at"):
        found.setdefault(index, []).append((number, moment))
    return found


def _contacts(papers: Mapping[str, Entered], by: Actor, at: datetime) -> dict[str, tuple[int, bool]]:
    """Where each may be told, and whether the list has said so: her own address, else the one the list gives."""
    own = known_people.reached_by_papers(papers, channels=port.personal())
    named = {index: one for index, one in papers.items() if one.channel and index not in own}
    told = [people.Somebody(one.channel, one.value, (one.language,) if one.language else ()) for one in named.values()]
    met = people.meet_all(told, by=by, at=at) if told else []
    return {index: (number, False) for index, number in own.items()} | {
        index: (one.address, True) for index, one in zip(named, met, strict=True)
    }


def _reach_again(
    papers: Mapping[str, Entered], known: Mapping[str, Sequence[tuple[int, datetime]]],
    contacts: Mapping[str, tuple[int, bool]],
) -> None:  # fmt: skip
    """Another list knows where to tell somebody whom the first one gave no way to."""
    found = {}
    for index, (contact, given) in contacts.items():
        number = nearest(known.get(index, ()), papers[index].at)
        if number is not None:
            found[number] = (contact, given)
    rows = list(Entrant.objects.filter(pk__in=found, contact=None, reminded_at=None))
    for row in rows:
        row.contact_id, row.given = found[row.pk]
    Entrant.objects.bulk_update(rows, ["contact", "given"])


def forget_entrants(at: datetime, *, by: Actor, most: int = 2000) -> int:
    """Erases rows of people who entered longer ago than the office keeps them. Returns how many."""
    before = at - timedelta(days=settings.LODGING_ENTRANTS_DAYS)
    with transaction.atomic():
        old = list(
            Entrant.objects.filter(entered_at__lte=before).order_by("entered_at").values_list("pk", flat=True)[:most]
        )
        if old:
            Entrant.objects.filter(pk__in=old).delete()
            record("lodging.entrants-forgotten", about=_LISTS, by=by, at=at, facts={"rows": len(old)})
    return len(old)
