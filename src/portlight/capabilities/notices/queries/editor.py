"""The editor's page: nine languages at the side, one text beside its source, what the checks say, who has signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portlight.capabilities.notices.models import Notice, Text
from portlight.capabilities.notices.queries.judging import comparison_of, facts_of, notice_of, texts_of
from portlight.capabilities.notices.rules.compare import Comparison, Verdict
from portlight.capabilities.notices.rules.signoff import tidy
from portlight.kernel.staff import queries as staff
from portlight.toolkit.languages import LANGUAGES, Language
from portlight.toolkit.refusals import Refused
from portlight.toolkit.text import graphemes, sms_parts

EMAIL_TITLE, WECHAT_TITLE = 78, 64  # RFC 5322 §2.1.1 line length; WeChat Official Account title limit


@dataclass(frozen=True, kw_only=True)
class RailCard:
    language: Language
    state: str  # a code of words.STEPS
    is_source: bool
    released_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Length:
    """What is written against what fits; `over` by so much."""

    channel: str
    used: int
    most: int
    parts: int = 0

    @property
    def over(self) -> int:
        return max(0, self.used - self.most)


@dataclass(frozen=True, kw_only=True)
class SignOff:
    step: str
    by: str  # a name
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EditorCard:
    number: str
    origin: str
    severity: str
    rail: tuple[RailCard, ...]
    signed: int  # how many languages
    language: Language
    source_language: Language
    source_title: str
    source_body: str
    title: str
    body: str
    revision: int
    sha256: str
    state: str
    step: str
    stale: bool
    released_at: datetime | None
    notice_released_at: datetime | None
    withdrawn_at: datetime | None
    comparison: Comparison | None
    lengths: tuple[Length, ...]
    sign_offs: tuple[SignOff, ...]
    hands: tuple[str, ...]
    written_by: str
    override_reason: str
    issuer: str

    @property
    def is_source(self) -> bool:
        return self.language.code == self.source_language.code

    @property
    def blocked(self) -> bool:
        return self.comparison is not None and self.comparison.verdict is Verdict.BLOCK


def editor(number: str, language: str) -> EditorCard:
    """Four queries, whatever the number of languages. Refused("notices.unknown") for another number."""
    notice = notice_of(number)
    if language not in LANGUAGES:
        raise Refused("notices.import-language", language=language, known=", ".join(LANGUAGES))
    texts = texts_of(notice)
    source, text = texts[notice.source_language], texts[language]
    facts = facts_of(text, notice=notice, source=source)
    rail = tuple(_rail(each, notice, source) for each in texts.values())
    return EditorCard(
        number=notice.number,
        origin=notice.origin,
        severity=notice.severity,
        rail=rail,
        signed=sum(card.state == "signed" for card in rail),
        language=LANGUAGES[language],
        source_language=LANGUAGES[notice.source_language],
        source_title=source.title,
        source_body=source.body,
        title=text.title,
        body=text.body,
        revision=text.revision,
        sha256=text.sha256,
        state=_state(text, notice, source),
        step=text.step,
        stale=facts.stale,
        released_at=text.released_at,
        notice_released_at=notice.released_at,
        withdrawn_at=notice.withdrawn_at,
        comparison=comparison_of(text, notice=notice, source=source) if text.body else None,
        lengths=_lengths(text.title),
        sign_offs=_sign_offs(text),
        hands=facts.hands,
        written_by=notice.written_by,
        override_reason=text.override_reason,
        issuer=notice.issuer,
    )


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """What the checks and the counters say of words that are not saved yet."""

    comparison: Comparison | None
    lengths: tuple[Length, ...]
    is_source: bool


def weigh(number: str, language: str, *, title: str, body: str) -> Weighed:
    """Compare and measure a text while it is being written; writes nothing. Two queries."""
    notice = notice_of(number)
    source = texts_of(notice)[notice.source_language]
    typed = Text(language=language, title=tidy(title), body=tidy(body))
    is_source = language == notice.source_language
    return Weighed(
        comparison=comparison_of(typed, notice=notice, source=source) if typed.body else None,
        lengths=_lengths(typed.title),
        is_source=is_source,
    )


def _rail(text: Text, notice: Notice, source: Text) -> RailCard:
    return RailCard(
        language=LANGUAGES[text.language],
        state=_state(text, notice, source),
        is_source=text.language == notice.source_language,
        released_at=text.released_at,
    )


def _state(text: Text, notice: Notice, source: Text) -> str:
    if not text.body:
        return "missing"
    if facts_of(text, notice=notice, source=source).stale:
        return "stale"
    return "proposed" if text.proposed else text.step


def _lengths(title: str) -> tuple[Length, ...]:
    """The title carries the news on every short channel, so it is what is measured there."""
    size = len(graphemes(title))
    sms = sms_parts(title)
    return (
        Length(channel="sms", used=sms.units, most=70 if sms.encoding == "ucs2" else 160, parts=sms.parts),
        Length(channel="email", used=size, most=EMAIL_TITLE),
        Length(channel="wechat", used=size, most=WECHAT_TITLE),
    )


def _sign_offs(text: Text) -> tuple[SignOff, ...]:
    rows = (
        ("translated", text.translated_by, text.translated_at),
        ("reviewed", text.reviewed_by, text.reviewed_at),
        ("signed", text.signed_by, text.signed_at),
    )
    names = staff.names({by for _, by, _ in rows if by})
    return tuple(SignOff(step=step, by=names.get(by, by), at=at) for step, by, at in rows)
