"""The components of the look, for templates: `{% load look %}`. Each is shown on /desk/style/."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portlight.faces import assets, fields, telling
from portlight.faces.icons import icon
from portlight.toolkit import qr as codes
from portlight.toolkit.languages import LANGUAGES

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """`{% asset "portlight.css" %}`: the file's address, named by its content."""
    return assets.address(path)


register.simple_tag(icon)


@register.simple_tag
def chip(text: str, kind: str = "", icon_name: str = "") -> SafeString:
    """`{% chip word "good" "check" %}`; kinds: good, now, late, sky, machine."""
    drawn = icon(icon_name) if icon_name else ""
    return format_html('<span class="chip{}">{} {}</span>', f" is-{kind}" if kind else "", drawn, text)


@register.simple_tag
def speaks(code: str) -> SafeString:
    """`<p {% speaks "ar" %}>`: the attributes of a fragment in another language than the page's."""
    language = LANGUAGES.get(code)
    return format_html('lang="{}" dir="{}"', code, language.dir if language else "auto")


@register.filter
def native(code: str) -> str:
    """The language's own name."""
    return telling.language_name(code)


@register.filter
def num(value: float | None) -> SafeString:
    """154,534 in the reader's manner, isolated."""
    return format_html('<bdi class="num">{}</bdi>', "–" if value is None else telling.number(value))


@register.filter
def share(part: float, whole: float) -> SafeString:
    """62.3 %"""
    return format_html('<bdi class="num">{}</bdi>', telling.share(part, whole))


@register.filter
def day(value: date | datetime | None) -> SafeString:
    if value is None:
        return mark_safe("–")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), telling.day(value))


@register.filter
def month(value: date) -> str:
    """February 2020"""
    return telling.month(value)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """17 February 2020, 14:05 in the office's zone."""
    if value is None:
        return mark_safe("–")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), telling.moment(value))


@register.filter
def clock(value: datetime | None) -> SafeString:
    if value is None:
        return mark_safe("–")
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', value.isoformat(), telling.clock(value))


@register.filter
def span(seconds: float | None) -> str:
    return "–" if seconds is None else telling.span(seconds)


@register.simple_block_tag
def alert(content: str, kind: str = "", icon_name: str = "", tiny: bool = False) -> SafeString:
    """`{% alert "now" %}…{% endalert %}`; kinds: (plain), now, good, alarm."""
    drawn = icon(icon_name or {"good": "check", "alarm": "warning"}.get(kind, "info"))
    classes = "alert" + (f" is-{kind}" if kind else "") + (" small" if tiny else "")
    return format_html('<div class="{}">{}<div>{}</div></div>', classes, drawn, content)


@register.simple_block_tag
def nothing(content: str) -> SafeString:
    """`{% nothing %}<p><b>Nothing waits</b></p>{% endnothing %}`: what stands where a list would."""
    return format_html(
        '<div class="empty"><svg viewBox="0 0 120 56" width="120" height="56" aria-hidden="true"><g fill="none" '
        'stroke="currentColor" stroke-width="1.5" stroke-linecap="round"><circle cx="60" cy="16" r="9" '
        'stroke-dasharray="3 4"/><path d="M6 34h108M44 42h32M50 48h20M55 54h10"/></g></svg>{}</div>',
        content,
    )


@register.simple_tag
def field(bound: BoundField, hint: str = "", label: str = "", language: str = "") -> SafeString:
    """`{% field form.title %}`: label, hint, what is wrong, the control. `language`: what is typed is in it."""
    return fields.drawn(bound, hint=hint, label=label, language=language)


@register.inclusion_tag("components/errors.html")
def errors(form: Any) -> dict[str, Any]:
    """`{% errors form %}`: everything to put right, at the top, each a link to its field."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors] if form.is_bound else []}


@register.inclusion_tag("components/bars.html")
def bars(rows: list[Any], of: float, caption: str = "") -> dict[str, Any]:
    """A table with bars. `rows`: (label, value[, href[, language]]); `of`: the value that fills the cell."""
    made = []
    for label, value, *rest in rows:
        href, language = (*rest, "", "")[:2]
        width = f"{100 * value / of:.1f}%" if of else "0%"
        made.append({"label": label, "value": value, "href": href, "language": language, "width": width})
    return {"rows": made, "caption": caption}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str, detail: str = "") -> dict[str, Any]:
    """A bar with its numbers: never a wait without them."""
    return {"done": done, "total": total, "most": max(total, 1), "label": label, "detail": detail}


@register.inclusion_tag("components/meter.html")
def meter(label: str, value: int, most: int, said: str) -> dict[str, Any]:
    """One line of the length meter: `{% meter "SMS" 243 268 "4 parts" %}`."""
    return {"label": label, "value": min(value, most), "most": most, "said": said, "over": value > most}


@register.inclusion_tag("components/time_line.html")
def time_line(percent: float, label: str, state: str = "", mark: float | None = None) -> dict[str, Any]:
    """The line with the light on it. `state`: late, still or nothing; `mark`: where "apply by" stands, in percent."""
    at = min(max(percent, 0), 100)
    return {"at": f"{at:.1f}%", "label": label, "state": state, "mark": None if mark is None else f"{mark:.1f}%"}


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as plain SVG: no style attribute, black on white in both schemes."""
    dark, size = codes.path(text, margin=2)
    return format_html(
        '<div role="img" aria-label="{}"><svg class="qr" viewBox="0 0 {} {}"><path fill="#fff" d="M0 0h{}v{}h-{}z"/>'
        '<path fill="#10243b" d="{}"/></svg></div>',
        label, size, size, size, size, size, dark,
    )  # fmt: skip
