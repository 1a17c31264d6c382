"""Whom a notice is for, when it may leave, and whether it can."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portlight.capabilities.notices.models import Notice
from portlight.capabilities.notices.queries.judging import facts_of, notice_of, texts_of
from portlight.capabilities.notices.rules.release import ReleaseFacts, Severity, leaving
from portlight.capabilities.notices.rules.signoff import TextFacts
from portlight.delivery import queries as reach
from portlight.delivery.audiences import Audience, asked, holders
from portlight.kernel.people.rules import Question


@dataclass(frozen=True, kw_only=True)
class FrameCard:
    """The release panel: everything the releaser must have seen before the button."""

    number: str
    severity: str
    topic: str
    drill: bool
    question: Question
    channels: tuple[str, ...]
    outlets: tuple[str, ...]
    policy: str
    wait_minutes: int
    not_before: datetime | None
    not_after: datetime | None
    leaving: tuple[str, ...]  # languages signed and not stale
    staying: tuple[str, ...]  # the others: they leave when they are signed
    written_by: str
    released_at: datetime | None
    withdrawn_at: datetime | None
    code: str
    corrects: str  # number of the version before; empty: there is none
    corrected_by: str  # number of the version after, being written or out
    corrected_at: datetime | None  # when that one was released
    holders: int  # of a correction not yet released: people who hold the version before

    @property
    def in_force(self) -> bool:
        return self.released_at is not None and self.withdrawn_at is None and self.corrected_at is None


def frame(number: str) -> FrameCard:
    """Five queries; the size of the audience is asked apart (`size_of`), because it is counted anew each time."""
    notice = notice_of(number)
    newer = Notice.objects.filter(corrects=notice).first()
    texts = texts_of(notice)
    source = texts[notice.source_language]
    facts = [facts_of(text, notice=notice, source=source) for text in texts.values()]
    signed = leaving(_facts(notice, tuple(facts), people=0))
    return FrameCard(
        number=notice.number,
        severity=notice.severity,
        topic=notice.topic,
        drill=notice.drill,
        question=Question.from_json(notice.audience),
        channels=tuple(notice.channels),
        outlets=tuple(notice.outlets),
        policy=notice.policy,
        wait_minutes=notice.wait_minutes,
        not_before=notice.not_before,
        not_after=notice.not_after,
        leaving=signed,
        staying=tuple(code for code in texts if code not in signed),
        written_by=notice.written_by,
        released_at=notice.released_at,
        withdrawn_at=notice.withdrawn_at,
        code=notice.code,
        corrects=notice.corrects.number if notice.corrects else "",
        corrected_by=newer.number if newer else "",
        corrected_at=newer.released_at if newer else None,
        holders=reach.people(audience=holders(notice.corrects.code)) if notice.corrects and not notice.code else 0,
    )


def size_of(number: str) -> reach.Size:
    """How many people the notice would reach now, by channel and language, and who is left out and why."""
    notice = notice_of(number)
    texts = texts_of(notice)
    source = texts[notice.source_language]
    facts = tuple(facts_of(text, notice=notice, source=source) for text in texts.values())
    languages = leaving(_facts(notice, facts, people=0)) or (notice.source_language,)
    return reach.size(audience=audience_of(notice), channels=tuple(notice.channels), languages=languages)


def bill_of(number: str, size: reach.Size, *, at: datetime) -> tuple[reach.Bill, ...]:
    """What the release would cost on channels that have a price, by the size just asked."""
    notice = notice_of(number)
    return reach.bill(
        by_way=size.by_way, severity=notice.severity, drill=notice.drill, at=at,
        purpose="correction" if notice.corrects_id else "notice",
    )  # fmt: skip


def release_facts(notice: Notice) -> ReleaseFacts:
    """What the rules judge a release by, the size of its audience asked now."""
    texts = texts_of(notice)
    source = texts[notice.source_language]
    facts = tuple(facts_of(text, notice=notice, source=source) for text in texts.values())
    question = Question.from_json(notice.audience)
    people = reach.people(audience=audience_of(notice)) if notice.channels else 0
    narrow = bool(question.nationalities and question.districts)
    return replace(_facts(notice, facts, people=people), names_a_group=narrow)


def audience_of(notice: Notice) -> Audience:
    return asked(Question.from_json(notice.audience))


def _facts(notice: Notice, texts: tuple[TextFacts, ...], *, people: int) -> ReleaseFacts:
    return ReleaseFacts(
        severity=Severity(notice.severity),
        released=notice.released_at is not None,
        written_by=notice.written_by,
        not_before=notice.not_before,
        not_after=notice.not_after,
        channels=tuple(notice.channels),
        outlets=tuple(notice.outlets),
        texts=texts,
        people=people,
    )
