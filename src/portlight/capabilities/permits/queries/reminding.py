"""Whose end of stay somebody is reminded of: asked by the reminder itself, and by the page that promises it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from portlight.capabilities.permits.models import Application
from portlight.capabilities.permits.rules.granting import WITH_A_DAY

_DECLINED = ("refused", "not-accepted", "withdrawn")
_SINCE = (*WITH_A_DAY, "death")  # filed later, these leave nothing to remind of


def reached(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Of these, those whose messages reach the person herself: the contact of the case is proved and not stopped, and
    neither the reader nor whom it is about has closed her page. An institution hears by its agreement."""
    return rows.filter(
        case__contact__verified_at__isnull=False, case__contact__withdrawn_at=None,
        case__contact__person__erased_at=None, case__subject__erased_at=None,
    ).exclude(case__filed_as="institution")  # fmt: skip


def reminded(cases: Collection[int]) -> frozenset[int]:
    """Those of these applications whose reminder reaches somebody. One query.

    A relief is told of while the application is open and undecided. Who has asked for a longer stay since is not
    reminded, unless that was declined.
    """
    hers = Application.objects.filter(case__subject=OuterRef("case__subject"), matter__in=_SINCE)
    later = hers.filter(pk__gt=OuterRef("pk")).exclude(case__step__in=_DECLINED)
    found = Application.objects.filter(
        Q(ends_on__isnull=False) | Q(decided_at=None, case__closed_at=None, prolonged_until__isnull=False),
        ~Exists(later),
        pk__in=list(cases),
    )
    return frozenset(reached(found).values_list("pk", flat=True))
