"""From an issued paper to the texts its template sets: two languages, every number and foreign name isolated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from portlight.kernel.papers import typesetting, words
from portlight.toolkit import countries, stamps
from portlight.toolkit.languages import LANGUAGES, SOURCE
from portlight.toolkit.paper import Field, PaperKind

BESIDE_CHINESE = "en"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An issued paper with what is sealed in it."""

    number: str
    kind: PaperKind
    facts: Mapping[str, str]
    code: str
    stamp: str
    specimen: bool
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime | None
    language: str


def ltr(text: str) -> str:
    """A number, date, code or Latin name, kept as it is inside Arabic (U+2066 … U+2069)."""
    return f"\u2066{text}\u2069"


def apart(text: str) -> str:
    """A name or address in whatever script, kept from its neighbours (U+2068 … U+2069)."""
    return f"\u2068{text}\u2069"


def pdf(paper: Opened, *, language: str, seal: str, at: datetime) -> bytes:
    """The paper in `language`, beside it Chinese (or English); `seal` is the msgid of the line about the seal.

    Refused: papers.no-font, papers.no-letter.
    """
    beside = SOURCE if language != SOURCE else BESIDE_CHINESE
    pair = (language, beside)
    said = texts(paper, pair=pair, seal=seal, at=at)
    return typesetting.compile_pdf(paper.kind.template, said, languages=pair, at=at)


def texts(paper: Opened, *, pair: tuple[str, str], seal: str, at: datetime) -> dict[str, Any]:
    """Everything the template sets, as texts, and pairs of texts where both languages stand."""
    kind = paper.kind
    basis = [_said(words.BASIS, code, {"basis": apart(_said(kind.basis, code, {}))}) for code in pair]
    return {
        "language": pair[0], "beside": pair[1], "rtl": LANGUAGES[pair[0]].rtl, **_tags(pair),
        "fonts": {code: typesetting.chain(code) for code in {*pair, SOURCE}},
        "office": [settings.OFFICE_NAME[code] for code in pair], "issuer": settings.OFFICE_NAME[SOURCE],
        "title": _both(kind.title, pair), "number": paper.number, "stamp": paper.stamp,
        "symbol": stamps.symbol(paper.stamp), "symbol_said": _both(words.SQUARE, pair)[0],
        "watermark": words.WATERMARK if paper.specimen else "", "rows": _rows(paper, pair),
        "proves": _both(kind.proves, pair), "not_proves": _both(kind.not_proves, pair),
        "basis": basis, "check": _both(words.CHECK, pair),
        "where": f"{ltr(f'{site()}/verify/')}   {ltr(paper.number)}   {ltr(paper.code)}",
        "call": _both(words.CALL, pair, hotline=ltr(settings.HOTLINE)), "prevails": _both(words.PREVAILS, pair),
        "seal": _both(seal, pair, language=apart(LANGUAGES[paper.language].name)),
        "printed": _both(words.PRINTED, pair, moment=ltr(_clock(at)))[0],
    }  # fmt: skip


def site() -> str:
    """Where papers are checked, as one types it."""
    return urlsplit(settings.SITE).netloc


def last_day(until: datetime) -> date:
    """The last day on which something holds that ends before `until`, in the office's zone."""
    return timezone.localtime(until - timedelta(seconds=1)).date()


def _tags(pair: tuple[str, str]) -> dict[str, str | None]:
    (tag, region), (beside, beside_region) = (typesetting.tag(code) for code in pair)
    return {"tag": tag, "region": region, "beside_tag": beside, "beside_region": beside_region}


def _rows(paper: Opened, pair: tuple[str, str]) -> list[dict[str, Any]]:
    lines = [
        _row(words.NUMBER, [ltr(paper.number)], pair),
        *(_of(field, paper.facts[field.name], pair) for field in paper.kind.fields if paper.facts.get(field.name)),
    ]
    if paper.valid_until is not None or paper.kind.valid_days:
        lines.append(_row(words.VALID, _valid(paper, pair), pair))
    return [*lines, _row(words.ISSUED, [ltr(_clock(paper.issued_at))], pair)]


def _row(label: str, values: list[str], pair: tuple[str, str]) -> dict[str, Any]:
    return {"label": _both(label, pair), "values": list(dict.fromkeys(values))}


def _valid(paper: Opened, pair: tuple[str, str]) -> list[str]:
    if paper.valid_until is None:
        return _both(words.FROM, pair, day=ltr(_start(paper.valid_from)))
    ends = timezone.localtime(paper.valid_until)
    whole = ends.time() == time()
    return _span(_start(paper.valid_from), str(last_day(ends)) if whole else _clock(ends), pair)


def _span(begin: str, end: str, pair: tuple[str, str]) -> list[str]:
    """From begin to end in the direction one reads: in Arabic the day it begins stands on the right."""
    return [f"{ltr(begin)} – {ltr(end)}" if LANGUAGES[code].rtl else ltr(f"{begin} – {end}") for code in pair]


def _start(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%Y-%m-%d}" if local.time() == time() else _clock(moment)


def _of(field: Field, fact: str, pair: tuple[str, str]) -> dict[str, Any]:
    return _row(field.label, _PRINTED.get(field.how, _as_it_stands)(field, fact, pair), pair)


def _as_it_stands(field: Field, fact: str, pair: tuple[str, str]) -> list[str]:
    return [apart(fact)]


def _period(field: Field, fact: str, pair: tuple[str, str]) -> list[str]:
    begin, _, end = fact.partition("/")
    return _span(begin, end, pair) if end else _both(words.FROM, pair, day=ltr(begin))


_PRINTED: Mapping[str, Callable[[Field, str, tuple[str, str]], list[str]]] = {
    "code": lambda field, fact, pair: [ltr(fact)],
    "date": lambda field, fact, pair: [ltr(fact)],
    "document": lambda field, fact, pair: [ltr(f"… {fact}")],
    "moment": lambda field, fact, pair: [ltr(_clock(datetime.fromisoformat(fact)))],
    "period": _period,
    "country": lambda field, fact, pair: [f"{apart(countries.name(fact, code))} {ltr(f'({fact})')}" for code in pair],
    "choice": lambda field, fact, pair: _both(field.choices[fact], pair),
}


def _both(msgid: str, pair: tuple[str, str], **facts: str) -> list[str]:
    return [_said(msgid, code, facts) for code in pair]


def _said(msgid: str, language: str, facts: Mapping[str, str]) -> str:
    if not msgid:
        return ""
    with translation.override(language.lower()):
        text = gettext(msgid)
    return text.format(**facts) if facts else text


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
