"""Lists of notices: the newest, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.rules.signoff import Step
from portlight.toolkit.pages import Page


@dataclass(frozen=True, kw_only=True)
class NoticeCard:
    number: str
    title: str
    language: str  # of the title
    severity: str
    topic: str
    origin: str
    drill: bool
    signed: int
    written: int
    made_at: datetime
    released_at: datetime | None
    withdrawn_at: datetime | None
    corrected_at: datetime | None
    broke_glass: bool


def listing(*, before: str = "", size: int = 20) -> Page[NoticeCard]:
    """The newest first; one query. `before` is the token of the page before."""
    rows = Notice.objects.order_by("-id")
    if before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    page = Page.of(list(_cards(rows)[: size + 1]), size=size, token=lambda row: str(row["id"]))
    return Page(tuple(_card(row) for row in page.rows), page.next)


def waiting_for(*, step: str, size: int = 10) -> tuple[NoticeCard, ...]:
    """Unreleased notices with a text that waits for its review (step translated) or its signature (step reviewed)."""
    waiting = Text.objects.filter(step=step, notice__withdrawn_at=None).values("notice_id")
    return tuple(_card(row) for row in _cards(Notice.objects.filter(pk__in=waiting).order_by("-id"))[:size])


def glass_waiting() -> tuple[NoticeCard, ...]:
    """Releases by one person alone that nobody has reviewed yet, the oldest first."""
    return tuple(_card(row) for row in _cards(_unreviewed().order_by("glass_review_due")))


def glass_unreviewed(*, number: str) -> bool:
    return _unreviewed().filter(number=number).exists()


def _unreviewed() -> QuerySet[Notice]:
    return Notice.objects.exclude(glass_reason="").filter(glass_reviewed_at=None)


def _cards(rows: QuerySet[Notice]) -> QuerySet[Notice, dict[str, Any]]:
    """With the source's title and how far the languages are, in the same query."""
    source = Text.objects.filter(notice=OuterRef("pk"), language=OuterRef("source_language"))
    return rows.annotate(
        title=Subquery(source.values("title")[:1]),
        signed=Count("texts", filter=Q(texts__step=Step.SIGNED)),
        written=Count("texts", filter=~Q(texts__body="")),
        broke_glass=~Q(glass_reason=""),
        corrected_at=F("corrected_by__released_at"),
    ).values(
        "id", "number", "title", "source_language", "severity", "topic", "origin", "drill", "signed", "written",
        "made_at", "released_at", "withdrawn_at", "corrected_at", "broke_glass",
    )  # fmt: skip


def _card(row: dict[str, Any]) -> NoticeCard:
    fields = {name: value for name, value in row.items() if name not in {"id", "source_language"}}
    return NoticeCard(language=row["source_language"], **fields)
