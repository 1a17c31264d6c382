"""Many people by their travel papers at once, for lists that come from elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from portlight.kernel.people.models import Address, Paper


def paper_indexes(person: UUID) -> tuple[str, ...]:
    """The blind indexes (`paper.paper`) of the papers she travels on, to find her in lists from elsewhere."""
    return tuple(Paper.objects.filter(person__key=person).order_by("id").values_list("number_index", flat=True))


def reached_by_papers(indexes: Collection[str], *, channels: Collection[str]) -> dict[str, int]:
    """Blind index of a paper (`paper.paper`) → number of its holder's first address in use on one of `channels`.

    In use: proved, agreed to and not withdrawn. Papers nobody has, or whose holder cannot be reached, are missing.
    One query for as many as one statement takes; the caller pages.
    """
    rows = (
        Address.objects.filter(person__papers__number_index__in=list(indexes), person__erased_at=None)
        .filter(channel__in=list(channels), verified_at__isnull=False, consented_at__isnull=False, withdrawn_at=None)
        .order_by("-id")
        .values_list("person__papers__number_index", "pk")
    )
    wanted = set(indexes)
    return {index: number for index, number in rows if index in wanted}
