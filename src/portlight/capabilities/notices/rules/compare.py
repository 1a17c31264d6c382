"""The checks between a source and a translation of it: what a machine can know, and no more.

Links, dates, times of day, telephone and other numbers must be the same set on both sides, a number must count the same
thing (days, working days, hours), and the text must be written in its language's script. Whether the sentences mean the
same, a machine does not know and does not claim: a reviewer does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portlight.capabilities.notices.rules import calendar, contacts, numbers, scripts, units
from portlight.capabilities.notices.rules.facts import Fact, Kind
from portlight.capabilities.notices.rules.plain import Reading, plain


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """`source` is what the source says and the translation does not, `target` the other way round; "" where neither."""

    kind: str
    source: str
    target: str
    blocks: bool = True

    def to_json(self) -> dict[str, str]:
        return {"kind": self.kind, "source": self.source, "target": self.target}


@dataclass(frozen=True)
class Comparison:
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        if any(finding.blocks for finding in self.findings):
            return Verdict.BLOCK
        return Verdict.WARN if self.findings else Verdict.PASS

    def to_json(self) -> dict[str, object]:
        return {"verdict": str(self.verdict), "findings": [finding.to_json() for finding in self.findings]}


def compare(source: str, source_language: str, target: str, target_language: str) -> Comparison:
    """Compare a translation with its source. A finding blocks the signature until it is mended or overridden."""
    if not target.strip():
        return Comparison((Finding("empty", "", ""),))
    findings = [*_of_language(source, source_language, target, target_language)]
    mine, theirs = facts_of(source, source_language), facts_of(target, target_language)
    missing = _unanswered(mine, theirs, target, target_language)
    added = _unanswered(theirs, mine, source, source_language)
    for kind in Kind:
        findings += _pair(kind, [f for f in missing if f.kind is kind], [f for f in added if f.kind is kind])
    findings += [Finding("unit", *pair) for pair in units.differing(source, source_language, target, target_language)]
    findings += _of_weekdays(source, source_language, target, target_language)
    findings += _of_shape(source, target)
    return Comparison(tuple(findings))


def facts_of(text: str, language: str) -> list[Fact]:
    """What the text states, in the order in which it must be read: a date is not three numbers."""
    reading = Reading(text)
    found = contacts.links(reading)
    found += calendar.dates(reading, language)
    found += calendar.times(reading, language)
    found += contacts.phones(reading)
    return found + numbers.numbers(reading)


def _unanswered(facts: list[Fact], others: list[Fact], text: str, language: str) -> list[Fact]:
    """The facts of one text that the other neither states nor (a small number) says in words; each once."""
    left: list[Fact] = []
    spoken = plain(text)
    for fact in facts:
        answered = any(fact.same_as(other) for other in others) or any(
            kind is Kind.NUMBER and isinstance(value, Decimal) and numbers.says_in_words(spoken, language, value)
            for kind, value in fact.values
        )
        if not answered and not any(fact.same_as(other) for other in left):
            left.append(fact)
    return left


def _pair(kind: Kind, missing: list[Fact], added: list[Fact]) -> Iterable[Finding]:
    """What one side lacks beside what the other has instead: "50" here, "60" there is one finding, not two."""
    for index in range(max(len(missing), len(added))):
        yield Finding(
            str(kind),
            missing[index].text if index < len(missing) else "",
            added[index].text if index < len(added) else "",
        )


def _of_language(source: str, source_language: str, target: str, target_language: str) -> Iterable[Finding]:
    if source_language != target_language and source.strip() == target.strip():
        yield Finding("untranslated", _first_line(source), _first_line(target))
    script = scripts.wrong_script(target, target_language)
    if script:
        yield Finding("script", target_language, script)
    elif other := scripts.other_language(target, target_language):
        yield Finding("language", target_language, other, blocks=False)


def _of_weekdays(source: str, source_language: str, target: str, target_language: str) -> Iterable[Finding]:
    """Days of the week, where both sides name any. A warning: some of their names are ordinary words as well."""
    there, here = calendar.weekdays(source, source_language), calendar.weekdays(target, target_language)
    if there and here and there.keys() != here.keys():
        missing = [there[day] for day in there if day not in here]
        added = [here[day] for day in here if day not in there]
        yield Finding("weekday", ", ".join(missing), ", ".join(added), blocks=False)


def _of_shape(source: str, target: str) -> Iterable[Finding]:
    """A paragraph too few is worth a look; languages do divide texts differently, so it does not block."""
    ours, theirs = (len([part for part in text.split("\n\n") if part.strip()]) for text in (source, target))
    if ours != theirs:
        yield Finding("paragraphs", str(ours), str(theirs), blocks=False)


def _first_line(text: str) -> str:
    return text.strip().split("\n", 1)[0][:80]
