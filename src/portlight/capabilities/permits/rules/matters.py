"""What one can apply for at this office, each as a declared value: by when, how long, who, with which papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portlight.capabilities.permits.rules import deadlines
from portlight.capabilities.permits.rules.articles import Article, law, reg
from portlight.capabilities.permits.rules.deadlines import Deadline
from portlight.capabilities.permits.rules.fees import RESIDENCE_LENGTHS

# Where the law names no number of days: before the stay ends, without delay, or no term at all.
Term = Deadline | Literal["before-end", "at-once", "no-term"]
# Who may come instead, by group: as `agents.may_apply_for` says.
Agents = Literal["visa", "first-residence", "parents", "family", "unsaid"]
BASICS = ("form", "passport", "photo", "reason")  # REG 12, 16, 17


@dataclass(frozen=True, kw_only=True)
class Matter:
    """`zh`: the term of the law, always shown. `papers`: codes, in the order they are asked for. `fees`: items of the
    fee table of which one, or several, may fall due. `decided`: the office's term; None where the law gives none."""

    code: str
    zh: str
    term: Term
    decided: Deadline | None
    in_person: bool
    agents: Agents
    papers: tuple[str, ...]
    fees: tuple[str, ...]
    source: tuple[Article, ...]


def _visa(code: str, zh: str, term: Term, fees: tuple[str, ...], source: tuple[Article, ...]) -> Matter:
    return Matter(
        code=code, zh=zh, term=term, decided=deadlines.VISA_DECIDED, in_person=False, agents="visa", papers=BASICS,
        fees=fees, source=source,
    )  # fmt: skip


def _first_residence(code: str, zh: str, papers: tuple[str, ...], number: str) -> Matter:
    """In person, with fingerprints (REG 16); the health certificate only for a year or more."""
    return Matter(
        code=code, zh=zh, term=deadlines.RESIDENCE_ASKED, decided=deadlines.RESIDENCE_DECIDED, in_person=True,
        agents="first-residence", papers=("form", "passport", "photo", *papers, "health-certificate"),
        fees=RESIDENCE_LENGTHS, source=(*law("30"), *reg(f"15({number})", f"16({number})")),
    )  # fmt: skip


def _held_residence(
    code: str, zh: str, term: Term, papers: tuple[str, ...], fees: tuple[str, ...], source: tuple[Article, ...]
) -> Matter:
    return Matter(
        code=code, zh=zh, term=term, decided=deadlines.RESIDENCE_DECIDED, in_person=False, agents="visa",
        papers=papers, fees=fees, source=source,
    )  # fmt: skip


BY_ENTRIES = ("visa-single", "visa-double", "visa-half-year", "visa-years")

_ALL = (
    _visa("visa-extension", "签证延期", deadlines.EXTENSION_ASKED, ("visa-extension",), (*law("29"), *reg("12", "14"))),
    _visa(
        "visa-replacement", "签证换发", "before-end", ("visa-kind", "group-split", *BY_ENTRIES), reg("10", "12")
    ),
    _visa("visa-reissue", "签证补发", "at-once", BY_ENTRIES, reg("11", "12")),
    # LAW 34 gives no number of days for asking: before the days without a visa are over.
    _visa("stay-permit", "停留证件", "before-end", ("stay-permit",), (*law("34"), *reg("12"))),
    _first_residence("residence-work", "工作类居留证件", ("work-permit",), "1"),
    _first_residence("residence-study", "学习类居留证件", ("school-letter",), "2"),
    _first_residence("residence-journalist", "记者类居留证件", ("authority-letter", "press-card"), "3"),
    _first_residence("residence-reunion", "团聚类居留证件", ("relation-proof", "reason"), "4"),
    _first_residence("residence-private", "私人事务类居留证件", ("relation-proof", "host-permit"), "5"),
    _held_residence(
        "residence-extension", "居留证件延期", deadlines.RESIDENCE_PROLONGED, (*BASICS, "health-certificate"),
        RESIDENCE_LENGTHS, (*law("32"), *reg("17")),
    ),
    _held_residence(
        "residence-change", "居留证件登记事项变更", deadlines.CHANGE_TOLD,
        ("form", "passport", "photo", "change-proof"), ("residence-change",), law("33"),
    ),
    _held_residence(
        "residence-reissue", "居留证件补发", "at-once", (*BASICS, "loss-proof"), ("residence-reissue",), reg("17", "18")
    ),
    _held_residence(
        "residence-note", "居留证件加注", "no-term",
        ("form", "passport", "photo", "school-consent", "placement-letter"), ("residence-note",), reg("22"),
    ),
    Matter(
        code="passport-lost", zh="护照报失", term="at-once", decided=None, in_person=True, agents="unsaid",
        papers=("form", "photo", "passport-copy", "loss-story"), fees=("passport-lost",), source=reg("23"),
    ),
    Matter(
        code="exit-entry-permit", zh="外国人出入境证", term="no-term", decided=None, in_person=True, agents="unsaid",
        papers=("form", "photo", "loss-proof", "mission-word"), fees=("exit-entry-permit",), source=reg("23"),
    ),
    Matter(
        code="birth", zh="外国人出生登记", term=deadlines.BIRTH_TOLD, decided=None, in_person=False, agents="parents",
        papers=("birth-certificate", "parents-papers", "child-photo"), fees=("birth",), source=law("40"),
    ),
    Matter(
        code="death", zh="外国人死亡申报", term="at-once", decided=None, in_person=False, agents="family",
        papers=("death-certificate", "papers-of-the-dead", "declarant-paper"), fees=("death",), source=law("40"),
    ),
)  # fmt: skip
MATTERS: Mapping[str, Matter] = {one.code: one for one in _ALL}
