"""A field of a form as it stands on a page: label, hint, what is wrong, the control.

Drawn without templates, as the controls are: a page has up to a dozen of them.
"""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from portlight.faces.icons import icon
from portlight.toolkit.languages import LANGUAGES


def drawn(bound: BoundField, *, hint: str = "", label: str = "", language: str = "") -> SafeString:
    """The whole field. `language`: what is typed is in it. Everything but markup of ours is escaped."""
    hint, label, wrong = hint or str(bound.help_text), label or str(bound.label), bound.errors
    told_by = _told_by(bound, hint, wrong)
    told = _told(bound, hint, wrong)
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        inside = _many(bound, label, told, told_by)
    else:
        control = bound.as_widget(attrs=_attributes(told_by, wrong, language))
        single = isinstance(widget, CheckboxInput)
        inside = _single(label, control, told) if single else _labelled(bound, label, control, told)
    return format_html('<div class="field{}">\n{}\n</div>', " is-wrong" if wrong else "", inside)


def _told_by(bound: BoundField, hint: str, wrong: Any) -> str:
    """The elements that tell more about the control, for those who hear the page."""
    return " ".join([f"{bound.auto_id}_hint"] * bool(hint) + [f"{bound.auto_id}_wrong"] * bool(wrong))


def _attributes(told_by: str, wrong: Any, language: str) -> dict[str, Any]:
    made: dict[str, Any] = {"aria-invalid": "true"} if wrong else {}
    if told_by:
        made["aria-describedby"] = told_by
    if language:
        made |= {"lang": language, "dir": LANGUAGES[language].dir}
    return made


def _told(bound: BoundField, hint: str, wrong: Any) -> SafeString:
    said = format_html('<p class="hint" id="{}_hint">{}</p>', bound.auto_id, hint) if hint else ""
    if not wrong:
        return conditional_escape(said)
    sign = icon("warning", small=True)
    lines = format_html_join("", '<p class="error">{} <span>{}</span></p>', ((sign, one) for one in wrong))
    return format_html('{}\n<div id="{}_wrong">{}</div>', said, bound.auto_id, lines)


def _many(bound: BoundField, label: str, told: SafeString, told_by: str) -> SafeString:
    described = format_html(' aria-describedby="{}"', told_by) if told_by else ""
    options = format_html_join(
        "", '<label class="choice">{} <span>{}</span></label>\n', ((one.tag(), one.choice_label) for one in bound)
    )
    return format_html(
        '<fieldset class="stack-2" id="{}"{}><legend>{}</legend>\n{}\n{}</fieldset>',
        bound.auto_id, described, label, told, options,
    )  # fmt: skip


def _single(label: str, control: SafeString, told: SafeString) -> SafeString:
    return format_html('<label class="choice">{} <span>{}</span></label>\n{}', control, label, told)


def _labelled(bound: BoundField, label: str, control: SafeString, told: SafeString) -> SafeString:
    return format_html('<label for="{}">{}</label>\n{}\n{}', bound.id_for_label, label, told, control)
