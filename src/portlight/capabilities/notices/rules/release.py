"""Releasing: what must hold before a notice leaves the house.

Refusals raised here: notices.released-already, notices.nothing-signed, notices.source-unsigned,
notices.writer-releases, notices.no-not-after, notices.not-after-past, notices.not-after-before-not-before,
notices.nobody, notices.no-way-out, notices.languages-wanting, notices.glass-emergency-only,
notices.glass-needs-reason, notices.glass-narrow, notices.wait-odd.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portlight.capabilities.notices.rules.signoff import Step, TextFacts
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.refusals import Refused


class Severity(StrEnum):
    ORDINARY = "ordinary"
    URGENT = "urgent"
    EMERGENCY = "emergency"


FEW = 20  # so few people, or one nationality in one district, are never written to by one person alone
GLASS_REVIEW_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class ReleaseFacts:
    severity: Severity
    released: bool
    written_by: str
    not_before: datetime | None
    not_after: datetime | None
    channels: tuple[str, ...]
    outlets: tuple[str, ...]
    texts: tuple[TextFacts, ...]
    people: int  # the size of the audience, asked now
    names_a_group: bool = False  # the question is built on nationality and district
    needed: tuple[str, ...] = ()  # languages that an emergency asks for; the prevailing text is always needed


def leaving(facts: ReleaseFacts) -> tuple[str, ...]:
    """The languages that may leave: signed over these bytes, and not stale."""
    return tuple(text.language for text in facts.texts if text.step is Step.SIGNED and not text.stale)


def wanting(needed: Iterable[str], signed: Collection[str]) -> tuple[str, ...]:
    """The languages that are needed and could not leave yet."""
    return tuple(code for code in needed if code not in signed)


def check_release(facts: ReleaseFacts, *, by: str, at: datetime) -> tuple[str, ...]:
    """The languages that leave now. The releaser is not the writer; the prevailing text is among what is signed, and so
    is what an emergency asks for."""
    _check_frame(facts, at=at)
    languages = leaving(facts)
    if not languages:
        raise Refused("notices.nothing-signed")
    if not any(text.is_source and text.language in languages for text in facts.texts):
        raise Refused("notices.source-unsigned")
    if missing := wanting(facts.needed, languages):
        raise Refused("notices.languages-wanting", languages=" · ".join(LANGUAGES[code].name for code in missing))
    if by == facts.written_by:
        raise Refused("notices.writer-releases")
    return languages


def check_break_glass(facts: ReleaseFacts, *, reason: str, at: datetime) -> tuple[str, ...]:
    """One named duty officer alone, in an emergency only, with a typed reason: every text that has words leaves.

    A text is still not sent when it is stale; who reads that language gets the next of his chain.
    """
    if facts.severity is not Severity.EMERGENCY:
        raise Refused("notices.glass-emergency-only")
    if len(reason.strip()) < 10:
        raise Refused("notices.glass-needs-reason", field="reason")
    _check_frame(facts, at=at)
    if facts.channels and (facts.people < FEW or facts.names_a_group):
        raise Refused("notices.glass-narrow", few=FEW)
    languages = tuple(text.language for text in facts.texts if text.title and text.body and not text.stale)
    if not languages:
        raise Refused("notices.nothing-signed")
    return languages


def _check_frame(facts: ReleaseFacts, *, at: datetime) -> None:
    if facts.released:
        raise Refused("notices.released-already")
    check_period(facts.not_before, facts.not_after, at=at)
    if not facts.channels and not facts.outlets:
        raise Refused("notices.no-way-out", field="channels")
    if facts.channels and facts.people == 0:
        raise Refused("notices.nobody", field="audience")


WAIT = (5, 2 * 24 * 60)  # minutes between two channels


def check_policy(policy: str, wait_minutes: int) -> None:
    """Until confirmed: so long on one channel that people can answer, and not so long that news grows old."""
    if policy == "confirm" and not WAIT[0] <= wait_minutes <= WAIT[1]:
        raise Refused("notices.wait-odd", field="wait_minutes", least=WAIT[0], most=WAIT[1])


def check_period(not_before: datetime | None, not_after: datetime | None, *, at: datetime) -> None:
    """A notice says until when it may still leave: news that arrives too late does harm."""
    if not_after is None:
        raise Refused("notices.no-not-after", field="not_after")
    if not_after <= at:
        raise Refused("notices.not-after-past", field="not_after")
    if not_before is not None and not_before >= not_after:
        raise Refused("notices.not-after-before-not-before", field="not_after")
