"""Signing off: per language draft → translated → reviewed → signed, and never twice by the same person.

Refusals raised here: notices.not-at-step, notices.same-person, notices.empty-text, notices.control-characters,
notices.title-too-long, notices.stale, notices.checks-block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portlight.capabilities.notices.rules.compare import Comparison, Verdict
from portlight.toolkit.refusals import Refused
from portlight.toolkit.text import control_characters


class Step(StrEnum):
    DRAFT = "draft"
    TRANSLATED = "translated"  # for the source: written and handed over
    REVIEWED = "reviewed"
    SIGNED = "signed"


NEXT: dict[Step, Step] = {
    Step.DRAFT: Step.TRANSLATED,
    Step.TRANSLATED: Step.REVIEWED,
    Step.REVIEWED: Step.SIGNED,
}
TITLE_AT_MOST = 200


@dataclass(frozen=True, kw_only=True)
class TextFacts:
    """What the rules need to know of one language's text."""

    language: str
    step: Step
    title: str
    body: str
    is_source: bool
    source_sha256: str  # of the source it was made from
    current_source_sha256: str
    hands: tuple[str, ...]  # who has translated and reviewed it so far

    @property
    def stale(self) -> bool:
        """The source has changed since this was translated."""
        return not self.is_source and bool(self.body) and self.source_sha256 != self.current_source_sha256


def digest(title: str, body: str) -> str:
    """SHA-256 of the exact bytes that are signed and that leave: title, one empty line, body, in UTF-8."""
    return hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()


def tidy(text: str) -> str:
    """One kind of line ending, a blank for a tab, none at the ends of lines: what programs add is not the author's."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def check_wording(title: str, body: str) -> None:
    """A text that can be signed has a title and a body, and nothing the engine would refuse once it is released."""
    if not title.strip() or not body.strip():
        raise Refused("notices.empty-text", field="title" if not title.strip() else "body")
    if len(title) > TITLE_AT_MOST:
        raise Refused("notices.title-too-long", field="title", length=len(title), most=TITLE_AT_MOST)
    for field, text in (("title", title), ("body", body)):
        if control_characters(text) or (field == "title" and "\n" in text):
            raise Refused("notices.control-characters", field=field)


def check_move(facts: TextFacts, *, to: Step, by: str) -> None:
    """May this person take the text one step on? Translator, reviewer and signer are three people."""
    if NEXT.get(facts.step) is not to:
        raise Refused("notices.not-at-step", language=facts.language, step=str(facts.step), wanted=str(to))
    if facts.stale:
        raise Refused("notices.stale", language=facts.language)
    check_wording(facts.title, facts.body)
    if by in facts.hands:
        raise Refused("notices.same-person", language=facts.language)


def check_signature(comparison: Comparison | None, *, override_reason: str) -> tuple[dict[str, str], ...]:
    """The findings a signature overrides: none, or all that block, and then only with a reason that stays."""
    if comparison is None or comparison.verdict is not Verdict.BLOCK:
        return ()
    blocking: Sequence[dict[str, str]] = [f.to_json() for f in comparison.findings if f.blocks]
    if not override_reason.strip():
        first = blocking[0]
        raise Refused(
            "notices.checks-block",
            field="override_reason",
            count=len(blocking),
            kind=first["kind"],
            source=first["source"] or "–",
            target=first["target"] or "–",
        )
    return tuple(blocking)
