"""How the notices' cards are shown: `{% load notices %}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext

from portlight.capabilities.notices import words
from portlight.capabilities.notices.rules.compare import Comparison
from portlight.delivery import port
from portlight.delivery import words as ledger
from portlight.faces import telling
from portlight.faces.languages import active
from portlight.faces.templatetags import look
from portlight.kernel.places import queries as places
from portlight.toolkit import countries
from portlight.toolkit.languages import LANGUAGES
from portlight.toolkit.markup import to_html

register = template.Library()

_CHIPS = {
    "signed": ("good", "check"),
    "reviewed": ("sky", ""),
    "translated": ("", ""),
    "draft": ("now", ""),
    "stale": ("late", ""),
    "missing": ("", ""),
    "proposed": ("machine", ""),
}
# What the checks looked at and found equal; said only when nothing of that kind was found.
_PASSED = {
    "number": gettext_noop("Numbers equal"),
    "date": gettext_noop("Dates and times equal"),
    "phone": gettext_noop("Telephone numbers equal"),
    "link": gettext_noop("Links equal"),
    "script": gettext_noop("Script right"),
}
_BLANK = re.compile(r"\{([a-z_]+)\}")


@register.simple_tag
def step_chip(state: str) -> SafeString:
    kind, icon = _CHIPS[state]
    return look.chip(gettext(words.STEPS[state]), kind, icon)


@register.filter
def step_name(step: str) -> str:
    return gettext(words.STEPS[step])


@register.filter
def finding_name(kind: str) -> str:
    return gettext(words.FINDINGS[kind])


@register.filter
def prepared_name(key: str) -> str:
    return gettext(words.PREPARED.get(key, key))


@register.filter
def passed(comparison: Comparison) -> list[str]:
    found = {"date" if finding.kind == "time" else finding.kind for finding in comparison.findings}
    return [gettext(told) for kind, told in _PASSED.items() if kind not in found]


@register.filter
def laid_out(text: str) -> SafeString:
    """The text as its readers will see it: paragraphs, bold words, links, and nothing else."""
    return mark_safe(to_html(text))  # noqa: S308 - sanitised by toolkit.markup


@register.filter
def paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


@register.filter
def with_blanks(text: str) -> SafeString:
    """A prepared sentence with its blanks shown as what goes in, not as code."""
    parts = []
    at = 0
    for match in _BLANK.finditer(text):
        parts.append((text[at : match.start()], gettext(words.SLOTS.get(match[1], match[1]))))
        at = match.end()
    filled = format_html_join("", '{}<mark class="blank">{}</mark>', parts)
    return format_html("{}{}", filled, text[at:])


@register.inclusion_tag("components/meter.html")
def length_meter(length: Any) -> dict[str, Any]:
    """One line: how much of what fits is used; SMS says in how many parts it travels."""
    said = f"{length.used} / {length.most}"
    if length.parts > 1:
        said = ngettext("%(n)d part", "%(n)d parts", length.parts) % {"n": length.parts}
    label = {"sms": gettext("SMS"), "email": gettext("E-mail"), "wechat": gettext("WeChat")}[length.channel]
    return look.meter(label, length.used, length.most, said)


@register.filter
def way_name(kind: str) -> str:
    """The channel's or outlet's name."""
    channel: port.Channel | None = port.personal().get(kind) or port.public().get(kind)
    return gettext(channel.label) if channel else kind


@register.filter
def money(amount: float) -> SafeString:
    """1,234.50 in the reader's manner, isolated."""
    return format_html('<bdi class="num">{}</bdi>', telling.number(amount, places=2))


@register.filter
def policy_name(policy: str) -> str:
    return gettext(words.POLICIES.get(policy, policy))


@register.filter
def ways_out(card: Any) -> str:
    return telling.several([way_name(kind) for kind in (*card.channels, *card.outlets)])


@register.filter
def outlet_list(outlets: Mapping[str, int]) -> str:
    """The public outlets, each with in how many languages it stands."""
    return telling.several([f"{way_name(kind)} ({telling.number(count)})" for kind, count in outlets.items()])


@register.filter
def reason_name(code: str) -> str:
    return gettext(ledger.REASONS.get(code, code))


@register.inclusion_tag("notices/desk/_reasons.html")
def reason_table(reasons: Mapping[str, int]) -> dict[str, Any]:
    return {"rows": [(reason_name(code), count) for code, count in sorted(reasons.items(), key=lambda row: -row[1])]}


@register.inclusion_tag("components/bars.html")
def language_bars(by_language: Mapping[str, int], people: int) -> dict[str, Any]:
    most_first = sorted(by_language.items(), key=lambda row: -row[1])
    rows = [(LANGUAGES[code].name, count, "", code) for code, count in most_first]
    return look.bars(rows, max(by_language.values(), default=0) or people)


@register.inclusion_tag("notices/desk/_outcomes.html")
def outcome_table(rows: Iterable[Any], dimension: str) -> dict[str, Any]:
    """Reached, still trying and not reached beside one another, with bars of one scale."""
    cards = list(rows)
    scale = max((card.planned for card in cards), default=0)
    lines = [_line(card, dimension, scale) for card in cards]
    heading = {"language": "lang", "channel": "chan"}.get(dimension, "by")  # the heading above it on the page
    return {"lines": lines, "dimension": dimension, "heading": heading}


@register.filter
def pace(progress: Any) -> str:
    """As far as it is known: "1,140 a second · about 2 minutes left"."""
    if progress.finished or not progress.rate:
        return ""
    said = gettext("%(rate)s a second") % {"rate": telling.number(round(progress.rate))}
    if progress.seconds_left is None:
        return said
    left = gettext("about %(span)s left") % {"span": telling.span(progress.seconds_left)}
    return f"{said} · {left}"


def _line(card: Any, dimension: str, scale: int) -> dict[str, Any]:
    return {
        "label": _label(card.key, dimension),
        "language": card.key if dimension == "language" else "",
        "card": card,
        "all_width": _width(card.planned, scale),
        "settled_width": _width(card.accepted + card.refused, scale),
        "reached_width": _width(card.accepted, scale),
    }


def _width(value: int, scale: int) -> str:
    return f"{100 * value / scale:.1f}%" if scale else "0%"


def _label(key: str, dimension: str) -> str:
    if dimension == "language":
        return LANGUAGES[key].name if key in LANGUAGES else key
    if dimension == "channel":
        return way_name(key)
    if dimension == "nationality":
        return countries.name(key, active().code)
    district = places.district(key) if key else None
    return district.name_in(active().code) if district else gettext("not known")
